/** `npm run jobs -- [--rerun ID] [--retry-event ID] [--close-event ID --note TEXT]`: without any of them it lists. */
import { processOutput } from './command'
import { runJobs } from './run-jobs'
import { openApplication } from './serve'

const app = await openApplication('jobs')
try {
  process.exitCode = await runJobs(process.argv.slice(2), app, processOutput)
} finally {
  await app.close()
}

/** `npm run creditor -- FILE.json [--api-key LABEL]`, `npm run creditor -- --show SLUG` */
import { processOutput } from './command'
import { runCreditor } from './run-creditor'
import { openApplication } from './serve'

const app = await openApplication('creditor')
try {
  process.exitCode = await runCreditor(process.argv.slice(2), app, processOutput)
} finally {
  await app.close()
}

/** `npm run import -- --creditor SLUG [--mapping FILE] PATH...` */
import { processOutput } from './command'
import { runImport } from './run-import'
import { openApplication } from './serve'

const app = await openApplication('import')
try {
  process.exitCode = await runImport(process.argv.slice(2), app, processOutput)
} finally {
  await app.close()
}

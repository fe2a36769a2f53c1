/** `npm run link -- --creditor SLUG --debtor EXTERNAL_ID [--scope view,pay,dispute,agree] [--expires 30d] [--locale de]` */
import { processOutput } from './command'
import { runLink } from './run-link'
import { openApplication } from './serve'

const app = await openApplication('link')
try {
  process.exitCode = await runLink(process.argv.slice(2), app, processOutput)
} finally {
  await app.close()
}

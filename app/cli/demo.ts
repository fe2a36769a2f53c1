/** `npm run demo`: everything in one process, with sample creditors, on the embedded database. */
import { closeOnSignal, openApplication, serveWeb } from './serve'

const app = await openApplication('demo')
const web = await serveWeb(app)
await app.startWorker()
process.stdout.write(`ready ${web.localOrigin}\n`)
closeOnSignal(async () => {
  await web.close()
  await app.close()
})

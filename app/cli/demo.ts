/** `npm run demo`: everything in one process, with sample creditors, on the embedded database. */
import { listWaysIn } from './demo-ways-in'
import { seedDemo } from './seed-demo'
import { closeOnSignal, openApplication, serveWeb } from './serve'

const app = await openApplication('demo')
process.stderr.write('Loading the sample creditors (only the first start takes a moment)...\n')
await seedDemo(app, app.env.DATA_DIR)
const web = await serveWeb(app)
await app.startWorker()
closeOnSignal(async () => {
  await web.close()
  await app.close()
})
const waysIn = await listWaysIn(app, web.localOrigin)
process.stdout.write([`ready ${web.localOrigin}`, ...waysIn, ''].join('\n'))

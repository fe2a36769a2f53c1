/** `npm run start`: the web server alone, for production. `npm run worker` runs beside it. */
import { closeOnSignal, openApplication, serveWeb } from './serve'

const app = await openApplication('web')
const web = await serveWeb(app)
app.logger.info({ origin: web.localOrigin }, 'serving')
closeOnSignal(async () => {
  await web.close()
  await app.close()
})

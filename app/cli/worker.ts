/** `npm run worker`: takes jobs, for production. Any number may run beside any number of web servers. */
import { closeOnSignal, openApplication } from './serve'

const app = await openApplication('worker')
await app.startWorker()
app.logger.info('taking jobs')
closeOnSignal(() => app.close())

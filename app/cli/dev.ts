/** `npm run dev`: the portal with reloading, on the same embedded database as the demo. */
import { createServer } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import type { ServerBuild } from '@remix-run/node'
import { createServer as createViteServer } from 'vite'
import { toResponse } from '~/platform/http/ready-answer.server'
import { createPortalHandler } from '~/platform/http/request-handler.server'
import { listWaysIn } from './demo-ways-in'
import { seedDemo } from './seed-demo'
import { closeOnSignal, openApplication } from './serve'

const vite = await createViteServer({ server: { middlewareMode: true } })
// Remix's own compiler is a server of Vite's, and that ends the process on SIGTERM before the database has stopped.
process.removeAllListeners('SIGTERM')
const app = await openApplication('dev')
await seedDemo(app, app.env.DATA_DIR)
await app.startWorker()
const waysIn = await listWaysIn(app, app.publicOrigin)

const handler = createPortalHandler({
  build: async () => (await vite.ssrLoadModule('virtual:remix/server-build')) as ServerBuild,
  mode: 'development',
  publicOrigin: app.publicOrigin,
  formTargets: app.checkoutOrigins,
  logger: app.logger,
  app,
})
const listen = createRequestListener(async (request: Request, client: { address: string }) =>
  toResponse(await handler(request, client)),
)
const server = createServer((request, response) => {
  vite.middlewares(request, response, () => {
    listen(request, response)
  })
})
server.listen(app.env.PORT, app.env.HOST, () => {
  process.stdout.write([`ready ${app.publicOrigin}`, ...waysIn, ''].join('\n'))
})
closeOnSignal(async () => {
  server.close()
  server.closeAllConnections()
  await app.close()
  await vite.close()
})

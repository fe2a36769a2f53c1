/** Web server and, when asked, worker in one process: what `start` and `demo` share. */
import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import { createApplication, type Application } from '~/composition.server'
import { findFreePort } from '~/platform/free-port.server'
import { EnvironmentError, readEnvironment, type Environment } from '~/platform/env.server'
import { createPortalHandler } from '~/platform/http/request-handler.server'
import { startHttpServer, stopHttpServer } from '~/platform/http/server.server'
import { createLogger } from '~/platform/logger.server'

export interface RunningPortal {
  app: Application
  /** Under which this process is reached: http://127.0.0.1:3000 */
  localOrigin: string
  close(): Promise<void>
}

/** Reads the environment, or ends the process with a message that names what is wrong. */
export function readEnvironmentOrExit(): Environment {
  try {
    return readEnvironment()
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

export async function serveWeb(app: Application): Promise<RunningPortal> {
  const { env, logger } = app
  const build = (await import('virtual:remix/server-build')) as ServerBuild
  const handler = createPortalHandler({
    build,
    mode: 'production',
    publicOrigin: app.publicOrigin,
    formTargets: app.checkoutOrigins,
    logger,
    app,
  })
  const server = await startHttpServer(handler, {
    host: env.HOST,
    port: env.PORT,
    clientDirectory: path.resolve('build/client'),
    trustedProxies: env.TRUSTED_PROXIES,
  })
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : env.PORT
  return {
    app,
    localOrigin: `http://${env.HOST}:${port}`,
    async close() {
      await stopHttpServer(server, 10_000)
    },
  }
}

/** `PORT=0` asks for any free port; it is settled first, because links name it. */
export async function openApplication(name: string): Promise<Application> {
  const env = readEnvironmentOrExit()
  const port = env.PORT === 0 ? await findFreePort() : env.PORT
  return createApplication({ ...env, PORT: port }, createLogger(env.LOG_LEVEL, name))
}

/** Runs `close` once on SIGINT or SIGTERM, then ends the process. A second signal ends it at once. */
export function closeOnSignal(close: () => Promise<void>): void {
  let closing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1)
      closing = true
      void close().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`It did not stop cleanly: ${error instanceof Error ? error.message : String(error)}\n`)
          process.exit(1)
        },
      )
    })
  }
}

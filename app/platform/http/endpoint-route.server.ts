/**
 * Routes that are no pages and take thousands of requests a minute, such as providers' webhooks: their action is called
 * without Remix matching and wrapping the request. A route says so by `export const handle = { isEndpoint: true }`, has
 * no parameters, and means the same when Remix itself asks it.
 */
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import { readRequestUrl } from './request-url'

type RouteModule = ServerBuild['routes'][string]['module']

/** Null leaves the request to Remix. */
export type EndpointHandler = (request: Request, context: AppLoadContext) => Promise<Response | null>

export function createEndpointHandler({ routes }: ServerBuild): EndpointHandler {
  const endpoints = new Map<string, RouteModule>()
  for (const { path, module } of Object.values(routes)) {
    const isEndpoint = (module.handle as { isEndpoint?: boolean } | undefined)?.isEndpoint === true
    if (isEndpoint && path !== undefined && module.action) endpoints.set(`/${path}`, module)
  }
  return async (request, context) => {
    if (request.method !== 'POST') return null
    const module = endpoints.get(readRequestUrl(request).pathname)
    if (!module?.action) return null
    try {
      const answer = await module.action({ request, context, params: {} })
      if (answer instanceof Response) return answer
      throw new TypeError('an endpoint answered with no response')
    } catch (error) {
      if (error instanceof Response) return error
      context.reportError(error)
      return new Response('Internal error.\n', {
        status: 500,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
      })
    }
  }
}

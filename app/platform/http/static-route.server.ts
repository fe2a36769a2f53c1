/**
 * The debtor's pages, answered without Remix's document handler: the route is matched once, its own loader is called,
 * and the page is written. What these routes are is Remix's all the same; whatever is not plainly a page (a redirect, an
 * error, a route in a layout of its own) is left to Remix.
 */
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import { assumeDebtorVisit, recallDebtorVisit } from './debtor-visit.server'
import type { ReadyAnswer } from './ready-answer.server'
import type { PageSlot } from './page-slot.server'
import { readRequestUrl } from './request-url'
import { answerWritten } from './written-page.server'

type RouteModule = ServerBuild['routes'][string]['module']

interface StaticRoute {
  readonly segments: readonly { readonly text: string; readonly isParameter: boolean }[]
  readonly module: RouteModule
}

/** What the server entry gives beside Remix's own exports. */
export interface StaticPageWriter {
  writeStaticRoute(request: Request, module: RouteModule, page: PageSlot): Uint8Array<ArrayBuffer>
}

export type StaticRouteHandler = (request: Request, context: AppLoadContext) => Promise<ReadyAnswer | null>

/** Null from the handler leaves the request to Remix, with nothing changed. */
export function createStaticRouteHandler(build: ServerBuild): StaticRouteHandler {
  const routes = listStaticRoutes(build)
  const entry: unknown = build.entry.module
  if (!isStaticPageWriter(entry)) return () => Promise.resolve(null)
  return async (request, context) => {
    if (request.method !== 'GET') return null
    const match = matchRoute(routes, readRequestUrl(request).pathname)
    if (!match) return null
    const { page } = context
    const load = async () => match.module.loader?.({ request, context, params: match.params })
    try {
      if (!(await loadForRecalled(request, context, match.module, load))) await load()
      if (page.model === null && page.written === null) throw new Error('not a static page')
      const written = page.written ?? page.keep(entry.writeStaticRoute(request, match.module, page))
      return await answerWritten(request, written, page.status, { ...page.headers })
    } catch {
      // Remix asks the loader again, and answers what it throws.
      page.clear()
      return null
    }
  }
}

/** Whether the page was read for a visitor who was remembered, and that visitor still stands; false with nothing settled. */
async function loadForRecalled(
  request: Request,
  context: AppLoadContext,
  { handle }: RouteModule,
  load: () => Promise<unknown>,
): Promise<boolean> {
  const recalled = isReadOnly(handle) ? recallDebtorVisit(request, context) : null
  if (!recalled) return false
  const { isConfirmed } = await assumeDebtorVisit(context, recalled, load)
  if (!isConfirmed) context.page.clear()
  return isConfirmed
}

/** A route says of itself that its loader changes nothing: `handle = { isReadOnly: true }`. */
function isReadOnly(handle: unknown): boolean {
  return typeof handle === 'object' && handle !== null && 'isReadOnly' in handle && handle.isReadOnly === true
}

function isStaticPageWriter(entry: unknown): entry is StaticPageWriter {
  return typeof entry === 'object' && entry !== null && 'writeStaticRoute' in entry
}

/** Pages right under the root that do not hydrate and have a loader; those with more fixed segments first. */
function listStaticRoutes({ routes }: ServerBuild): StaticRoute[] {
  const all = Object.values(routes)
  const parents = new Set(all.map((route) => route.parentId))
  return all
    .filter(
      ({ id, parentId, path, module }) =>
        parentId === 'root' &&
        !parents.has(id) &&
        path !== undefined &&
        !path.includes('*') &&
        !path.includes('?') &&
        module.default !== undefined &&
        module.loader !== undefined &&
        (module.handle as { hydrates?: boolean } | undefined)?.hydrates !== true,
    )
    .map(({ path = '', module }) => ({
      segments: path.split('/').map((text) => ({ text, isParameter: text.startsWith(':') })),
      module,
    }))
    .sort((left, right) => countParameters(left) - countParameters(right))
}

function countParameters({ segments }: StaticRoute): number {
  return segments.filter(({ isParameter }) => isParameter).length
}

function matchRoute(
  routes: readonly StaticRoute[],
  pathname: string,
): { module: RouteModule; params: Record<string, string> } | null {
  const parts = pathname.slice(1).split('/')
  for (const { segments, module } of routes) {
    const params = segments.length === parts.length ? matchSegments(segments, parts) : null
    if (params) return { module, params }
  }
  return null
}

/** The parameters; null where the path is another. As many segments as parts. */
function matchSegments(segments: StaticRoute['segments'], parts: readonly string[]): Record<string, string> | null {
  let index = 0
  // Most routes differ in a fixed segment: nothing is made for them.
  for (const { text, isParameter } of segments) if (parts[index++] !== text && !isParameter) return null
  const params: Record<string, string> = {}
  for (const [position, { text, isParameter }] of segments.entries()) {
    if (!isParameter) continue
    const value = decodeSegment(parts[position] ?? '')
    if (value === null || value === '') return null
    params[text.slice(1)] = value
  }
  return params
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}

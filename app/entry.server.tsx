import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable, type AppLoadContext, type EntryContext } from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import type { ComponentType, ReactNode } from 'react'
import { renderToPipeableStream, renderToString } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { PageDocument } from './components/page-document'
import { PageNonceContext } from './components/page-nonce'
import { insertRegions, StaticRenderingContext, type StaticRendering } from './components/static-page'
import { DEFAULT_LANGUAGE } from './i18n/languages'
import { getTranslations } from './i18n/translator.server'
import { links } from './root'
import type { PageBytes } from './platform/http/page-slot.server'
import type { StaticPageWriter } from './platform/http/static-route.server'
import { answerWritten } from './platform/http/written-page.server'

export const streamTimeout = 10_000

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  headers.set('Content-Type', 'text/html; charset=utf-8')
  const hydrates = remixContext.staticHandlerContext.matches.some(
    ({ route }) => (route.handle as { hydrates?: boolean } | undefined)?.hydrates === true,
  )
  loadContext.page.hydrates = hydrates
  return hydrates
    ? streamHydratedPage(request, status, headers, remixContext, loadContext)
    : writeStaticPage(request, status, headers, remixContext, loadContext)
}

async function writeStaticPage(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { page }: AppLoadContext,
): Promise<Response> {
  if (page.file) return page.file
  const failed = status >= 400
  if (failed) page.key = null
  else for (const [name, value] of Object.entries(page.headers)) headers.set(name, value)
  const written = page.written ?? page.keep(renderRemixPage(request, remixContext, page))
  const { status: settled, headers: added, body } = await answerWritten(request, written, failed ? status : page.status)
  for (const [name, value] of Object.entries(added)) headers.set(name, value)
  return new Response(body, { status: settled, headers })
}

/** The page of a route whose loader has settled it, without Remix: see static-route.server. */
export const writeStaticRoute: StaticPageWriter['writeStaticRoute'] = (request, { default: Page, handle }, page) =>
  renderStaticPage(request, page, composeStaticDocument({ default: Page as ComponentType | undefined, handle }))

function renderRemixPage(request: Request, remixContext: EntryContext, page: AppLoadContext['page']): PageBytes {
  // The browser is given no loader data, so none is encoded.
  delete remixContext.serverHandoffStream
  const [, leaf, ...others] = remixContext.staticHandlerContext.matches
  const module =
    leaf && others.length === 0 && !remixContext.staticHandlerContext.errors
      ? remixContext.routeModules[leaf.route.id]
      : undefined
  const document =
    module && composeStaticDocument({ default: module.default as ComponentType | undefined, handle: module.handle })
  return renderStaticPage(request, page, document ?? <RemixServer context={remixContext} url={request.url} />)
}

function renderStaticPage(request: Request, page: AppLoadContext['page'], document: ReactNode): PageBytes {
  const rendering: StaticRendering = {
    title: page.title,
    brand: page.brand,
    search: new URL(request.url).search,
    model: page.model,
    regions: [],
  }
  const markup = renderToString(
    <I18nextProvider i18n={getTranslations(page.language ?? DEFAULT_LANGUAGE)}>
      <StaticRenderingContext.Provider value={rendering}>{document}</StaticRenderingContext.Provider>
    </I18nextProvider>,
  )
  return Buffer.from(`<!DOCTYPE html>${insertRegions(markup, rendering.regions)}`)
}

/**
 * The document of a page that went well. Nothing in it navigates by script, so it is spared the router, which would
 * match every route once more. Null for what has no page.
 */
function composeStaticDocument({
  default: Page,
  handle,
}: {
  default: ComponentType | undefined
  handle: unknown
}): ReactNode {
  return Page ? (
    <PageDocument head={writeLinks()} bodyClass={(handle as { bodyClass?: string } | undefined)?.bodyClass}>
      <Page />
    </PageDocument>
  ) : null
}

function writeLinks(): ReactNode {
  return links().map((link) => ('rel' in link ? <link key={link.href} {...link} /> : null))
}

function streamHydratedPage(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  headers.set('Cache-Control', 'private, no-store')
  return new Promise((resolve, reject) => {
    let finalStatus = status
    const { pipe, abort } = renderToPipeableStream(
      <I18nextProvider i18n={getTranslations(loadContext.page.language ?? DEFAULT_LANGUAGE)}>
        <PageNonceContext.Provider value={loadContext.nonce}>
          <RemixServer context={remixContext} url={request.url} nonce={loadContext.nonce} />
        </PageNonceContext.Provider>
      </I18nextProvider>,
      {
        nonce: loadContext.nonce,
        onShellReady() {
          const body = new PassThrough()
          resolve(new Response(createReadableStreamFromReadable(body), { status: finalStatus, headers }))
          pipe(body)
        },
        onShellError: reject,
        onError(error) {
          finalStatus = 500
          loadContext.reportError(error)
        },
      },
    )
    setTimeout(abort, streamTimeout + 1_000).unref()
  })
}

export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
  // An address that does not exist, or a right the link does not give, is an answer, not a failure.
  if (isRouteErrorResponse(error) && error.status < 500) return
  if (!request.signal.aborted) context.reportError(error)
}

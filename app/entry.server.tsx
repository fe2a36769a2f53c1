import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable, type AppLoadContext, type EntryContext } from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { renderToPipeableStream } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { PageNonceContext } from './components/page-nonce'
import { getTranslations } from './i18n/translator.server'
import type { PageBytes } from './platform/http/page-slot.server'
import type { StaticPageWriter } from './platform/http/static-route.server'
import { readRequestUrl } from './platform/http/request-url'
import { readReader } from './platform/http/debtor-visit.server'
import { chooseErrorLanguage } from './platform/http/error-language.server'
import { answerWritten } from './platform/http/written-page.server'
import { writeStaticDocument, writeWholeDocument, type StaticPage } from './static-document.server'

export const streamTimeout = 10_000

/** Nothing is known of the reader but the request. */
const UNKNOWN = { locale: null, fallback: null }

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
  if (status >= 400) loadContext.page.language ??= await chooseErrorLanguage(request, loadContext, status)
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
export const writeStaticRoute: StaticPageWriter['writeStaticRoute'] = (request, module, page) =>
  Buffer.from(writeStaticDocument(describePage(request, page), module))

function renderRemixPage(request: Request, remixContext: EntryContext, page: AppLoadContext['page']): PageBytes {
  // The browser is given no loader data, so none is encoded.
  delete remixContext.serverHandoffStream
  const [, leaf, ...others] = remixContext.staticHandlerContext.matches
  const module =
    leaf && others.length === 0 && !remixContext.staticHandlerContext.errors
      ? remixContext.routeModules[leaf.route.id]
      : undefined
  const written = module
    ? writeStaticDocument(describePage(request, page), module)
    : writeWholeDocument(describePage(request, page), <RemixServer context={remixContext} url={request.url} />)
  return Buffer.from(written)
}

function describePage(request: Request, { language, title, brand, model }: AppLoadContext['page']): StaticPage {
  return {
    language: language ?? readReader(request, UNKNOWN).language,
    title,
    brand,
    model,
    search: readRequestUrl(request).search,
  }
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
      <I18nextProvider i18n={getTranslations(loadContext.page.language ?? readReader(request, UNKNOWN).language)}>
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

import { PassThrough } from 'node:stream'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { createReadableStreamFromReadable, type AppLoadContext, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToPipeableStream, renderToString } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { PageNonceContext } from './components/page-nonce'
import { insertRegions, StaticRenderingContext, type StaticRendering } from './components/static-page'
import { DEFAULT_LANGUAGE } from './i18n/languages'
import { getTranslations } from './i18n/translator.server'
import type { WrittenPage } from './platform/http/page-slot.server'

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
  const failed = status >= 400
  const finalStatus = failed ? status : page.status
  headers.set('Cache-Control', 'private, no-cache')
  headers.append('Vary', 'Accept-Encoding')
  if (!failed) for (const [name, value] of Object.entries(page.headers)) headers.set(name, value)
  if (page.etag !== null && !failed) {
    headers.set('ETag', page.etag)
    if (request.headers.get('If-None-Match') === page.etag) return new Response(null, { status: 304, headers })
  }
  const written = page.written ?? page.keep(renderStaticPage(request, remixContext, page, failed))
  const { body, encoding } = await compressPage(written, request.headers.get('Accept-Encoding') ?? '')
  if (encoding !== null) headers.set('Content-Encoding', encoding)
  headers.set('Content-Length', String(body.byteLength))
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { status: finalStatus, headers })
}

function renderStaticPage(
  request: Request,
  remixContext: EntryContext,
  page: AppLoadContext['page'],
  failed: boolean,
): Buffer {
  // The browser is given no loader data, so none is encoded.
  delete remixContext.serverHandoffStream
  if (failed) page.key = null
  const rendering: StaticRendering = { title: page.title, brand: page.brand, model: page.model, regions: [] }
  const markup = renderToString(
    <I18nextProvider i18n={getTranslations(page.language ?? DEFAULT_LANGUAGE)}>
      <StaticRenderingContext.Provider value={rendering}>
        <RemixServer context={remixContext} url={request.url} />
      </StaticRenderingContext.Provider>
    </I18nextProvider>,
  )
  return Buffer.from(`<!DOCTYPE html>${insertRegions(markup, rendering.regions)}`)
}

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

async function compressPage(page: WrittenPage, accepted: string): Promise<{ body: Buffer; encoding: string | null }> {
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
  if (encoding === null) return { body: page.body, encoding }
  let body = page.compressed.get(encoding)
  if (!body) {
    body =
      encoding === 'br'
        ? await compressBrotli(page.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
        : await compressGzip(page.body)
    page.compressed.set(encoding, body)
  }
  return { body, encoding }
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
  if (!request.signal.aborted) context.reportError(error)
}

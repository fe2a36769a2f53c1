/** Sends a page that has been written: compressed as the browser takes it, or nothing at all when it has it already. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { AppLoadContext } from '@remix-run/node'
import { getVisitKey, readDebtorVisit, recallDebtorVisit } from './debtor-visit.server'
import { PageSlot, type PageBytes, type WrittenPage } from './page-slot.server'
import { ReadyAnswer } from './ready-answer.server'

/** The page, or 304 to a browser that has the very same text already. */
export async function answerWritten(
  request: Request,
  written: WrittenPage,
  status: number,
  headers: Record<string, string> = {},
): Promise<ReadyAnswer> {
  headers['Cache-Control'] = 'private, no-cache'
  headers['Vary'] = 'Accept-Encoding'
  if (written.etag !== null) {
    headers['ETag'] = written.etag
    if (request.headers.get('If-None-Match') === written.etag) return new ReadyAnswer(304, headers, null)
  }
  const { body, encoding } = await compressPage(written, request.headers.get('Accept-Encoding') ?? '')
  if (encoding !== null) headers['Content-Encoding'] = encoding
  headers['Content-Type'] = 'text/html; charset=utf-8'
  headers['Content-Length'] = String(body.byteLength)
  return new ReadyAnswer(status, headers, request.method === 'HEAD' ? null : body)
}

/**
 * Answers with a page that was written for this debtor before and is still true: who is visiting, and the version of
 * the account, is all that is read. Null when there is none; then the page is to be rendered.
 */
export async function answerKeptPage(request: Request, context: AppLoadContext): Promise<ReadyAnswer | null> {
  if (request.method !== 'GET') return null
  const recalled = recallDebtorVisit(request, context)
  // Were it to be looked for under a later version, the page's own loader would find it.
  if (recalled && !PageSlot.isKept(getVisitKey(recalled.visit, request))) return null
  const visit = await readDebtorVisit(request, context)
  if (!visit) return null
  const { page } = context
  const written = page.findKept(getVisitKey(visit, request))
  if (!written) return null
  return answerWritten(request, written, 200)
}

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

async function compressPage(
  page: WrittenPage,
  accepted: string,
): Promise<{ body: PageBytes; encoding: string | null }> {
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
  if (encoding === null) return { body: page.body, encoding }
  let body = page.compressed?.get(encoding)
  if (!body) {
    body =
      encoding === 'br'
        ? await compressBrotli(page.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
        : await compressGzip(page.body)
    page.compressed ??= new Map()
    page.compressed.set(encoding, body)
  }
  return { body, encoding }
}

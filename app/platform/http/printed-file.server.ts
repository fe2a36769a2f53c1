import type { DocumentLanguage, PrintedFile } from '~/use-cases/ports/document-printer'
import { streamBytes } from '../byte-stream.server'
import type { Reader } from './debtor-visit.server'
import { writeAttachmentDisposition } from './download.server'

/** A printed document as a download. 404 where there is none. */
export async function answerPrinted(request: Request, file: PrintedFile | null): Promise<Response> {
  if (!file) throw new Response(null, { status: 404 })
  if (request.method !== 'HEAD') return sendPrinted(file)
  // Nobody reads what is asked about: the file would stay open.
  await file.discard()
  return new Response(null, { headers: describePrinted(file) })
}

/** Sent while it is read. */
export function sendPrinted(file: PrintedFile): Response {
  return new Response(streamBytes(file.read()), { headers: describePrinted(file) })
}

function describePrinted({ mediaType, byteSize, filename }: PrintedFile): Record<string, string> {
  return {
    'Content-Type': mediaType,
    'Content-Length': String(byteSize),
    'Content-Disposition': writeAttachmentDisposition(filename),
    'Cache-Control': 'private, no-store',
  }
}

/** A document is written in the language it was read in. */
export function pickLanguage({ language, formatLocale }: Reader): DocumentLanguage {
  return { language, formatLocale }
}

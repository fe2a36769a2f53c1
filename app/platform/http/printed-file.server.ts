import type { DocumentLanguage, PrintedFile } from '~/use-cases/ports/document-printer'
import { streamBytes } from '../byte-stream.server'
import type { Reader } from './debtor-visit.server'
import { writeAttachmentDisposition } from './download.server'

/** A printed document as a download, sent while it is read. 404 where there is none. */
export function answerPrinted(file: PrintedFile | null): Response {
  if (!file) throw new Response(null, { status: 404 })
  return new Response(streamBytes(file.read()), {
    headers: {
      'Content-Type': file.mediaType,
      'Content-Length': String(file.byteSize),
      'Content-Disposition': writeAttachmentDisposition(file.filename),
      'Cache-Control': 'private, no-store',
    },
  })
}

/** A document is written in the language it was read in. */
export function pickLanguage({ language, formatLocale }: Reader): DocumentLanguage {
  return { language, formatLocale }
}

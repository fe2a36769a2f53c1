/** Prints papers as a line of text: what a year of documents says is not what a simulated year is about. */
import { createHash } from 'node:crypto'
import { formatDocumentCode } from '~/domain/issued-document'
import type { DocumentPrinter } from '~/use-cases/ports/document-printer'

export const plainPrinter: DocumentPrinter = {
  print(paper, { code, debtor }) {
    const bytes = Buffer.from(`${paper.kind} ${formatDocumentCode(code)} for ${debtor.externalId}`)
    return Promise.resolve({
      ...{ filename: `${paper.kind}.pdf`, mediaType: 'application/pdf', byteSize: bytes.byteLength },
      sha256: createHash('sha256').update(bytes).digest(),
      async *read() {
        yield await Promise.resolve(bytes)
      },
      discard: () => Promise.resolve(),
    })
  },
}

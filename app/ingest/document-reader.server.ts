/** The port `DocumentReader` on this folder's formats. */
import type { DocumentReader, ImportFile } from '~/use-cases/ports/document-reader'
import { parseCsvMapping } from './csv/csv-mapping'
import type { IngestLimits } from './ingest-limits'
import { readDocuments } from './read-documents.server'
import type { IngestResult } from './read-result'

/** `limits` override `defaultIngestLimits`. */
export function createDocumentReader(limits: Partial<IngestLimits> = {}): DocumentReader {
  return {
    async *read(file: ImportFile, options: { mapping?: unknown }): AsyncGenerator<IngestResult> {
      if (options.mapping === undefined) {
        yield* readDocuments(file.content, { limits })
        return
      }
      const mapping = parseCsvMapping(options.mapping)
      if (mapping.ok) yield* readDocuments(file.content, { limits, mapping: mapping.value })
      else yield { ok: false, refusal: mapping.failure }
    },
  }
}

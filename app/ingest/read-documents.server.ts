/** The one way in: a file of any accepted format as the documents it holds. */
import { standardCsvMapping, type CsvMapping } from './csv/csv-mapping'
import type { FileContent } from './file-content'
import { readCsvDocuments } from './csv/read-csv-documents.server'
import { detectFormat } from './detect-format'
import { hashDocument } from './hash-document'
import { defaultIngestLimits, type IngestLimits } from './ingest-limits'
import type { IngestRefusalCode } from './ingest-refusal'
import { readJsonDocuments } from './json/read-json-documents'
import { extractEmbeddedInvoice } from './pdf/extract-embedded-invoice.server'
import { measureContent, readBytes, readHead } from './read-content.server'
import type { IngestResult } from './read-result'
import { readXmlDocument } from './xml/read-xml-document'

export interface ReadOptions {
  /** How a table's columns are read; the standard columns without it. */
  mapping?: CsvMapping
  /** Overrides of `defaultIngestLimits`. */
  limits?: Partial<IngestLimits>
}

/**
 * Reads UBL, CII, PDF with an embedded invoice, CSV and JSON, told apart by their content. Yields one result a document,
 * as it is read: a document, or the refusal of one. XML and PDF hold one document; tables and JSON any number, where a
 * bad one is refused and the others go on. A table on disk is streamed and never held whole. Errors of the file system
 * (no such file) throw.
 */
export async function* readDocuments(content: FileContent, options: ReadOptions = {}): AsyncGenerator<IngestResult> {
  const limits = { ...defaultIngestLimits, ...options.limits }
  const size = await measureContent(content)
  const format = detectFormat(await readHead(content))
  const maxBytes = format === 'csv' ? limits.maxCsvBytes : limits.maxBytes
  if (format === 'empty') yield refusal('no_document', 'the file is empty')
  else if (format === 'unknown') yield refusal('unknown_format', 'the file is neither XML, PDF, CSV nor JSON')
  else if (size > maxBytes)
    yield refusal('limit_exceeded', `the file has ${size} bytes, more than the ${maxBytes} allowed`)
  else if (format === 'csv') yield* readCsvDocuments(content, options.mapping ?? standardCsvMapping, limits)
  else if (format === 'json') yield* readJson(await readBytes(content), limits)
  else if (format === 'pdf') yield await readPdf(await readBytes(content), limits)
  else yield readXml(await readBytes(content), limits)
}

function readXml(bytes: Uint8Array, limits: IngestLimits): IngestResult {
  const read = readXmlDocument(bytes, limits)
  if (!read.ok) return { ok: false, refusal: read.failure }
  const { document, format } = read.value
  const original = { content: bytes, mediaType: 'application/xml' }
  return { ok: true, document, source: { format, contentHash: hashDocument(document), original } }
}

async function readPdf(bytes: Uint8Array, limits: IngestLimits): Promise<IngestResult> {
  const embedded = await extractEmbeddedInvoice(bytes, limits)
  if (!embedded.ok) return { ok: false, refusal: embedded.failure }
  const read = readXml(embedded.value, limits)
  if (!read.ok) return read
  const original = { content: bytes, mediaType: 'application/pdf' }
  return { ...read, source: { ...read.source, format: 'pdf', original } }
}

function* readJson(bytes: Uint8Array, limits: IngestLimits): Generator<IngestResult> {
  const read = readJsonDocuments(bytes, limits)
  if (!read.ok) {
    yield { ok: false, refusal: read.failure }
    return
  }
  const original = read.value.length === 1 ? { original: { content: bytes, mediaType: 'application/json' } } : {}
  for (const result of read.value) {
    yield result.ok
      ? {
          ok: true,
          document: result.value,
          source: { format: 'json', contentHash: hashDocument(result.value), ...original },
        }
      : { ok: false, refusal: result.failure }
  }
}

function refusal(code: IngestRefusalCode, reason: string): IngestResult {
  return { ok: false, refusal: { code, place: {}, reason } }
}

/** Files in, invoice documents out: what the formats of app/ingest offer to whoever imports. */
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { InvoiceDocument } from '~/domain/invoice'

/** A file that somebody hands in: in memory, or on disk and then read when its turn comes. */
export interface ImportFile {
  /** As the creditor knows it: a path or a name. Only ever shown. */
  filename: string
  /** As declared by the sender, where there is one; the content decides. */
  mediaType?: string
  content: Uint8Array | { path: string }
}

export type DocumentFormat = 'ubl' | 'cii' | 'pdf' | 'csv' | 'json'

/** Where a document came from. */
export interface DocumentSource {
  format: DocumentFormat
  /** SHA-256 (lower-case hex) of what the document says, whatever its bytes: equal means unchanged. */
  contentHash: string
  /** Rows of a table the document was read from; the header is row 1. They need not be contiguous. */
  firstRow?: number
  lastRow?: number
  /** The file's own bytes, where it holds this document and no other. */
  original?: { content: Uint8Array; mediaType: string }
}

export type ReadResult =
  | { readonly ok: true; readonly document: InvoiceDocument; readonly source: DocumentSource }
  | { readonly ok: false; readonly refusal: DocumentRefusal }

export interface DocumentReader {
  /**
   * Reads the documents of a file one after the other, in memory that does not grow with their number. `mapping` is a
   * creditor's own column mapping for tables, as parsed JSON; a wrong one is a refusal.
   */
  read(file: ImportFile, options: { mapping?: unknown }): AsyncIterable<ReadResult>
}

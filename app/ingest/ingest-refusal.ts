/** Why a file, or one document of it, was not taken in. */
import type { DocumentPlace, DocumentRefusal } from '~/domain/document-refusal'
import { fail, succeed, type Result } from '~/domain/result'

export type IngestRefusalCode =
  /** Neither XML, PDF, CSV nor JSON, or XML of another vocabulary. */
  | 'unknown_format'
  /** A known invoice format that is not read. */
  | 'unsupported_format'
  /** Larger, deeper or more numerous than the limits allow. */
  | 'limit_exceeded'
  /** XML with a document type declaration, which could declare entities. */
  | 'document_type_declaration'
  /** The bytes are not text of the declared encoding. */
  | 'bad_encoding'
  /** The file breaks the syntax of its own format. */
  | 'malformed'
  /** A required field is absent. */
  | 'missing_field'
  /** A field is there and cannot be read. */
  | 'invalid_field'
  /** An amount is in another currency than the document. */
  | 'currency_mismatch'
  /** Rows of one document contradict one another. */
  | 'conflicting_rows'
  /** The column mapping is wrong, or does not fit the file. */
  | 'invalid_mapping'
  /** A PDF without an invoice inside. */
  | 'no_embedded_invoice'
  /** A file without any document. */
  | 'no_document'

/** A refusal of one of this folder's readers; screens translate `code`. */
export interface IngestRefusal extends DocumentRefusal {
  code: IngestRefusalCode
}

/**
 * Carries a refusal out of the depth of a parser. It never leaves app/ingest: each format's entry turns it into a value
 * with `catchRefusal`, so that a field reader need not hand a `Result` through every level.
 */
class RefusalSignal extends Error {
  constructor(readonly refusal: IngestRefusal) {
    super(refusal.reason)
  }
}

/** Ends the reading of the current document. */
export function refuse(code: IngestRefusalCode, reason: string, place: DocumentPlace = {}): never {
  throw new RefusalSignal({ code, place, reason })
}

/** Runs a reader and returns what it refused as a value; any other error is a bug and passes through. */
export function catchRefusal<Value>(read: () => Value): Result<Value, IngestRefusal> {
  try {
    return succeed(read())
  } catch (error) {
    return fail(refusalOf(error))
  }
}

/** The refusal that a reader threw; any other error is a bug and is thrown again. */
export function refusalOf(error: unknown): IngestRefusal {
  if (error instanceof RefusalSignal) return error.refusal
  throw error
}

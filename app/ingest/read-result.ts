import type { ReadResult } from '~/use-cases/ports/document-reader'
import type { IngestRefusal } from './ingest-refusal'

/** One document of a file, or why one could not be taken in: the port's result, with the refusals of this folder. */
export type IngestResult =
  Extract<ReadResult, { readonly ok: true }> | { readonly ok: false; readonly refusal: IngestRefusal }

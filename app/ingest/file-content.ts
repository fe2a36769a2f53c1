import type { ImportFile } from '~/use-cases/ports/document-reader'

/** A file in memory or on disk; a table on disk is streamed. */
export type FileContent = ImportFile['content']

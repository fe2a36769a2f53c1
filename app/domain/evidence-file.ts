/** Files that people hand in with what they say: which kinds there are, and how much of them. */

export type EvidenceType = 'pdf' | 'png' | 'jpeg' | 'xlsx' | 'csv'

interface EvidenceFormat {
  readonly mediaType: string
  /** Endings of names, the usual one first. */
  readonly endings: readonly [string, ...string[]]
}

export const EVIDENCE_FORMATS: Readonly<Record<EvidenceType, EvidenceFormat>> = {
  pdf: { mediaType: 'application/pdf', endings: ['pdf'] },
  png: { mediaType: 'image/png', endings: ['png'] },
  jpeg: { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg'] },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', endings: ['xlsx'] },
  csv: { mediaType: 'text/csv', endings: ['csv'] },
}

export const MOST_EVIDENCE_FILES = 5

/** 10 MB of each file. */
export const LARGEST_EVIDENCE_BYTES = 10 * 1024 * 1024

/**
 * Why a file is not taken. `type`: its content is of none of the kinds. `damaged`: it is of one, and cannot be read.
 * `mixed`: it is something else besides. `unpacks_too_large`: a workbook that would fill the reader's memory. `macros`:
 * a workbook that holds programs.
 */
export type EvidenceFault = 'empty' | 'too_large' | 'type' | 'damaged' | 'mixed' | 'unpacks_too_large' | 'macros'

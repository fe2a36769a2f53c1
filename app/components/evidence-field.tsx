import { LARGEST_EVIDENCE_BYTES } from '~/domain/evidence-file'
import { FileField } from './form-field'

interface EvidenceFieldProps {
  label: string
  hint: string
  problems: readonly string[]
  multiple?: boolean
}

/** Files that say something for what is written; after the other fields, so that these are read before them. */
export function EvidenceField(props: EvidenceFieldProps) {
  return <FileField id="files" accept=".pdf,.png,.jpg,.jpeg,.xlsx,.csv" {...props} />
}

export const LARGEST_EVIDENCE_MEGABYTES = LARGEST_EVIDENCE_BYTES / 1024 / 1024

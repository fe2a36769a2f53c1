/** A form with files that go with what is said: read within limits, and every file looked into. */
import type { AppLoadContext } from '@remix-run/node'
import type { FileProblem } from '~/components/disputes/dispute-words'
import { LARGEST_EVIDENCE_BYTES, MOST_EVIDENCE_FILES } from '~/domain/evidence-file'
import { readUploadForm } from './upload-form.server'

export interface EvidenceForm {
  /** What was read of the fields: all of them, where they stand before the files. */
  readonly fields: URLSearchParams
  /** Whatever is wrong with any of the files; then none is to be taken. */
  readonly problems: readonly FileProblem[]
  readonly files: readonly { filename: string; mediaType: string; content: Uint8Array }[]
}

/** With more files than the form asks for it is refused, as with one that is not taken: none is dropped without a word. */
export async function readEvidenceForm(
  request: Request,
  { app }: { app: Pick<AppLoadContext['app'], 'inspectEvidence'> },
  { maximumFiles = MOST_EVIDENCE_FILES }: { maximumFiles?: 1 | typeof MOST_EVIDENCE_FILES } = {},
): Promise<EvidenceForm> {
  const { fields, files, emptyFiles, refusal } = await readUploadForm(request, {
    maximumFiles,
    maximumBytes: LARGEST_EVIDENCE_BYTES,
  })
  if (refusal !== null) {
    const kind = refusal === 'too_many_files' && maximumFiles === 1 ? 'only_one_file' : refusal
    return { fields, files: [], problems: [{ kind }] }
  }
  const problems: FileProblem[] = emptyFiles.map((name) => ({ kind: 'empty', name: nameForPeople(name) }))
  const taken: EvidenceForm['files'][number][] = []
  for (const file of files) {
    const inspected = await app.inspectEvidence(file)
    if (inspected.ok) taken.push(inspected.value)
    else problems.push({ kind: inspected.failure, name: nameForPeople(file.filename) })
  }
  return { fields, problems, files: problems.length > 0 ? [] : taken }
}

/** As it is called on their machine, no longer than a line. */
function nameForPeople(filename: string): string {
  const name = filename.split(/[/\\]/).at(-1) ?? ''
  return Array.from(name.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ''))
    .slice(0, 80)
    .join('')
}

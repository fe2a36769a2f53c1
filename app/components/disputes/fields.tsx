/** Fields of the forms of disputes that are more than a line of text. */
import type { ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { useTranslation } from '~/i18n/use-translation'
import { LARGEST_EVIDENCE_BYTES, MOST_EVIDENCE_FILES } from '~/domain/evidence-file'
import type { Formatters } from '~/i18n/formatters'

interface FieldFrameProps {
  id: string
  label: string
  hint?: string | undefined
  problems: readonly string[]
  children: (described: { 'aria-invalid': true | undefined; 'aria-describedby': string | undefined }) => ReactNode
}

function FieldFrame({ id, label, hint, problems, children }: FieldFrameProps) {
  const ids = [hint === undefined ? null : `${id}-hint`, problems.length === 0 ? null : `${id}-error`]
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problems.length === 0 ? null : (
        <div className="error" id={`${id}-error`}>
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </div>
      )}
      {children({
        'aria-invalid': problems.length === 0 ? undefined : true,
        'aria-describedby': ids.filter((part) => part !== null).join(' ') || undefined,
      })}
    </div>
  )
}

interface SelectFieldProps extends SelectHTMLAttributes<HTMLSelectElement> {
  id: string
  label: string
  options: readonly { value: string; text: string }[]
  problem?: string | undefined
}

export function SelectField({ id, label, options, problem, ...attributes }: SelectFieldProps) {
  return (
    <FieldFrame id={id} label={label} problems={problem === undefined ? [] : [problem]}>
      {(described) => (
        <select id={id} {...attributes} {...described}>
          {options.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}

interface TextAreaFieldProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  id: string
  label: string
  hint?: string
  problem?: string | undefined
}

export function TextAreaField({ id, label, hint, problem, ...attributes }: TextAreaFieldProps) {
  return (
    <FieldFrame id={id} label={label} hint={hint} problems={problem === undefined ? [] : [problem]}>
      {(described) => <textarea id={id} rows={6} {...attributes} {...described} />}
    </FieldFrame>
  )
}

/** Up to five files. A browser does not keep what was chosen when the form comes back: then it says so. */
export function FilesField({ problems, format }: { problems: readonly string[]; format: Formatters }) {
  const { t } = useTranslation('dispute')
  const most = {
    files: format.integer(MOST_EVIDENCE_FILES),
    megabytes: format.integer(LARGEST_EVIDENCE_BYTES / 1024 / 1024),
  }
  return (
    <FieldFrame
      id="files"
      label={t('files.label')}
      hint={t('files.hint', most)}
      problems={problems.length === 0 ? [] : [...problems, t('files.again')]}
    >
      {(described) => (
        <input type="file" id="files" name="files" multiple accept=".pdf,.png,.jpg,.jpeg,.xlsx,.csv" {...described} />
      )}
    </FieldFrame>
  )
}

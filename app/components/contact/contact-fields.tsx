/** The fields that every form to the creditor has: who writes, what, and the form's own id. */
import type { ContactEntry } from '~/domain/contact-draft'
import { LONGEST_CONTACT_NAME, LONGEST_CONTACT_TEXT, type ContactField } from '~/domain/contact-request'
import { useTranslation } from '~/i18n/use-translation'
import { TextField, type FieldProblem } from '../form-field'

export interface ContactForm {
  /** A UUID: the same form sent twice is one request. */
  requestId: string
  entry: ContactEntry
  problems: readonly FieldProblem[]
}

export function findProblem({ problems }: Pick<ContactForm, 'problems'>, field: ContactField): string | undefined {
  return problems.find(({ fieldId }) => fieldId === field)?.text
}

export function TextArea({
  label,
  hint,
  form,
  isRequired = false,
}: {
  label: string
  hint?: string
  form: Pick<ContactForm, 'entry' | 'problems'>
  isRequired?: boolean
}) {
  const problem = findProblem(form, 'text')
  const descriptions = [hint === undefined ? null : 'text-hint', problem === undefined ? null : 'text-error']
  return (
    <div className="field">
      <label htmlFor="text">{label}</label>
      {hint === undefined ? null : (
        <p className="hint" id="text-hint">
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p className="error" id="text-error">
          {problem}
        </p>
      )}
      <textarea
        id="text"
        name="text"
        rows={6}
        maxLength={LONGEST_CONTACT_TEXT}
        required={isRequired}
        defaultValue={form.entry.text}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={descriptions.filter((description) => description !== null).join(' ') || undefined}
      />
    </div>
  )
}

/** Name and address of whoever writes. */
export function SenderFields({ form }: { form: Pick<ContactForm, 'entry' | 'problems'> }) {
  const { t } = useTranslation('contact')
  return (
    <div className="fields">
      <TextField
        id="name"
        name="name"
        label={t('field.name')}
        autoComplete="name"
        maxLength={LONGEST_CONTACT_NAME}
        defaultValue={form.entry.name}
        problem={findProblem(form, 'name')}
      />
      <TextField
        id="email"
        name="email"
        type="email"
        dir="ltr"
        label={t('field.email')}
        hint={t('field.emailHint')}
        autoComplete="email"
        required
        defaultValue={form.entry.email}
        problem={findProblem(form, 'email')}
      />
    </div>
  )
}

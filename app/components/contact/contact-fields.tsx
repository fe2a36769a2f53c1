/** The fields that every form to the creditor has: who writes, what, and the form's own id. */
import type { ContactEntry } from '~/domain/contact-draft'
import { LONGEST_CONTACT_NAME, LONGEST_CONTACT_TEXT } from '~/domain/contact-request'
import { useTranslation } from '~/i18n/use-translation'
import { Choice, findProblem, TextAreaField, TextField, type FieldProblem } from '../form-field'

export interface ContactForm {
  /** A UUID: the same form sent twice is one request. */
  requestId: string
  entry: ContactEntry
  problems: readonly FieldProblem[]
}

/** What somebody has to say. */
export function MessageField({
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
  return (
    <TextAreaField
      id="text"
      name="text"
      label={label}
      hint={hint}
      maxLength={LONGEST_CONTACT_TEXT}
      required={isRequired}
      defaultValue={form.entry.text}
      problem={findProblem(form.problems, 'text')}
    />
  )
}

/** Why somebody writes, as one of several reasons. */
export function ReasonField({
  legend,
  reasons,
  form,
}: {
  legend: string
  reasons: readonly { value: string; text: string }[]
  form: Pick<ContactForm, 'entry' | 'problems'>
}) {
  const problem = findProblem(form.problems, 'reason')
  return (
    <fieldset className="field" aria-describedby={problem === undefined ? undefined : 'reason-error'}>
      <legend>{legend}</legend>
      {problem === undefined ? null : (
        <p className="error" id="reason-error">
          {problem}
        </p>
      )}
      {reasons.map(({ value, text }, index) => (
        <Choice
          key={value}
          // A problem of the field leads to its first answer.
          id={index === 0 ? 'reason' : `reason-${value}`}
          type="radio"
          name="reason"
          value={value}
          defaultChecked={form.entry.reason === value}
        >
          {text}
        </Choice>
      ))}
    </fieldset>
  )
}

/** Name and address of whoever writes. */
export function SenderFields({ form }: { form: Pick<ContactForm, 'entry' | 'problems'> }) {
  const { t } = useTranslation('contact')
  return (
    <div className="fields even">
      <TextField
        id="name"
        name="name"
        label={t('field.name')}
        autoComplete="name"
        maxLength={LONGEST_CONTACT_NAME}
        defaultValue={form.entry.name}
        problem={findProblem(form.problems, 'name')}
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
        problem={findProblem(form.problems, 'email')}
      />
    </div>
  )
}

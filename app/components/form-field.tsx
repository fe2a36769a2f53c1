/** Fields of a form with their hints, what is wrong with the answer, and a list of all that is wrong at the top. */
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { useTranslation } from '~/i18n/use-translation'

export interface FieldProblem {
  /** Id of the field; null where it concerns the form as a whole. */
  readonly fieldId: string | null
  readonly text: string
}

/** Everything that is wrong, each leading to its field. Nothing when nothing is. */
export function ErrorSummary({ problems }: { problems: readonly FieldProblem[] }) {
  const { t } = useTranslation()
  return problems.length === 0 ? null : (
    <div className="errors" role="alert" tabIndex={-1} aria-labelledby="errors-title">
      <h2 id="errors-title">{t('checkInput', { count: problems.length })}</h2>
      <ul>
        {problems.map(({ fieldId, text }) => (
          <li key={`${fieldId ?? ''} ${text}`}>{fieldId === null ? text : <a href={`#${fieldId}`}>{text}</a>}</li>
        ))}
      </ul>
    </div>
  )
}

/** What is wrong with this field; nothing when nothing is. */
export function findProblem(problems: readonly FieldProblem[], fieldId: string): string | undefined {
  return problems.find((problem) => problem.fieldId === fieldId)?.text
}

interface FieldFrameProps {
  id: string
  label: ReactNode
  hint?: string | undefined
  problems: readonly (string | undefined)[]
  /** The answer itself, given what describes it. */
  children: (described: { 'aria-invalid': true | undefined; 'aria-describedby': string | undefined }) => ReactNode
}

/** One question: its label, what helps to answer it, what is wrong with the answer, and the answer. */
function FieldFrame({ id, label, hint, problems, children }: FieldFrameProps) {
  const texts = problems.filter((problem) => problem !== undefined)
  const ids = [hint === undefined ? null : `${id}-hint`, texts.length === 0 ? null : `${id}-error`]
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {texts.length === 0 ? null : (
        <div className="error" id={`${id}-error`}>
          {texts.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      )}
      {children({
        'aria-invalid': texts.length === 0 ? undefined : true,
        'aria-describedby': ids.filter((part) => part !== null).join(' ') || undefined,
      })}
    </div>
  )
}

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string
  label: ReactNode
  hint?: string
  problem?: string | undefined
  /** A currency's sign, which makes it a field for an amount. */
  currencySign?: string
}

export function TextField({ id, label, hint, problem, currencySign, ...attributes }: TextFieldProps) {
  return (
    <FieldFrame id={id} label={label} hint={hint} problems={[problem]}>
      {(described) =>
        currencySign === undefined ? (
          <input id={id} {...attributes} {...described} />
        ) : (
          <div className="money">
            <span aria-hidden="true">{currencySign}</span>
            <input id={id} inputMode="decimal" autoComplete="off" {...attributes} {...described} />
          </div>
        )
      }
    </FieldFrame>
  )
}

interface SelectFieldProps extends SelectHTMLAttributes<HTMLSelectElement> {
  id: string
  label: string
  problem?: string | undefined
  /** A text that is in another language than the page says which. */
  options: readonly { value: string; text: string; lang?: string }[]
}

export function SelectField({ id, label, options, problem, ...attributes }: SelectFieldProps) {
  return (
    <FieldFrame id={id} label={label} problems={[problem]}>
      {(described) => (
        <select id={id} {...attributes} {...described}>
          {options.map(({ value, text, lang }) => (
            <option key={value} value={value} lang={lang}>
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
  hint?: string | undefined
  problem?: string | undefined
}

/** Some lines of text, which run as their own letters do. */
export function TextAreaField({ id, label, hint, problem, ...attributes }: TextAreaFieldProps) {
  return (
    <FieldFrame id={id} label={label} hint={hint} problems={[problem]}>
      {(described) => <textarea id={id} rows={6} dir="auto" {...attributes} {...described} />}
    </FieldFrame>
  )
}

interface FileFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string
  label: string
  hint: string
  problems: readonly string[]
}

export function FileField({ id, label, hint, problems, ...attributes }: FileFieldProps) {
  return (
    <FieldFrame id={id} label={label} hint={hint} problems={problems}>
      {(described) => <input type="file" id={id} name={id} {...attributes} {...described} />}
    </FieldFrame>
  )
}

interface ChoiceProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string
  type: 'checkbox' | 'radio'
  children: ReactNode
  hint?: ReactNode
}

/** A box to tick or one of several ways, with what it means. */
export function Choice({ children, hint, ...attributes }: ChoiceProps) {
  return (
    <div className="choice">
      <input {...attributes} />
      <label htmlFor={attributes.id}>
        {children}
        {hint === undefined ? null : <span className="hint">{hint}</span>}
      </label>
    </div>
  )
}

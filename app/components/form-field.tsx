/** Fields of a form with their hints, what is wrong with the answer, and a list of all that is wrong at the top. */
import type { InputHTMLAttributes, ReactNode } from 'react'
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

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string
  label: ReactNode
  hint?: string
  problem?: string | undefined
  /** A currency's sign, which makes it a field for an amount. */
  currencySign?: string
}

export function TextField({ id, label, hint, problem, currencySign, ...attributes }: TextFieldProps) {
  const descriptions = [hint === undefined ? null : `${id}-hint`, problem === undefined ? null : `${id}-error`]
  const input = (
    <input
      id={id}
      {...(currencySign === undefined ? {} : { inputMode: 'decimal', autoComplete: 'off' })}
      {...attributes}
      aria-invalid={problem === undefined ? undefined : true}
      aria-describedby={descriptions.filter((description) => description !== null).join(' ') || undefined}
    />
  )
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p className="error" id={`${id}-error`}>
          {problem}
        </p>
      )}
      {currencySign === undefined ? (
        input
      ) : (
        <div className="money">
          <span aria-hidden="true">{currencySign}</span>
          {input}
        </div>
      )}
    </div>
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

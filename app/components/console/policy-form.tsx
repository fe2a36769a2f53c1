/** The frame of a form that changes one policy: what it is about, its fields, its button, and its history. */
import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyKind } from '~/domain/creditor-policy'
import { TextField, type TextFieldProps } from '../form-field'
import { PolicyHistory, type ShownVersion } from './policy-history'
import type { SettingsProblem } from './settings-entry'

export interface PolicyFormFrame {
  /** The version that the fields were filled from. */
  version: number
  mayManage: boolean
  history: readonly ShownVersion[]
  problems: readonly SettingsProblem[]
}

/** The text of what is wrong with a field, where something is. */
export function useProblemTexts(problems: readonly SettingsProblem[]): (fieldId: string) => string | undefined {
  const { t } = useTranslation('console')
  return (fieldId) => {
    const problem = problems.find((entry) => entry.fieldId === fieldId)
    return problem && t(`settings.problem.${problem.code}`)
  }
}

export function PolicyForm({
  kind,
  title,
  lead,
  version,
  mayManage,
  history,
  children,
}: Omit<PolicyFormFrame, 'problems'> & { kind: PolicyKind; title: string; lead: string; children: ReactNode }) {
  const { t } = useTranslation('console')
  return (
    <section className="card stack" aria-labelledby={`${kind}-title`}>
      <div>
        <h2 id={`${kind}-title`}>{title}</h2>
        <p className="soft">{lead}</p>
      </div>
      <Form method="post">
        <input type="hidden" name="basedOn" value={version} />
        <fieldset disabled={!mayManage} aria-labelledby={`${kind}-title`}>
          {children}
        </fieldset>
        {mayManage ? (
          <p className="actions">
            <button className="btn" name="intent" value={kind}>
              {t('settings.save')}
            </button>
          </p>
        ) : null}
      </Form>
      <PolicyHistory id={kind} versions={history} />
    </section>
  )
}

/** A whole number of a policy. */
export function NumberField({ id, ...attributes }: Omit<TextFieldProps, 'name'>) {
  return <TextField id={id} name={id} inputMode="numeric" autoComplete="off" {...attributes} />
}

interface NumberFieldsProps<Id extends string> {
  numbers: readonly { readonly id: Id; readonly label: string; readonly hint: string }[]
  entry: Readonly<Record<Id, string>>
  problemOf: (fieldId: string) => string | undefined
  /** Tells fields of two forms of a page apart. */
  prefix?: string
}

/** Several of them. */
export function NumberFields<Id extends string>({ numbers, entry, problemOf, prefix = '' }: NumberFieldsProps<Id>) {
  return numbers.map(({ id, label, hint }) => (
    <NumberField
      key={id}
      id={`${prefix}${id}`}
      label={label}
      hint={hint}
      defaultValue={entry[id]}
      problem={problemOf(`${prefix}${id}`)}
    />
  ))
}

/** A rate or a share in percent, or an amount, of a policy. */
export function DecimalField({ id, ...attributes }: Omit<TextFieldProps, 'name'>) {
  return <TextField id={id} name={id} dir="ltr" inputMode="decimal" autoComplete="off" {...attributes} />
}

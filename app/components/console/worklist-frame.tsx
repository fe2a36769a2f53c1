/** What stands around a list that people work off: whose rows they are, what is shown of them, and the pages. */
import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { SelectField } from '../form-field'
import { TitleBlock } from '../title-block'

interface WorklistFilterFormProps {
  /** Of the list. */
  title: string
  choices: readonly {
    readonly name: string
    readonly label: string
    readonly value: string
    readonly options: readonly { readonly value: string; readonly text: string }[]
  }[]
  show: string
  /** External id of the one whose rows are shown; empty for all. */
  debtor?: string
  children?: ReactNode
}

export function WorklistFilterForm({ title, choices, show, debtor = '', children }: WorklistFilterFormProps) {
  return (
    <Form className="filter" method="get" role="search" aria-label={title}>
      {debtor === '' ? null : <input type="hidden" name="debtor" value={debtor} />}
      {children}
      <div className="fields">
        {choices.map(({ name, label, value, options }) => (
          <SelectField key={name} id={name} name={name} label={label} defaultValue={value} options={options} />
        ))}
      </div>
      <button className="btn quiet">{show}</button>
    </Form>
  )
}

interface WorklistTitleProps {
  title: string
  count: string
  /** Whose rows alone are shown; null for all debtors'. */
  debtor: { readonly externalId: string; readonly name: string } | null
}

export function WorklistTitle({ title, count, debtor }: WorklistTitleProps) {
  return (
    <>
      {debtor === null ? null : (
        <Link className="back" to={`/console/debtors/${encodeURIComponent(debtor.externalId)}`}>
          {debtor.name}
        </Link>
      )}
      <TitleBlock title={title}>
        <p>{count}</p>
      </TitleBlock>
    </>
  )
}

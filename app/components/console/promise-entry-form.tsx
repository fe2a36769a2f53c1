/** Taking down what a debtor promised on the telephone: which invoices, how much, and by when. Figures come written. */
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { LONGEST_PROMISE_NOTE } from '~/domain/promise-to-pay'
import { Choice, findProblem, TextAreaField, type FieldProblem } from '../form-field'
import { PayByFields } from '../pay-by-fields'
import { InvoiceChoices } from './invoice-choices'

export interface PromiseEntry {
  readonly numbers: readonly string[]
  readonly amount: string
  readonly promisedOn: string
  readonly note: string
  readonly isBeyondBounds: boolean
}

interface PromiseEntryFormProps {
  /** Of the form: sent twice it is one promise. A UUID. */
  readonly formKey: string
  readonly currency: string
  readonly currencySign: string
  readonly invoices: readonly { readonly number: string; readonly due: string }[]
  /** The creditor's own bounds for all of the invoices; the days are ISO days for the field, and one written. */
  readonly bounds: { least: string; due: string; latest: string; earliestOn: string }
  readonly entry: PromiseEntry
  readonly problems: readonly FieldProblem[]
}

export function PromiseEntryForm(props: PromiseEntryFormProps) {
  const { formKey, currency, currencySign, invoices, bounds, entry, problems } = props
  const { t } = useTranslation('promise')
  return (
    <Form method="post" className="stack" noValidate>
      <input type="hidden" name="key" value={formKey} />
      <input type="hidden" name="currency" value={currency} />
      <InvoiceChoices
        legend={t('console.invoices')}
        invoices={invoices}
        isChosen={(number) => entry.numbers.includes(number)}
      />
      <PayByFields
        bounds={{ currencySign, earliestOn: bounds.earliestOn }}
        amount={{ label: t('console.promised'), hint: t('console.amountHint', bounds), typed: entry.amount }}
        day={{
          ...{ name: 'promisedOn', label: t('console.promisedOn'), typed: entry.promisedOn },
          hint: t('console.dayHint', bounds),
        }}
        problems={problems}
      />
      <TextAreaField
        id="note"
        name="note"
        label={t('console.note')}
        maxLength={LONGEST_PROMISE_NOTE}
        defaultValue={entry.note}
        problem={findProblem(problems, 'note')}
      />
      <Choice
        id="beyond"
        type="checkbox"
        name="beyond"
        value="1"
        defaultChecked={entry.isBeyondBounds}
        hint={t('console.beyondHint')}
      >
        {t('console.beyond')}
      </Choice>
      <p className="actions">
        <button className="btn">{t('console.noteDown')}</button>
      </p>
    </Form>
  )
}

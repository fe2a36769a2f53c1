import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { MANUAL_WAYS } from '~/domain/manual-payment'
import { findProblem, SelectField, TextField, type FieldProblem } from '../form-field'
import { InvoiceChoices } from './invoice-choices'

/** As it was typed. */
export interface ManualEntry {
  currency: string
  amount: string
  way: string
  receivedOn: string
  externalReference: string
  note: string
  /** Numbers of those that were ticked. */
  invoices: string[]
}

interface ManualPaymentFormProps {
  formKey: string
  currencies: readonly string[]
  /** Open ones, oldest due first; amounts and days are written. */
  invoices: readonly { number: string; dueOn: string; open: string }[]
  /** Today in the creditor's time zone. */
  latestDay: string
  entry: ManualEntry
  problems: readonly FieldProblem[]
}

export function ManualPaymentForm(props: ManualPaymentFormProps) {
  const { formKey, currencies, invoices, latestDay, entry, problems } = props
  const { t } = useTranslation('money')
  const problemOf = (name: string) => findProblem(problems, name)
  return (
    <Form method="post" className="stack">
      <input type="hidden" name="key" value={formKey} />
      <div className="fields">
        <TextField
          id="amount"
          name="amount"
          label={t('manual.amount')}
          inputMode="decimal"
          dir="ltr"
          autoComplete="off"
          defaultValue={entry.amount}
          problem={problemOf('amount')}
          required
        />
        <SelectField
          id="currency"
          name="currency"
          label={t('manual.currency')}
          defaultValue={entry.currency}
          options={currencies.map((currency) => ({ value: currency, text: currency }))}
        />
      </div>
      <div className="fields">
        <SelectField
          id="way"
          name="way"
          label={t('manual.way')}
          defaultValue={entry.way}
          options={MANUAL_WAYS.map((way) => ({ value: way, text: t(`way.${way}`) }))}
        />
        <TextField
          id="receivedOn"
          name="receivedOn"
          type="date"
          max={latestDay}
          label={t('payment.receivedOn')}
          defaultValue={entry.receivedOn}
          problem={problemOf('receivedOn')}
          required
        />
      </div>
      <TextField
        id="externalReference"
        name="externalReference"
        label={t('payment.externalReference')}
        hint={t('manual.referenceHint')}
        autoComplete="off"
        maxLength={500}
        defaultValue={entry.externalReference}
        problem={problemOf('externalReference')}
      />
      <TextField
        id="note"
        name="note"
        label={t('payment.note')}
        autoComplete="off"
        maxLength={500}
        defaultValue={entry.note}
        problem={problemOf('note')}
      />
      {invoices.length === 0 ? null : (
        <InvoiceChoices
          legend={t('manual.invoices')}
          hint={t('manual.invoicesHint')}
          invoices={invoices.map(({ number, dueOn, open }) => ({ number, due: t('manual.invoice', { open, dueOn }) }))}
          isChosen={(number) => entry.invoices.includes(number)}
        />
      )}
      <p className="actions">
        <button className="btn">{t('manual.submit')}</button>
      </p>
    </Form>
  )
}

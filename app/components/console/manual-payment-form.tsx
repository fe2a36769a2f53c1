import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { MANUAL_WAYS } from '~/domain/manual-payment'
import { Choice, TextField, type FieldProblem } from '../form-field'

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
  const problemOf = (name: string) => problems.find(({ fieldId }) => fieldId === name)?.text
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
        <div className="field">
          <label htmlFor="currency">{t('manual.currency')}</label>
          <select id="currency" name="currency" defaultValue={entry.currency}>
            {currencies.map((currency) => (
              <option key={currency}>{currency}</option>
            ))}
          </select>
        </div>
      </div>
      <div className="fields">
        <div className="field">
          <label htmlFor="way">{t('manual.way')}</label>
          <select id="way" name="way" defaultValue={entry.way}>
            {MANUAL_WAYS.map((way) => (
              <option key={way} value={way}>
                {t(`way.${way}`)}
              </option>
            ))}
          </select>
        </div>
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
        <fieldset>
          <legend>{t('manual.invoices')}</legend>
          <p className="hint">{t('manual.invoicesHint')}</p>
          {invoices.map(({ number, dueOn, open }) => (
            <Choice
              key={number}
              id={`invoice-${number}`}
              type="checkbox"
              name="invoice"
              value={number}
              defaultChecked={entry.invoices.includes(number)}
              hint={t('manual.invoice', { open, dueOn })}
            >
              <bdi>{number}</bdi>
            </Choice>
          ))}
        </fieldset>
      )}
      <p className="actions">
        <button className="btn">{t('manual.submit')}</button>
      </p>
    </Form>
  )
}

/** Offering a debtor a plan: which invoices, on which terms, and what the instalments would be. Figures come written. */
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Facts } from '../facts'
import { findProblem, TextAreaField, type FieldProblem } from '../form-field'
import { InvoiceChoices } from './invoice-choices'
import { PlanTermsFields, type PlanTermsEntry } from './plan-forms'
import { PlanSchedule, type PlanScheduleRow } from './plan-schedule'

export interface PlanOfferEntry extends PlanTermsEntry {
  readonly numbers: readonly string[]
  readonly autopay: boolean
  readonly text: string
}

export interface ShownPlanOffer {
  readonly principal: string
  readonly fee: string | null
  readonly interest: string | null
  readonly total: string
  readonly rows: readonly PlanScheduleRow[]
}

interface PlanOfferFormProps {
  /** Of the form: sent twice it is one plan. A UUID. */
  readonly formKey: string
  readonly currency: string
  readonly invoices: readonly { readonly number: string; readonly due: string }[]
  readonly entry: PlanOfferEntry
  readonly problems: readonly FieldProblem[]
  /** What the terms come to; null before they were looked at. */
  readonly preview: ShownPlanOffer | null
}

export function PlanOfferForm({ formKey, currency, invoices, entry, problems, preview }: PlanOfferFormProps) {
  const { t } = useTranslation('agreement')
  return (
    <Form method="post" className="stack" noValidate>
      <input type="hidden" name="key" value={formKey} />
      <input type="hidden" name="currency" value={currency} />
      <InvoiceChoices
        legend={t('console.offer.invoices')}
        invoices={invoices}
        isChosen={(number) => entry.numbers.includes(number)}
      />
      <PlanTermsFields currency={currency} values={entry} isAutopay={entry.autopay} problems={problems} />
      <TextAreaField
        id="text"
        name="text"
        label={t('console.text')}
        rows={3}
        defaultValue={entry.text}
        problem={findProblem(problems, 'text')}
      />
      {preview === null ? null : <Preview preview={preview} />}
      <p className="actions">
        <button className="btn quiet" name="intent" value="show">
          {t('console.offer.show')}
        </button>
        <button className="btn" name="intent" value="offer">
          {t('console.offer.send')}
        </button>
      </p>
    </Form>
  )
}

function Preview({ preview }: { preview: ShownPlanOffer }) {
  const { t } = useTranslation('agreement')
  return (
    <section className="card stack" aria-labelledby="preview-title">
      <h2 id="preview-title">{t('console.offer.preview')}</h2>
      <Facts
        facts={[
          { name: t('fact.principal'), value: preview.principal },
          { name: t('fact.fee'), value: preview.fee },
          { name: t('fact.interest'), value: preview.interest },
          { name: t('fact.total'), value: <b>{preview.total}</b> },
        ]}
      />
      <PlanSchedule rows={preview.rows} />
    </section>
  )
}

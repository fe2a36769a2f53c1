import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { findProblem, TextField, type FieldProblem } from '../form-field'

interface ReversalFormProps {
  /** 'refund': the provider gives it back. 'correct': it is taken back in the books alone. */
  intent: 'refund' | 'correct'
  formKey: string
  currencySign: string
  /** All that could go back; written. */
  refundable: string | null
  /** The credit that is given back, where one was chosen, and how much of the payment it stands for. */
  credit: { id: string; amount: string } | null
  problems: readonly FieldProblem[]
  /** What was typed the last time. */
  entry: { amount: string; reason: string } | null
}

/** Gives money back, all of it or a part, with a reason. */
export function ReversalForm(props: ReversalFormProps) {
  const { intent, formKey, currencySign, refundable, credit, problems, entry } = props
  const { t } = useTranslation('money')
  const problemOf = (name: string) => findProblem(problems, `${intent}-${name}`)
  return (
    <section className="stack" aria-labelledby={`${intent}-title`}>
      <h2 id={`${intent}-title`}>{t(`form.${intent}.title`)}</h2>
      <p>{t(`form.${intent}.lead`, { refundable: refundable ?? '' })}</p>
      <Form method="post">
        <input type="hidden" name="key" value={formKey} />
        {credit && intent === 'refund' ? <input type="hidden" name="credit" value={credit.id} /> : null}
        <TextField
          id={`${intent}-amount`}
          name="amount"
          label={t('form.amount')}
          hint={t('form.amountHint')}
          currencySign={currencySign}
          defaultValue={entry?.amount ?? credit?.amount ?? ''}
          problem={problemOf('amount')}
        />
        <TextField
          id={`${intent}-reason`}
          name="reason"
          label={t('form.reason')}
          hint={t(`form.${intent}.reasonHint`)}
          autoComplete="off"
          maxLength={500}
          defaultValue={entry?.reason ?? ''}
          problem={problemOf('reason')}
          required
        />
        <p className="actions">
          <button className="btn danger" name="intent" value={intent}>
            {t(`form.${intent}.submit`)}
          </button>
        </p>
      </Form>
    </section>
  )
}

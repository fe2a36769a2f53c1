/** Promising to pay: how much, by when, and what that changes and does not. */
import type { TFunction } from 'i18next'
import { LONGEST_PROMISE_NOTE } from '~/domain/promise-to-pay'
import { useTranslation } from '~/i18n/use-translation'
import { DueInvoicesTable } from '../due-invoices-table'
import { ErrorSummary, findProblem, TextAreaField, type FieldProblem } from '../form-field'
import { OtherCurrencies } from '../other-currencies'
import { PayByFields, type PayByBounds } from '../pay-by-fields'
import { TitleBlock } from '../title-block'

export interface PromiseFormPageProps {
  creditorName: string
  /** What can be promised; null where none can, and why. */
  choice: PromiseFormChoice | null
  /** In words; null where one can be made. */
  obstacle: string | null
  problems: readonly FieldProblem[]
  /** As typed. */
  entry: { amount: string; promisedOn: string; note: string }
  /** Other currencies in which something is due. */
  others: readonly string[]
}

export interface PromiseFormChoice extends PayByBounds {
  requestId: string
  currency: string
  invoices: readonly { number: string; due: string }[]
  /** They were chosen; otherwise they are all that is due. */
  isChosen: boolean
  due: string
  least: string
  graceDays: number
  pausesChasing: boolean
}

export function PromiseFormPage(props: PromiseFormPageProps) {
  const { creditorName, choice, obstacle, problems, others } = props
  const { t } = useTranslation('promise')
  return (
    <>
      <a className="back" href="/promises">
        {t('form.back')}
      </a>
      <TitleBlock title={t('form.title')}>
        <p>{t('form.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {obstacle === null ? null : <p>{obstacle}</p>}
        {choice === null ? (
          <p>
            <a href="/contact/cannot-pay">{t('form.instead')}</a>
          </p>
        ) : (
          <>
            <DueInvoicesTable
              id="promised"
              invoices={choice.invoices}
              total={choice.due}
              labels={{
                ...{ caption: t(choice.isChosen ? 'form.chosen' : 'form.all'), number: t('form.number') },
                ...{ due: t('form.due'), total: t('form.total') },
              }}
            />
            <ErrorSummary problems={problems} />
            <PromiseForm choice={choice} entry={props.entry} problems={problems} />
          </>
        )}
        <OtherCurrencies label={t('form.others')} currencies={others} path="/promises/new" />
      </div>
    </>
  )
}

function describePause(t: TFunction<'promise'>, { pausesChasing, graceDays }: PromiseFormChoice): string {
  if (!pausesChasing) return t('form.noPause')
  return graceDays === 0 ? t('form.pausesUntil') : t('form.pauses', { count: graceDays })
}

function PromiseForm({
  choice,
  entry,
  problems,
}: {
  choice: PromiseFormChoice
  entry: PromiseFormPageProps['entry']
  problems: readonly FieldProblem[]
}) {
  const { t } = useTranslation('promise')
  return (
    <form method="post" action="/promises/new" className="stack" noValidate>
      <input type="hidden" name="request" value={choice.requestId} />
      <input type="hidden" name="currency" value={choice.currency} />
      {choice.isChosen
        ? choice.invoices.map(({ number }) => <input key={number} type="hidden" name="invoice" value={number} />)
        : null}
      <PayByFields
        bounds={choice}
        amount={{
          ...{ label: t('form.amount'), typed: entry.amount },
          hint: t('form.amountHint', { least: choice.least, due: choice.due }),
        }}
        day={{
          ...{ name: 'promisedOn', label: t('form.day'), typed: entry.promisedOn },
          hint: t('form.dayHint', { latest: choice.latest }),
        }}
        problems={problems}
      />
      <TextAreaField
        id="note"
        name="note"
        label={t('form.note')}
        maxLength={LONGEST_PROMISE_NOTE}
        defaultValue={entry.note}
        problem={findProblem(problems, 'note')}
      />
      <ul>
        <li>{t('form.stays')}</li>
        <li>{describePause(t, choice)}</li>
        <li>{t('form.verdict')}</li>
      </ul>
      <p className="actions">
        <button className="btn big">{t('form.send')}</button>
      </p>
    </form>
  )
}

/** A file for the debtor's bank: from which account, on which day, in one transfer or several. */
import { html } from '../html'
import { useTranslation } from '~/i18n/use-translation'
import type { CalendarDay } from '~/domain/calendar-day'
import { findLastExecutionDay } from '~/domain/concession'
import type { PayerIbanProblem, TransferScheme } from '~/domain/credit-transfer-file'
import type { PaymentOrder, PaymentBreakdown } from '~/domain/payment-order'
import type { Formatters } from '~/i18n/formatters'
import { Choice, ErrorSummary, TextField } from '../form-field'
import { TitleBlock } from '../title-block'
import { Totals } from '../facts'
import { OrderFields } from './order-fields'

export type BankFileProblem = PayerIbanProblem | ExecutionDayProblem

/** `tooLate`: by then a discount, or what else is let go, is lost. */
export type ExecutionDayProblem = 'executionOn' | 'tooLate'

export interface BankFilePageProps {
  order: PaymentOrder
  plan: PaymentBreakdown
  idempotencyKey: string
  /** Null where there is nothing but a CSV. */
  scheme: TransferScheme | null
  today: CalendarDay
  /** As it was typed. */
  typed: { iban: string; executionOn: string; isSeparate: boolean; isLocal: boolean }
  problems: readonly BankFileProblem[]
  changeHref: string
  format: Formatters
}

export function BankFilePage(props: BankFilePageProps) {
  const { order, plan, idempotencyKey, scheme, today, typed, problems, changeHref, format } = props
  const { t } = useTranslation('exports')
  const lastExecutionOn = findLastExecutionDay(plan.concessions.values())
  const lastDay = lastExecutionOn === null ? null : format.day(lastExecutionOn)
  const texts: Readonly<Record<BankFileProblem, string>> = {
    iban: t('bank.problem.iban'),
    ibanSepa: t('bank.problem.ibanSepa'),
    ibanSwiss: t('bank.problem.ibanSwiss'),
    executionOn: t('bank.problem.executionOn'),
    tooLate: t('bank.problem.tooLate', { day: lastDay ?? '' }),
  }
  const ofDay = problems.find(isAboutDay)
  const ofIban = problems.find((problem) => !isAboutDay(problem))
  const money = (amountMinor: number) => format.money(amountMinor, plan.currency)
  return (
    <>
      <a className="back" href={changeHref}>
        {t('bank.back')}
      </a>
      <TitleBlock title={t('bank.title')}>
        <p>{t('bank.intro')}</p>
      </TitleBlock>
      <ErrorSummary
        problems={problems.map((problem) => ({
          fieldId: isAboutDay(problem) ? 'executionOn' : 'iban',
          text: texts[problem],
        }))}
      />
      <form method="post" action="/pay/bank-file" className="stack" noValidate>
        <OrderFields order={order} idempotencyKey={idempotencyKey} />
        <section className="card stack">
          <h2>{t('bank.invoices')}</h2>
          <Totals
            parts={[
              ...plan.items.map(({ invoice, amountMinor }) => ({
                name: html`<bdi>${invoice.number}</bdi>`,
                amount: money(amountMinor),
              })),
              ...(plan.creditMinor === 0 ? [] : [{ name: t('bank.credit'), amount: money(-plan.creditMinor) }]),
            ]}
            total={{ name: t('bank.total'), amount: money(plan.cashMinor) }}
          />
        </section>
        <TextField
          id="iban"
          name="iban"
          label={t('bank.iban')}
          hint={t('bank.ibanHint')}
          problem={ofIban && texts[ofIban]}
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          dir="ltr"
          defaultValue={typed.iban}
        />
        <TextField
          id="executionOn"
          name="executionOn"
          type="date"
          label={t('bank.executionOn')}
          {...(lastDay === null ? {} : { hint: t('bank.executionHint', { day: lastDay }) })}
          problem={ofDay && texts[ofDay]}
          min={today}
          max={lastExecutionOn ?? undefined}
          defaultValue={typed.executionOn}
        />
        {plan.items.length > 1 && plan.creditMinor === 0 ? (
          <fieldset>
            <legend>
              <h2>{t('bank.each')}</h2>
            </legend>
            <Choice
              type="radio"
              id="each-one"
              name="each"
              value="one"
              defaultChecked={!typed.isSeparate}
              hint={t('bank.oneHint')}
            >
              {t('bank.one')}
            </Choice>
            <Choice
              type="radio"
              id="each-separate"
              name="each"
              value="separate"
              defaultChecked={typed.isSeparate}
              hint={t('bank.separateHint')}
            >
              {t('bank.separate')}
            </Choice>
          </fieldset>
        ) : null}
        {scheme === null ? <p>{t('bank.csvOnly', { currency: plan.currency })}</p> : null}
        <Choice
          type="checkbox"
          id="separators"
          name="separators"
          value="local"
          defaultChecked={typed.isLocal}
          hint={t('statement.localHint')}
        >
          {t('statement.local')}
        </Choice>
        <p className="actions">
          {scheme === null ? null : (
            <button className="btn big" name="format" value="pain.001">
              {t('bank.pain')}
            </button>
          )}
          <button className={scheme === null ? 'btn big' : 'btn quiet'} name="format" value="csv">
            {t('bank.csv')}
          </button>
        </p>
        <p className="soft">{t('bank.after')}</p>
      </form>
    </>
  )
}

function isAboutDay(problem: BankFileProblem): problem is ExecutionDayProblem {
  return problem === 'executionOn' || problem === 'tooLate'
}

/** Choosing what to pay: which invoices and how much of each, everything payable, or one sum; and which credits to use. */
import type { TFunction } from 'i18next'
import { useTranslation } from '~/i18n/use-translation'
import type { CalendarDay } from '~/domain/calendar-day'
import { sumCharge, type Charge } from '~/domain/charge'
import type { CurrencyCode } from '~/domain/currency'
import { computeDueNow, countDaysLate, type InvoiceBalance } from '~/domain/invoice-balance'
import type { WaitingSum } from '~/domain/payment-approval'
import type { PaymentBreakdown } from '~/domain/payment-order'
import type { PaymentRefusal } from '~/domain/payment-refusal'
import { writeCreditChoice } from '~/domain/payment-selection-query'
import type { UsableCredit } from '~/domain/unapplied-credit'
import { getCurrencySign } from '~/i18n/currency-sign'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from '../callout'
import { createDocumentStateWriter } from '../document-state'
import { EmptyState } from '../empty-state'
import { Choice, ErrorSummary, TextField } from '../form-field'
import type { Savings } from '../savings'
import { Tabs } from '../tabs'
import { TitleBlock } from '../title-block'
import { ChoiceTotal } from './choice-total'
import { LeftOutNotice, type LeftOutInvoices } from './left-out-notice'
import { nameAmountField, type EntryProblem, type PayEntry, type PayWay } from './pay-entry'
import { describeRefusal } from './refusal-text'
import { UnderWayNotice, type UnderWayPayment } from './under-way-notice'
import { WaitingNotice } from './waiting-notice'

/** So many credits are offered one by one; more are used as one. */
const MOST_CREDITS_LISTED = 10

/** What is wrong with the form, and where: not understood, or refused. */
export type PayProblem = EntryProblem | { at: EntryProblem['at'] | 'credits'; refusal: PaymentRefusal }

export interface PayChoicePageProps {
  today: CalendarDay
  currency: CurrencyCode
  /** Of every currency with something payable. */
  currencies: readonly { currency: CurrencyCode; count: number }[]
  /** Oldest due first; of many, those chosen and the oldest. */
  listed: readonly InvoiceBalance[]
  payableCount: number
  price: {
    /** What is charged beside each invoice, by its number, when all that is due of it is paid today. */
    readonly charges: ReadonlyMap<string, Charge>
    /** What everything payable comes to, before credits. */
    readonly everythingMinor: number
    /** Of the choice as the form shows it; null where it cannot be paid as it is. */
    readonly chosen: PaymentBreakdown | null
  }
  credits: readonly UsableCredit[]
  creditMinor: number
  underWay: readonly UnderWayPayment[]
  waiting: readonly WaitingSum[]
  leftOut: LeftOutInvoices
  savings: Savings
  /** A choice too long for an address: what names it, and how much of it was taken. */
  stored: { readonly address: string; readonly taken: number; readonly total: number } | null
  entry: PayEntry
  problems: readonly PayProblem[]
  format: Formatters
}

export function PayChoicePage(props: PayChoicePageProps) {
  const { currency, currencies, payableCount, underWay, waiting, leftOut, stored, problems, format } = props
  const { t } = useTranslation('pay')
  return (
    <>
      <a className="back" href="/statement">
        {t('toStatement')}
      </a>
      <TitleBlock title={t('choose.title')} />
      <ErrorSummary
        problems={problems.map((problem) => {
          const text = describeProblem(t, problem, currency, format)
          const about = typeof problem.at === 'object' && !('refusal' in problem) ? `${problem.at.invoice}: ` : ''
          return { fieldId: findFieldId(problem.at, props.listed), text: `${about}${text}` }
        })}
      />
      <div className="stack">
        <UnderWayNotice payments={underWay} format={format} />
        <WaitingNotice waiting={waiting} format={format} />
        {stored === null || stored.taken === stored.total ? null : (
          <Callout tone="warn">
            {t('choose.bound', { taken: format.integer(stored.taken), total: format.integer(stored.total) })}
          </Callout>
        )}
        <LeftOutNotice leftOut={leftOut} stored={stored?.address ?? null} format={format} />
        {currencies.length > 1 ? (
          <Tabs
            label={t('choose.currencies')}
            current={currency}
            tabs={currencies.map((entry) => ({
              key: entry.currency,
              text: entry.currency,
              count: format.integer(entry.count),
              href: `/pay?currency=${entry.currency}`,
            }))}
          />
        ) : null}
        {payableCount === 0 ? (
          <EmptyState title={t('choose.nothing')}>
            <p>{t('choose.nothingText')}</p>
          </EmptyState>
        ) : (
          <PayForm {...props} />
        )}
        <p className="soft">
          <a href="/methods">{t('methods.manage')}</a>
        </p>
      </div>
    </>
  )
}

function PayForm(props: PayChoicePageProps) {
  const { currency, payableCount, listed, credits, price, entry, problems, format } = props
  const { t } = useTranslation('pay')
  const severalWays = payableCount > 1
  const sumProblem = problems.find(({ at }) => at === 'sum')
  return (
    <form method="post" action="/pay" className="stack" noValidate>
      <input type="hidden" name="currency" value={currency} />
      {severalWays ? <WayChoice {...props} /> : <input type="hidden" name="way" value="invoices" />}
      <fieldset data-way={severalWays ? 'invoices' : undefined}>
        <legend>
          <h2>{t('choose.invoices')}</h2>
        </legend>
        {listed.length < payableCount ? (
          <p className="soft">
            {t('choose.more', { count: payableCount - listed.length, listed: format.integer(listed.length) })}{' '}
            <a href={`/statement?currency=${currency}`}>{t('choose.toAll')}</a>
          </p>
        ) : null}
        <InvoiceChoices {...props} />
      </fieldset>
      {severalWays ? (
        <div data-way="sum">
          <TextField
            id="sum"
            name="sum"
            label={t('choose.sum')}
            problem={sumProblem && describeProblem(t, sumProblem, currency, format)}
            currencySign={getCurrencySign(currency, format.locale)}
            defaultValue={entry.sum}
          />
        </div>
      ) : null}
      {credits.length === 0 ? null : <CreditChoices {...props} />}
      <ChoiceTotal plan={price.chosen} format={format} />
      <p className="soft" data-without-scripts>
        {t('choose.totalHint')}
      </p>
      <p className="actions">
        <button className="btn big">{t('choose.toReview')}</button>
        <button className="btn quiet" name="step" value="total" data-without-scripts>
          {t('choose.updateTotal')}
        </button>
        <a href="/statement">{t('choose.leave')}</a>
      </p>
      <script type="module" src="/enhance/pay-totals.js" />
    </form>
  )
}

function WayChoice({ payableCount, price, currency, entry, format }: PayChoicePageProps) {
  const { t } = useTranslation('pay')
  const ways: readonly { way: PayWay; text: string; hint: string }[] = [
    {
      way: 'all',
      text: t('choose.all', { amount: format.money(price.everythingMinor, currency) }),
      hint: t('choose.allHint', { count: payableCount }),
    },
    { way: 'invoices', text: t('choose.some'), hint: t('choose.someHint') },
    { way: 'sum', text: t('choose.spread'), hint: t('choose.sumHint') },
  ]
  return (
    <fieldset>
      <legend>
        <h2>{t('choose.way')}</h2>
      </legend>
      <div className="methods">
        {ways.map(({ way, text, hint }) => (
          <Choice
            key={way}
            type="radio"
            id={`way-${way}`}
            name="way"
            value={way}
            defaultChecked={entry.way === way}
            hint={hint}
          >
            {text}
          </Choice>
        ))}
      </div>
    </fieldset>
  )
}

function InvoiceChoices({ listed, currency, today, savings, price, entry, problems, format }: PayChoicePageProps) {
  const { t } = useTranslation('pay')
  const { t: discountText } = useTranslation('discount')
  const describeSaving = (number: string) => {
    const saving = savings.byNumber.get(number)
    if (!saving) return null
    const amount = format.money(saving.amountMinor, currency)
    return <> · {discountText('short', { amount, day: format.day(saving.untilOn) })}</>
  }
  const describeCharge = (number: string) => {
    const charge = price.charges.get(number)
    return charge ? <> · {t('choose.withCharges', { amount: format.money(sumCharge(charge), currency) })}</> : null
  }
  const { t: statementText } = useTranslation('statement')
  const states = createDocumentStateWriter(statementText, today)
  const sign = getCurrencySign(currency, format.locale)
  const problemByNumber = new Map(
    problems.flatMap((problem) => (typeof problem.at === 'object' ? [[problem.at.invoice, problem] as const] : [])),
  )
  return (
    <ul className="paying">
      {listed.map((invoice, index) => {
        const { number, disputedMinor } = invoice
        const dueNowMinor = computeDueNow(invoice)
        const ticked = entry.ticked.has(number)
        const problem = problemByNumber.get(number)
        return (
          <li key={number}>
            <input type="checkbox" id={`invoice-${index + 1}`} name="invoice" value={number} defaultChecked={ticked} />
            <label htmlFor={`invoice-${index + 1}`}>
              <bdi>{number}</bdi>
              <small>
                {countDaysLate(invoice, today) > 0
                  ? states.describe(invoice).text
                  : t('choose.dueOn', { day: format.day(invoice.dueOn) })}{' '}
                · {format.money(dueNowMinor, currency)}
                {disputedMinor === 0 ? null : (
                  <> · {t('choose.disputed', { amount: format.money(disputedMinor, currency) })}</>
                )}
                {describeCharge(number)}
                {describeSaving(number)}
              </small>
            </label>
            <TextField
              id={`amount-${index + 1}`}
              name={nameAmountField(number)}
              label={
                <>
                  {t('choose.amountOf')} <bdi>{number}</bdi>
                </>
              }
              problem={problem && describeProblem(t, problem, currency, format)}
              currencySign={sign}
              data-full={format.amount(dueNowMinor, currency)}
              defaultValue={entry.amounts.get(number) ?? (ticked ? format.amount(dueNowMinor, currency) : '')}
            />
          </li>
        )
      })}
    </ul>
  )
}

function CreditChoices({ credits, creditMinor, currency, entry, format }: PayChoicePageProps) {
  const { t } = useTranslation('pay')
  const asOne = credits.length > MOST_CREDITS_LISTED
  return (
    <fieldset>
      <legend>
        <h2>{t('choose.credits')}</h2>
      </legend>
      <p className="soft">{t('choose.creditsHint')}</p>
      {asOne ? (
        <Choice
          type="checkbox"
          id="credit-1"
          name="credit"
          value="all"
          defaultChecked={entry.credits === 'all' || entry.credits.size > 0}
          hint={t('choose.allCreditsHint', { count: credits.length })}
        >
          {t('choose.allCredits', { amount: format.money(creditMinor, currency) })}
        </Choice>
      ) : (
        credits.map((credit, index) => (
          <Choice
            key={credit.id}
            type="checkbox"
            id={`credit-${index + 1}`}
            name="credit"
            value={writeCreditChoice(credit)}
            defaultChecked={entry.credits === 'all' || entry.credits.has(writeCreditChoice(credit))}
            hint={t('choose.creditSince', { day: format.day(credit.since) })}
          >
            {credit.kind === 'credit_note' ? t('creditNote') : t('unappliedCredit')} <bdi>{credit.label}</bdi>:{' '}
            {format.money(credit.openMinor, currency)}
          </Choice>
        ))
      )}
    </fieldset>
  )
}

function describeProblem(t: TFunction<'pay'>, problem: PayProblem, currency: CurrencyCode, format: Formatters): string {
  if ('refusal' in problem) return describeRefusal(t, problem.refusal, format)
  return t(`problem.${problem.kind}`, { example: format.amount(123_456, currency), currency })
}

function findFieldId(at: PayProblem['at'], listed: readonly InvoiceBalance[]): string | null {
  if (at === 'sum') return 'sum'
  if (at === 'credits') return 'credit-1'
  if (at === 'form') return listed.length > 0 ? 'invoice-1' : null
  const index = listed.findIndex(({ number }) => number === at.invoice)
  return index === -1 ? null : `amount-${index + 1}`
}

/** What will be paid, to whom and why exactly that, before anything happens. */
import { html } from '../html'
import { useTranslation } from '~/i18n/use-translation'
import type { FxQuote } from '~/domain/fx-quote'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import { createMoney, type Money } from '~/domain/money'
import type { PaymentOrder, PaymentBreakdown } from '~/domain/payment-order'
import type { Formatters } from '~/i18n/formatters'
import { AmountReasons, type AmountReason } from '../amount-reasons'
import { Callout } from '../callout'
import { listDueNowReasons } from '../due-now-reasons'
import { Facts, Totals } from '../facts'
import { ErrorSummary, TextField } from '../form-field'
import { Sum } from '../sum'
import { TitleBlock } from '../title-block'
import { OrderFields } from './order-fields'
import { CurrencyChoice, QuoteCard, type ShownPayCurrency } from './quote-card'
import { NO_TERMS, type ReviewTerms } from './review-terms'
import { WayChoices, type ShownWays } from './way-choices'

/** Who gets the receipt: as it was typed, and what is wrong with it. */
export interface PayerEntry {
  name: string
  email: string
  emailProblem: string | null
}

export interface ShownOptions {
  charged: Money
  quote: FxQuote | null
  /** A rate that was shown and does not stand any more. */
  staleQuote: FxQuote | null
  ways: ShownWays
  currencies: readonly ShownPayCurrency[]
  codeAddress: string | null
}

export interface ShownReview {
  order: PaymentOrder
  plan: PaymentBreakdown
  idempotencyKey: string
  /** Null where credits cover everything. */
  options: ShownOptions | null
  /** Of the debtor's own, in minor units; null where one person is enough. */
  approvalLimitMinor: number | null
}

export interface PayReviewPageProps {
  creditorName: string
  debtorName: string
  review: ShownReview
  /** Address of the choice, to change it. */
  changeHref: string
  /** Address of this review in the invoices' own currency; null where no address holds the choice. */
  ownHref: string | null
  /** What was chosen on this page already. */
  chosen: ReviewTerms
  payer: PayerEntry
  /** Why the form that was just sent did not begin a payment. */
  problems: readonly string[]
  format: Formatters
}

const FORM_ID = 'review'

export function PayReviewPage(props: PayReviewPageProps) {
  const { creditorName, debtorName, review, changeHref, ownHref, chosen, payer, format } = props
  const { t } = useTranslation('pay')
  const { t: exportText } = useTranslation('exports')
  const { plan, order, idempotencyKey, options, approvalLimitMinor } = review
  const charged = options?.charged ?? createMoney(plan.cashMinor, plan.currency)
  const total = format.money(charged.amountMinor, charged.currency)
  const problems = [
    ...props.problems.map((text) => ({ fieldId: null, text })),
    ...(payer.emailProblem === null ? [] : [{ fieldId: 'payer-email', text: payer.emailProblem }]),
  ]
  const quote = options?.quote ?? null
  const canPay = options === null || options.ways.ways.length > 0
  const takesTransfer = options?.ways.ways.some(({ method }) => method === 'bank_transfer') === true
  const takesBankFile = quote === null && takesTransfer
  return (
    <>
      <a className="back" href={changeHref}>
        {t('review.change')}
      </a>
      <TitleBlock title={t('review.title')} />
      <ErrorSummary problems={problems} />
      {options?.staleQuote && problems.length === 0 ? (
        <Callout tone="warn">{t('quote.stale', { currency: options.staleQuote.charged.currency })}</Callout>
      ) : null}
      <div className="stack">
        <div className="card stack">
          <h2>{options === null ? t('review.settled') : t('review.youPay')}</h2>
          <Sum>{options === null ? format.money(plan.totalMinor, plan.currency) : total}</Sum>
          <PlanTotals plan={plan} isExchanged={quote !== null} format={format} />
          <SavedByPaying plan={plan} takesTransfer={takesTransfer} format={format} />
        </div>
        {quote === null ? null : <QuoteCard quote={quote} format={format} />}
        <PlanReasons plan={plan} format={format} />
        <Facts
          facts={[
            { name: t('review.to'), value: <bdi>{creditorName}</bdi> },
            { name: t('review.for'), value: <bdi>{debtorName}</bdi> },
            { name: t('review.by'), value: options === null ? t('review.byCredit') : null },
          ]}
        />
        {approvalLimitMinor === null ? null : (
          <Callout tone="info">
            {t('review.approval', { limit: format.money(approvalLimitMinor, plan.currency) })}
          </Callout>
        )}
        {canPay ? null : <Callout tone="warn">{t('way.none', { currency: charged.currency })}</Callout>}
        <form id={FORM_ID} method="post" action="/pay/review" className="stack" noValidate>
          <OrderFields
            order={order}
            idempotencyKey={idempotencyKey}
            terms={{ ...NO_TERMS, quote: quote && { id: quote.id, currency: quote.charged.currency } }}
          />
          {options === null || !canPay ? null : (
            <>
              <WayChoices
                offered={options.ways}
                currency={charged.currency}
                chosen={chosen}
                codeAddress={options.codeAddress}
                creditorName={creditorName}
                format={format}
              />
              <PayerFields payer={payer} />
            </>
          )}
          {canPay ? (
            <p className="actions">
              <button className="btn big">
                {approvalLimitMinor === null
                  ? options === null
                    ? t('review.settle')
                    : t('review.pay', { amount: total })
                  : t('review.askApproval')}
              </button>
            </p>
          ) : null}
        </form>
        {takesBankFile ? (
          <p>
            <button className="btn quiet" form={FORM_ID} formAction="/pay/bank-file" name="begin" value="yes">
              {exportText('bank.title')}
            </button>
          </p>
        ) : null}
        {approvalLimitMinor === null ? <AfterPaying review={review} /> : null}
        {options === null ? null : (
          <CurrencyChoice
            currencies={options.currencies}
            current={charged.currency}
            ownHref={ownHref}
            formId={FORM_ID}
            format={format}
          />
        )}
      </div>
    </>
  )
}

/** What happens next where nobody has to approve it first. */
function AfterPaying({ review: { plan, options } }: { review: ShownReview }) {
  const { t } = useTranslation('pay')
  if (options === null) return <p className="soft">{t('review.creditFinal')}</p>
  return (
    <p className="soft">
      {plan.creditMinor > 0 ? `${t('review.creditFirst')} ` : ''}
      {t('review.leaving')}
    </p>
  )
}

function PayerFields({ payer }: { payer: PayerEntry }) {
  const { t } = useTranslation('pay')
  return (
    <fieldset>
      <legend>
        <h2>{t('payer.title')}</h2>
      </legend>
      <TextField
        id="payer-name"
        name="payerName"
        label={t('payer.name')}
        autoComplete="name"
        maxLength={200}
        defaultValue={payer.name}
      />
      <TextField
        id="payer-email"
        name="payerEmail"
        type="email"
        label={t('payer.email')}
        hint={t('payer.emailHint')}
        problem={payer.emailProblem ?? undefined}
        autoComplete="email"
        maxLength={254}
        defaultValue={payer.email}
      />
    </fieldset>
  )
}

/** Each invoice and credit with its amount, and what is left to pay, in the invoices' currency. */
function PlanTotals({
  plan,
  isExchanged,
  format,
}: {
  plan: PaymentBreakdown
  isExchanged: boolean
  format: Formatters
}) {
  const { t } = useTranslation('pay')
  const { t: discountText } = useTranslation('discount')
  const { t: payoffText } = useTranslation('payoff')
  const money = (amountMinor: number) => format.money(amountMinor, plan.currency)
  const describeItem = (invoice: InvoiceBalance, amountMinor: number) => {
    const leftMinor = invoice.openMinor - amountMinor
    if (leftMinor === 0) return t('review.inFull')
    return amountMinor === computeDueNow(invoice) && invoice.disputedMinor > 0
      ? t('review.withoutDisputed', { amount: money(leftMinor) })
      : t('review.inPart', { amount: money(leftMinor) })
  }
  const items = plan.items.map(({ invoice, amountMinor }) => ({
    name: html`<bdi>${invoice.number}</bdi>`,
    note: describeItem(invoice, amountMinor),
    amount: money(amountMinor),
  }))
  const used = new Map<string, number>()
  for (const { credit, amountMinor } of plan.uses) {
    used.set(credit.credit.id, (used.get(credit.credit.id) ?? 0) + amountMinor)
  }
  const letGo = plan.items.flatMap(({ invoice: { number }, concession }) => {
    if (!concession) return []
    const { grounds, amountMinor } = concession
    const name =
      'rateBps' in grounds
        ? discountText('review.line', {
            ...{ number, percent: format.percent(grounds.rateBps) },
            day: format.day(grounds.deadlineOn),
          })
        : discountText('review.letGo', { number })
    return [{ name, amount: money(-amountMinor) }]
  })
  const charges = plan.items.flatMap(({ invoice: { number }, charge }) => {
    if (!charge) return []
    const { interestMinor, compensationMinor, throughOn } = charge
    const parts = [
      { name: payoffText('review.interest', { number, day: format.day(throughOn) }), amountMinor: interestMinor },
      { name: payoffText('review.compensation', { number }), amountMinor: compensationMinor },
    ]
    return parts
      .filter(({ amountMinor }) => amountMinor > 0)
      .map(({ name, amountMinor }) => ({ name, amount: money(amountMinor) }))
  })
  const credits = plan.credits.map(({ credit }) => ({
    name: html`${credit.kind === 'credit_note' ? t('creditNote') : t('unappliedCredit')} <bdi>${credit.label}</bdi>`,
    amount: money(-(used.get(credit.id) ?? 0)),
  }))
  return (
    <Totals
      parts={[...items, ...letGo, ...charges, ...credits]}
      total={{ name: isExchanged ? t('review.toSettle') : t('review.total'), amount: money(plan.cashMinor) }}
    />
  )
}

/** What paying now saves, and until when a transfer has to arrive for it. */
function SavedByPaying({
  plan,
  takesTransfer,
  format,
}: {
  plan: PaymentBreakdown
  takesTransfer: boolean
  format: Formatters
}) {
  const { t } = useTranslation('discount')
  const discounts = [...plan.concessions.values()].filter(({ kind }) => kind === 'discount')
  if (discounts.length === 0) return null
  const savedMinor = discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const [receivedByOn] = discounts.flatMap((discount) => discount.receivedByOn ?? []).sort()
  return (
    <p>
      <strong>{t('review.saved', { amount: format.money(savedMinor, plan.currency) })}</strong>
      {takesTransfer && receivedByOn !== undefined
        ? ` ${t('review.transfer', { day: format.day(receivedByOn) })}`
        : null}
    </p>
  )
}

/** From what was invoiced, or from what is payable on several invoices, to what is paid now. */
function PlanReasons({ plan, format }: { plan: PaymentBreakdown; format: Formatters }) {
  const { t } = useTranslation('pay')
  const { t: invoiceText } = useTranslation('invoice')
  const { t: discountText } = useTranslation('discount')
  const { t: payoffText } = useTranslation('payoff')
  const money = (amountMinor: number) => format.money(amountMinor, plan.currency)
  const reasons: AmountReason[] = []
  const [only, ...others] = plan.items
  if (only && others.length === 0) {
    reasons.push(...listDueNowReasons(invoiceText, only.invoice, format))
  } else {
    const dueNowMinor = plan.items.reduce((sum, { invoice }) => sum + computeDueNow(invoice), 0)
    reasons.push({
      text: t('review.dueNowOf', { count: plan.items.length }),
      amount: money(dueNowMinor),
      source: t('review.sourceInvoices'),
    })
  }
  const laterMinor = plan.items.reduce((sum, item) => sum + computeDueNow(item.invoice) - item.amountMinor, 0)
  if (laterMinor > 0) {
    reasons.push({ text: t('review.later'), amount: money(-laterMinor) })
  }
  if (plan.concessionMinor > 0) {
    reasons.push({ text: discountText('review.step'), amount: money(-plan.concessionMinor) })
  }
  if (plan.chargesMinor > 0) {
    reasons.push({
      text: html`${payoffText('review.step')} (<a href="/payoff">${payoffText('review.why')}</a>)`,
      amount: money(plan.chargesMinor),
    })
  }
  if (plan.creditMinor > 0) reasons.push({ text: t('review.credit'), amount: money(-plan.creditMinor) })
  const isChanged = [laterMinor, plan.creditMinor, plan.concessionMinor, plan.chargesMinor].some((part) => part > 0)
  if (isChanged || others.length > 0) {
    reasons.push({
      text: t('review.toPay'),
      amount: money(plan.cashMinor),
      formula: [
        money(plan.settledMinor + plan.chargesMinor + laterMinor),
        ...[laterMinor, plan.concessionMinor, plan.creditMinor].filter((amountMinor) => amountMinor > 0).map(money),
      ].join(' − '),
    })
  }
  return <AmountReasons title={t('review.why')} reasons={reasons} />
}

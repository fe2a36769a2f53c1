/** How a payment stands: in one sentence, what can be done, what has happened, and what it is for. */
import type { TFunction } from 'i18next'
import { useTranslation } from '~/i18n/use-translation'
import type { PaymentStatus } from '~/domain/payment'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from '../callout'
import { Facts } from '../facts'
import { OutcomeCard, type OutcomeTone } from '../outcome-card'
import { PAYMENT_OUTCOME_TONES } from '../payment-tones'
import { Steps, type Step } from '../steps'
import { PaidItems } from './paid-items'
import { describeFailure, describeMethod } from './payment-words'
import { listQuoteFacts } from './quote-card'
import { sumAmounts, type ShownPayment } from './shown-payment'
import { TakenDiscounts } from './taken-discounts'
import { TransferSection, type ShownTransfer } from './transfer-instructions'

/** What was answered to a button on this page. */
export type PaymentNotice = 'awaiting_outcome' | 'ended' | 'gateway_unavailable' | 'gateway_uncertain'

interface PaymentPageProps {
  view: ShownPayment
  mayPay: boolean
  notice: PaymentNotice | null
  /** Of a transfer that is still to come: how to order it. */
  transfer: ShownTransfer | null
  /** While the page looks again by itself: the address that makes it stop. */
  stopHref: string | null
  format: Formatters
}

/** Credits that were enough stand for a payment that succeeded. */
type ShownStatus = PaymentStatus | 'settled'

const TONES: Readonly<Record<ShownStatus, OutcomeTone>> = { ...PAYMENT_OUTCOME_TONES, settled: 'good' }

const NOTICES = {
  awaiting_outcome: 'payment.notice.awaitingOutcome',
  ended: 'payment.notice.ended',
  gateway_unavailable: 'refusal.gateway_unavailable',
  gateway_uncertain: 'refusal.gateway_uncertain',
} as const

export function PaymentPage({ view, mayPay, notice, transfer, stopHref, format }: PaymentPageProps) {
  const { t } = useTranslation('pay')
  const { t: discountText } = useTranslation('discount')
  const status: ShownStatus = view.payment?.status ?? 'settled'
  const { title, text } = describeStatus(t, status, view, format)
  return (
    <div className="stack">
      {notice === null ? null : <Callout tone="warn">{t(NOTICES[notice])}</Callout>}
      <OutcomeCard tone={TONES[status]} title={title} sum={describeAmount(view, format)}>
        <p>{text}</p>
        {view.credits.length > 0 && !view.hasReceipt ? <p>{t('payment.creditStands')}</p> : null}
        <PaymentActions view={view} status={status} mayPay={mayPay} />
        {stopHref === null ? null : (
          <p className="soft">
            {t('payment.looksAgain')} <a href={stopHref}>{t('payment.stopLooking')}</a>
          </p>
        )}
      </OutcomeCard>
      {view.unappliedMinor > 0 ? (
        <Callout tone="info">
          {t('payment.overpaid', { amount: format.money(view.unappliedMinor, view.currency) })}
        </Callout>
      ) : null}
      {transfer && view.discountReceivedByOn !== null ? (
        <Callout tone="info">{discountText('review.transfer', { day: format.day(view.discountReceivedByOn) })}</Callout>
      ) : null}
      {transfer ? <TransferSection address={`/payments/${view.id}`} transfer={transfer} format={format} /> : null}
      <section aria-labelledby="steps-title">
        <h2 id="steps-title">{t('payment.history')}</h2>
        <Steps steps={listSteps(t, status, view, format)} />
      </section>
      <PaidItems view={view} format={format} />
      <TakenDiscounts view={view} format={format} />
      <Facts
        facts={[
          { name: t('payment.reference'), value: <bdi>{view.reference}</bdi> },
          { name: t('payment.method'), value: describeMethod(t, view.payment?.method ?? null) },
          ...(view.quote ? listQuoteFacts(t, view.quote, format) : []),
        ]}
      />
    </div>
  )
}

/** What moved, or was to move; what credits settled where no money did. */
function describeAmount({ payment, items, currency }: ShownPayment, format: Formatters): string {
  if (!payment) return format.money(sumAmounts(items, 'creditMinor'), currency)
  return format.money(payment.receivedMinor ?? payment.amountMinor, payment.currency)
}

function describeStatus(
  t: TFunction<'pay'>,
  status: ShownStatus,
  view: ShownPayment,
  format: Formatters,
): { title: string; text: string } {
  const money = (amountMinor: number) => format.money(amountMinor, view.payment?.currency ?? view.currency)
  const count = view.items.length
  const isTransfer = view.payment?.origin === 'bank_transfer'
  switch (status) {
    case 'settled':
      return { title: t('payment.settled.title'), text: t('payment.settled.text', { count }) }
    case 'created':
    case 'pending':
      return isTransfer
        ? { title: t('transfer.pending.title'), text: t('transfer.pending.text') }
        : { title: t('payment.pending.title'), text: t('payment.pending.text') }
    case 'processing':
      if (isTransfer) return { title: t('transfer.processing.title'), text: t('transfer.processing.text') }
      return { title: t('payment.processing.title'), text: t('payment.processing.text') }
    case 'succeeded':
      return { title: t('payment.succeeded.title'), text: t('payment.succeeded.text', { count }) }
    case 'partially_refunded':
      return {
        title: t('payment.partiallyRefunded.title'),
        text: t('payment.partiallyRefunded.text', { amount: money(view.payment?.refundedMinor ?? 0) }),
      }
    case 'refunded':
      return { title: t('payment.refunded.title'), text: t('payment.refunded.text') }
    case 'charged_back':
      return { title: t('payment.chargedBack.title'), text: t('payment.chargedBack.text') }
    case 'failed': {
      const reason = describeFailure(t, view.payment?.failureCode ?? null)
      return { title: t('payment.failed.title'), text: `${reason} ${t('payment.nothingTaken')}` }
    }
    case 'canceled':
      return { title: t('payment.canceled.title'), text: t('payment.nothingTaken') }
    case 'expired':
      return { title: t('payment.expired.title'), text: `${t('payment.expired.text')} ${t('payment.nothingTaken')}` }
  }
}

function PaymentActions({ view, status, mayPay }: { view: ShownPayment; status: ShownStatus; mayPay: boolean }) {
  const { t } = useTranslation('pay')
  const address = `/payments/${view.id}`
  const isTransfer = view.payment?.origin === 'bank_transfer'
  const toStatement = (
    <a className="btn quiet" href="/statement">
      {t('toStatement')}
    </a>
  )
  if (view.hasReceipt) {
    return (
      <p className="actions">
        <a className="btn" href={`${address}/receipt`}>
          {t('payment.showReceipt')}
        </a>
        {toStatement}
      </p>
    )
  }
  if (status === 'processing') {
    return (
      <p className="actions">
        <a className="btn" href={address}>
          {t('payment.look')}
        </a>
        {toStatement}
      </p>
    )
  }
  if (!mayPay) return <p className="actions">{toStatement}</p>
  if (view.canCancel) {
    return (
      <form method="post" action={address} className="actions">
        {isTransfer ? (
          toStatement
        ) : (
          <button className="btn" name="intent" value="continue">
            {t('payment.continue')}
          </button>
        )}
        <button className="btn danger" name="intent" value="cancel">
          {t('payment.cancel')}
        </button>
      </form>
    )
  }
  const again = new URLSearchParams(view.items.map(({ number }) => ['invoice', number]))
  return (
    <p className="actions">
      <a className="btn" href={`/pay?${again.toString()}`}>
        {t('payment.again')}
      </a>
      {toStatement}
    </p>
  )
}

function listSteps(t: TFunction<'pay'>, status: ShownStatus, view: ShownPayment, format: Formatters): Step[] {
  const { payment } = view
  const note = (at: Date | null | undefined) => (at ? format.instant(at) : null)
  if (!payment) return [{ state: 'done', text: t('payment.steps.credited'), note: note(view.startedAt) }]
  const started: Step[] = [
    ...(view.credits.length > 0
      ? [{ state: 'done', text: t('payment.steps.credited'), note: note(view.startedAt) } as const]
      : []),
    { state: 'done', text: t('payment.steps.started'), note: note(view.startedAt) },
  ]
  const received: Step = { state: 'done', text: t('payment.steps.received'), note: note(payment.succeededAt) }
  const awaited: Step = { state: 'next', text: t('payment.steps.received'), note: null }
  switch (status) {
    case 'settled':
    case 'succeeded':
      return [...started, received]
    case 'created':
    case 'pending': {
      const text = payment.origin === 'bank_transfer' ? t('transfer.steps.order') : t('payment.steps.atService')
      return [...started, { state: 'now', text, note: null }, awaited]
    }
    case 'processing':
      return [...started, { state: 'now', text: t('payment.steps.atBank'), note: null }, awaited]
    case 'partially_refunded':
    case 'refunded':
      return [...started, received, { state: 'done', text: t('payment.steps.refunded'), note: null }]
    case 'charged_back':
      return [...started, received, { state: 'failed', text: t('payment.steps.chargedBack'), note: null }]
    case 'failed':
      return [...started, { state: 'failed', text: t('payment.steps.failed'), note: note(payment.endedAt) }]
    case 'canceled':
      return [...started, { state: 'failed', text: t('payment.steps.canceled'), note: note(payment.endedAt) }]
    case 'expired':
      return [...started, { state: 'failed', text: t('payment.steps.expired'), note: note(payment.endedAt) }]
  }
}

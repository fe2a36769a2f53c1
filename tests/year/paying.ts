/** How debtors of a simulated year pay: on the sandbox's page, by transfer, in time for a discount, and not always for good. */
import type { PaymentId } from '~/domain/ids'
import type { CreditSelection, PaymentSelection } from '~/domain/payment-order'
import type { PaymentPurpose } from '~/domain/payment'
import type { SavedMethod } from '~/domain/saved-method'
import type { SandboxAction } from '~/gateways/sandbox/sandbox-checkout'
import { addDays } from '~/domain/calendar-day'
import { correctPayment } from '~/use-cases/correct-payment'
import { issueOneTimeCode } from '~/use-cases/issue-one-time-code'
import { issuePayoffQuote } from '~/use-cases/issue-payoff-quote'
import { listPayables, type Payable } from '~/use-cases/list-payables'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { requestRefund } from '~/use-cases/request-refund'
import { reviewPayment } from '~/use-cases/review-payment'
import { startPayment } from '~/use-cases/start-payment'
import { accountOf, intend, noteRefusal, type Life, type Year } from './life'
import { todayOf } from './population'

/** What of the account is due now, oldest due first. */
export async function listDue({ portal }: Year, life: Life): Promise<Payable[]> {
  const { currencies } = await listPayables(portal, life.payer)
  return (currencies[0]?.invoices ?? []).filter(({ dueNowMinor }) => dueNowMinor > 0)
}

export async function requestCode(
  { portal }: Year,
  life: Life,
  purpose: Parameters<typeof issueOneTimeCode>[1]['purpose'],
): Promise<string> {
  const { debtor, payer } = life
  const issued = await issueOneTimeCode(portal, {
    ...{ ...accountOf(life), sessionId: life.sessionId, recipientEmail: payer.email, locale: payer.locale, purpose },
  })
  if (!issued.ok) throw new Error(issued.failure)
  await portal.runJobs(debtor.id)
  return portal.mailbox.readCode(debtor.id)
}

interface Wish {
  selection: PaymentSelection
  credits?: CreditSelection
  purpose?: PaymentPurpose
  /** What is pressed on the provider's page, one after the other; chosen by chance where left out. */
  actions?: readonly SandboxAction[]
}

/** Reviews, starts and ends a payment at the provider's page. Answers the payment's id where there is one. */
export async function pay(year: Year, life: Life, wish: Wish): Promise<PaymentId | null> {
  const { portal, happenings } = year
  const { selection, credits = life.chance.happens(0.5) ? 'all' : 'none', purpose = null } = wish
  const review = await reviewPayment(portal.services, { payer: life.payer, selection, credits, purpose })
  if (!review.ok) {
    noteRefusal(year, 'a review', review.failure)
    return null
  }
  const { order, plan, idempotencyKey } = review.value
  const started = await startPayment(portal.services, { payer: life.payer, order, idempotencyKey })
  if (!started.ok) {
    noteRefusal(year, 'a payment', started.failure)
    return null
  }
  if (plan.concessionMinor > 0) happenings.note('payments begun with something let go')
  if (plan.chargesMinor > 0) happenings.note('payments begun with late interest')
  if (started.value.kind !== 'gateway') {
    happenings.note('credits used for all of it')
    return null
  }
  const checkoutId = started.value.url.split('/').at(-1) ?? ''
  const checkout = await portal.sandbox.readPage(checkoutId)
  if (!checkout) throw new Error(`no checkout ${checkoutId}`)
  await act(year, life, checkoutId, wish.actions ?? chooseActions(life))
  return checkout.checkout.paymentId as PaymentId
}

/** Presses the buttons of the provider's page; none leaves it open until its time is over. */
export async function act(
  { portal, happenings }: Year,
  { debtor }: Life,
  checkoutId: string,
  actions: readonly SandboxAction[],
) {
  for (const action of actions) {
    const done = await portal.sandbox.act(checkoutId, action)
    if (!done.ok) throw new Error(done.failure)
  }
  happenings.note(`at the provider: ${actions.join(', ') || 'left'}`)
  await portal.runJobs(debtor.id)
}

function chooseActions({ chance }: Life): readonly SandboxAction[] {
  const drawn = chance.next()
  if (drawn < 0.66) return ['pay_by_card']
  if (drawn < 0.8) return ['pay_by_debit']
  if (drawn < 0.86) return ['pay_by_card_with_authentication', 'authenticate']
  if (drawn < 0.91) return ['be_declined']
  if (drawn < 0.94) return ['pay_by_debit_that_fails']
  if (drawn < 0.96) return ['pay_by_card_with_authentication', 'fail_authentication']
  return drawn < 0.98 ? ['cancel'] : []
}

/** Some of what is due, all of it, or a sum. */
export async function payAccount(year: Year, life: Life): Promise<void> {
  const due = await listDue(year, life)
  const [first] = due
  if (!first) return
  const { chance } = life
  const { currency } = first
  const totalMinor = due.reduce((sum, { dueNowMinor }) => sum + dueNowMinor, 0)
  const drawn = chance.next()
  const selection: PaymentSelection =
    drawn < 0.45
      ? { kind: 'all', currency }
      : drawn < 0.75
        ? { kind: 'invoices', items: due.slice(0, chance.between(1, 3)).map(({ number }) => ({ number })) }
        : { kind: 'sum', currency, amountMinor: chance.between(1, totalMinor) }
  const paymentId = await pay(year, life, { selection })
  if (paymentId !== null) await maybeTakeBack(year, life, paymentId)
}

/** What was issued in the last days, for the discount that it earns. */
export async function payEarly(year: Year, life: Life): Promise<void> {
  const today = todayOf(year.portal, life)
  const fresh = (await listDue(year, life)).filter(({ issueOn }) => issueOn >= addDays(today, -20))
  if (fresh.length === 0) return
  const takesPart = life.chance.happens(0.3)
  const items = fresh.map(({ number, dueNowMinor }) => ({
    number,
    ...(takesPart ? { amountMinor: life.chance.between(1, dueNowMinor) } : {}),
  }))
  await pay(year, life, { selection: { kind: 'invoices', items }, credits: 'none' })
}

/** A quote in writing, and money for it before it expires. */
export async function payByQuote(year: Year, life: Life): Promise<void> {
  const [first] = await listDue(year, life)
  if (!first) return
  const today = todayOf(year.portal, life)
  const issued = await issuePayoffQuote(year.portal, {
    ...{ ...accountOf(life), currency: first.currency, numbers: null, validThroughOn: addDays(today, 7) },
    ...{ language: life.payer.locale, linkId: life.link.id, requestedBy: `link:${life.link.id}` },
  })
  if (!issued.ok) {
    noteRefusal(year, 'a payoff quote', issued.failure)
    return
  }
  year.happenings.note('payoff quotes')
  const { id, currency } = issued.value
  intend(year, life, life.chance.between(0, 9), async () => {
    const purpose = { kind: 'payoff_quote', id } as const
    await pay(year, life, { selection: { kind: 'all', currency }, credits: 'none', purpose })
  })
}

/** Money that comes to the creditor's bank, in time or not, named well or not at all; now and then it was a mistake. */
export async function transfer(year: Year, life: Life): Promise<void> {
  const { portal, happenings } = year
  const { chance, creditor, debtor } = life
  const due = await listDue(year, life)
  const [first] = due
  if (!first) return
  const wanted = due.slice(0, chance.between(1, 4))
  const sumMinor = wanted.reduce((sum, { dueNowMinor }) => sum + dueNowMinor, 0)
  const amountMinor = chance.happens(0.7) ? sumMinor : chance.between(1, Math.round(sumMinor * 1.2))
  const recorded = await recordManualPayment(portal.services, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: first.currency, amountMinor },
    ...{ way: 'bank_transfer', receivedOn: todayOf(portal, life), externalReference: null, note: null },
    invoiceNumbers: chance.happens(0.7) ? wanted.map(({ number }) => number) : null,
    ...{ idempotencyKey: portal.ids.uuid(), recordedBy: 'user:1' },
  })
  if (!recorded.ok) {
    noteRefusal(year, 'a transfer', recorded.failure)
    return
  }
  happenings.note('transfers')
  if (!chance.happens(0.05)) return
  const { id: paymentId } = recorded.value
  intend(year, life, chance.between(0, 40), async () => {
    const corrected = await correctPayment(portal.services, {
      ...{ creditorId: creditor.id, paymentId, amountMinor: null, reason: 'mistake' },
      ...{ idempotencyKey: portal.ids.uuid(), requestedBy: 'user:1' },
    })
    if (corrected.ok) happenings.note('transfers corrected')
    else noteRefusal(year, 'a correction', corrected.failure)
  })
}

/** A payment that goes back, by the creditor's will or the bank's, and sometimes comes again. */
export async function maybeTakeBack(year: Year, life: Life, paymentId: PaymentId): Promise<void> {
  const { portal, happenings } = year
  const { chance, creditor } = life
  if (chance.happens(0.02)) {
    intend(year, life, chance.between(1, 30), async () => {
      const requested = await requestRefund(portal.services, {
        ...{ creditorId: creditor.id, paymentId, amountMinor: null, unappliedCreditId: null, reason: 'goodwill' },
        ...{ idempotencyKey: portal.ids.uuid(), requestedBy: 'user:1' },
      })
      if (requested.ok) happenings.note('refunds')
      else noteRefusal(year, 'a refund', requested.failure)
    })
  }
  if (chance.happens(0.015)) {
    const checkoutId = await findCheckout(year, paymentId)
    if (checkoutId === null) return
    intend(year, life, chance.between(5, 60), () => act(year, life, checkoutId, ['charge_back']))
    if (chance.happens(0.5))
      intend(year, life, chance.between(61, 90), () => act(year, life, checkoutId, ['win_chargeback']))
  }
}

async function findCheckout({ portal }: Year, paymentId: PaymentId): Promise<string | null> {
  const [row] = await portal.inspect<{ gateway_reference: string | null }>(
    'select gateway_reference from payment where id = $1',
    [paymentId],
  )
  return row?.gateway_reference ?? null
}

/** Pays one invoice by a method that is kept for later; null where nothing came of it. */
export async function keepMethod(year: Year, life: Life, number: string): Promise<SavedMethod | null> {
  const { portal, happenings } = year
  const { payer, chance } = life
  const review = await reviewPayment(portal.services, {
    payer,
    selection: { kind: 'invoices', items: [{ number }] },
    credits: 'none',
  })
  if (!review.ok) return null
  const drawn = chance.next()
  const actions: readonly SandboxAction[] =
    drawn < 0.6
      ? ['pay_by_card']
      : drawn < 0.75
        ? ['pay_by_card_declined_later']
        : ['pay_by_card_with_authentication', 'authenticate']
  const { order, idempotencyKey } = review.value
  const started = await startPayment(portal.services, {
    ...{ payer, order, idempotencyKey, way: { kind: 'method', method: 'card' } },
    keep: {
      ...{ code: await requestCode(year, life, 'save_method'), sessionId: life.sessionId, text: 'I agree' },
      ...{ language: 'en', clientHint: null },
    },
  })
  if (!started.ok) {
    noteRefusal(year, 'keeping a method', started.failure)
    return null
  }
  if (started.value.kind !== 'gateway') return null
  await act(year, life, started.value.url.split('/').at(-1) ?? '', actions)
  const { creditorId, debtorId } = accountOf(life)
  const [kept] = await portal.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, ({ savedMethods }) =>
    savedMethods.listActive(creditorId, debtorId),
  )
  if (kept) happenings.note('methods kept')
  return kept ?? null
}

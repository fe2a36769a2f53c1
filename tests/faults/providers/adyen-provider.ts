import { notificationItemSchema, readNotificationItem } from '~/gateways/adyen/adyen-notification'
import { readAdyenReference } from '~/gateways/adyen/adyen-reference'
import { Types, type CheckoutAPI } from '@adyen/api-library'
import { connect } from '../../simulators/adyen/harness'
import { CheckoutClosed } from '../../simulators/adyen/shopper'
import { startAdyenSimulator, type AdyenSimulator } from '../../simulators/adyen/start-adyen-simulator'
import type { FaultKind } from '../../simulators/adyen/faults'
import type { Chance } from '../chance'
import { BY_HAND, BY_HAND_TIMEOUT_MS, Hands } from './by-hand'
import type { PageOutcome, Provider, ProviderBooks } from './provider'

/** Names of cards and debits in webhooks, as the double's page offers them. */
const CARD = 'visa'
const DEBIT = 'sepadirectdebit'

const SHARES: Readonly<Partial<Record<FaultKind, number>>> = {
  timeout_before: 0.01,
  timeout_after: 0.015,
  reset_before: 0.015,
  reset_after: 0.02,
  error_before: 0.015,
  error_after: 0.02,
  rate_limited: 0.015,
  in_progress_409: 0.01,
  in_progress_422: 0.01,
}

export async function startAdyenProvider(): Promise<Provider> {
  const adyen = await startAdyenSimulator()
  adyen.webhooks.configure({ attemptsMost: 20, retryAfterMs: 500 })
  const disputes = new Disputes(adyen)
  const client = connect(adyen, { timeoutMs: BY_HAND_TIMEOUT_MS })
  const hands = new Hands()
  return {
    name: 'adyen',
    origin: adyen.origin,
    describeSettings: (host) => ({
      ADYEN_API_KEY: adyen.apiKey,
      ADYEN_MERCHANT_ACCOUNT: adyen.merchantAccount,
      ADYEN_HMAC_KEY: adyen.hmacKey,
      ADYEN_API_BASE: adyen.origin.replace('127.0.0.1', host),
    }),
    sendWebhooksTo: (portalOrigin) => adyen.webhooks.sendTo(`${portalOrigin}/webhooks/adyen`),
    visitPage: (url, chance) => visitPage(adyen, new URL(url).pathname.split('/').at(-1) ?? '', chance),
    prepareCharge(chance) {
      if (chance.happens(0.2)) adyen.answerNextCharges('AuthenticationRequired')
      else if (chance.happens(0.15)) adyen.answerNextCharges('Refused')
      else if (chance.happens(0.15)) adyen.answerNextCharges('Pending')
    },
    actAsBank(chance) {
      const pending = listPending(adyen)
      if (pending.length > 0 && chance.happens(0.7)) {
        endPending(adyen, chance.pick(pending).pspReference, chance)
        return
      }
      if (chance.happens(0.06)) adyen.bank.declineNext('refund')
      if (chance.happens(0.08)) {
        disputes.act(chance)
        return
      }
      const refunded = [...adyen.books().values()].filter(({ refundedMinor }) => refundedMinor > 0)
      if (refunded.length > 0 && chance.happens(0.05)) failLastRefund(adyen, chance.pick(refunded).pspReference, chance)
    },
    refundByHand: (chance) => hands.use(() => refundByHand(adyen, client, chance)),
    finishAsBank(chance) {
      for (const { pspReference } of listPending(adyen)) endPending(adyen, pspReference, chance)
    },
    misbehave(seed) {
      if (seed === null) {
        adyen.faults.clear()
        adyen.webhooks.disturb(null)
        adyen.bank.declineNext('refund', 0)
        adyen.answerNextCharges()
        return
      }
      adyen.faults.randomly(SHARES, { seed })
      adyen.webhooks.disturb({ seed, drop: 0.08, repeat: 0.25, delayMsMost: 1_500 })
    },
    watchCalls: (watcher) => adyen.watchCalls(hands.lookAway(watcher)),
    // Adyen cannot be asked; it sends again for a month whatever was not taken.
    deliverWhatReconciliationCannot: () =>
      adyen.webhooks.replay(({ attempts }) => !attempts.some((status) => status === 200)),
    deliverAgain: ({ copies, seed, connections }) =>
      adyen.webhooks.replay(() => true, { order: 'shuffled', seed, copies, connections, batch: 3 }),
    holdWebhooks: () => adyen.webhooks.configure({ mode: 'hold' }),
    listWebhooks: () =>
      adyen.webhooks.all.map(({ body, headers }) => () => ({
        path: '/webhooks/adyen',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      })),
    settleWebhooks: () => adyen.webhooks.settled(),
    readBooks: () => readBooks(adyen),
    close: () => adyen.close(),
  }
}

function visitPage(adyen: AdyenSimulator, checkoutId: string, chance: Chance): PageOutcome {
  const checkout = adyen.shopper.find(checkoutId)
  if (checkout.status !== 'active') return 'closed'
  const methods = [CARD, CARD, DEBIT].filter((method) => checkout.offers(method))
  const paymentMethod = methods.length > 0 ? chance.pick(methods) : 'ideal'
  const facts = { paymentMethod, store: checkout.facts.storing !== 'disabled' }
  try {
    const drawn = chance.next()
    if (drawn < 0.08) return 'left'
    if (drawn < 0.14) {
      adyen.shopper.refuse(checkoutId, facts)
      return 'declined'
    }
    if (drawn < 0.18) {
      adyen.shopper.cancel(checkoutId)
      return 'left'
    }
    if (paymentMethod === DEBIT) {
      adyen.shopper.payByBank(checkoutId, facts)
      return 'debit_begun'
    }
    if (drawn < 0.3) {
      const { pspReference } = adyen.shopper.startChallenge(checkoutId, facts)
      const isConfirmed = chance.happens(0.8)
      adyen.shopper.completeChallenge(pspReference, isConfirmed ? 'authorised' : 'refused')
      return isConfirmed ? 'paid' : 'declined'
    }
    adyen.shopper.authorise(checkoutId, facts)
    return 'paid'
  } catch (error) {
    if (error instanceof CheckoutClosed) return 'closed'
    throw error
  }
}

function listPending(adyen: AdyenSimulator) {
  return [...adyen.books().values()].filter(({ status }) => status === 'pending')
}

function endPending(adyen: AdyenSimulator, pspReference: string, chance: Chance): void {
  if (chance.happens(0.75)) adyen.bank.authorise(pspReference)
  else adyen.bank.refuse(pspReference)
}

/** The bank of the payer, or the scheme, gives a refund back that had been accepted. */
function failLastRefund(adyen: AdyenSimulator, pspReference: string, chance: Chance): void {
  if (chance.happens(0.5)) adyen.bank.failRefund(pspReference)
  else adyen.bank.reverseRefund(pspReference)
}

async function refundByHand(adyen: AdyenSimulator, client: CheckoutAPI, chance: Chance): Promise<void> {
  const held = [...adyen.books().values()]
    .map((book) => ({ ...book, heldMinor: book.capturedMinor - book.refundedMinor - book.chargedBackMinor }))
    .filter(({ heldMinor }) => heldMinor > 0)
  if (held.length === 0) return
  const { pspReference, currency, heldMinor } = chance.pick(held)
  const request = Object.assign(new Types.checkout.PaymentRefundRequest(), {
    merchantAccount: adyen.merchantAccount,
    amount: { currency, value: chance.between(1, heldMinor) },
    reference: BY_HAND,
  })
  // Whatever the answer is, a webhook tells what came of it.
  await client.ModificationsApi.refundCapturedPayment(pspReference, request).catch(() => undefined)
}

/** Each goes through its stages in order, some of them to the end. */
class Disputes {
  private readonly open: { reference: string; stage: 'opened' | 'charged_back' | 'reversed' }[] = []
  /** A payment is disputed once. */
  private readonly disputed = new Set<string>()

  constructor(private readonly adyen: AdyenSimulator) {}

  act(chance: Chance): void {
    const { adyen, open } = this
    if (open.length === 0 || chance.happens(0.5)) {
      const held = [...adyen.books().values()].filter(
        (book) => book.capturedMinor > book.refundedMinor && !this.disputed.has(book.pspReference),
      )
      if (held.length === 0) return
      const book = chance.pick(held)
      const amountMinor = book.capturedMinor - book.refundedMinor
      this.disputed.add(book.pspReference)
      open.push({ reference: adyen.bank.openDispute(book.pspReference, amountMinor), stage: 'opened' })
      return
    }
    const dispute = chance.pick(open)
    switch (dispute.stage) {
      case 'opened':
        adyen.bank.chargeBack(dispute.reference)
        dispute.stage = 'charged_back'
        return
      case 'charged_back':
        adyen.bank.reverseChargeback(dispute.reference)
        dispute.stage = 'reversed'
        return
      case 'reversed':
        adyen.bank.chargeBackAgain(dispute.reference)
        open.splice(open.indexOf(dispute), 1)
    }
  }
}

function readBooks(adyen: AdyenSimulator): ProviderBooks {
  const gateway = 'adyen'
  const nameOf = (merchantReference: string) => readAdyenReference(merchantReference)?.paymentId ?? null
  return {
    payments: [...adyen.books().values()].map((book) => ({
      gateway,
      reference: book.pspReference,
      checkout: book.checkoutId,
      paymentId: nameOf(book.merchantReference),
      currency: book.currency,
      capturedMinor: book.capturedMinor,
      refundedMinor: book.refundedMinor,
      chargedBackMinor: book.chargedBackMinor,
    })),
    checkouts: adyen.listCheckouts().map(({ id, merchantReference }) => ({
      gateway,
      reference: id,
      paymentId: nameOf(merchantReference),
    })),
    refunds: adyen.listRefunds().map(({ pspReference, merchantReference, amountMinor, state }) => {
      const named = readAdyenReference(merchantReference)
      const reversalId = named?.purpose === 'refund' ? named.reversalId : null
      return {
        gateway,
        reference: pspReference,
        reversalId,
        isByHand: merchantReference === BY_HAND,
        hasFailed: state === 'failed',
        amountMinor,
      }
    }),
    events: adyen.webhooks.all.flatMap(({ item }) =>
      item === null
        ? []
        : readNotificationItem(notificationItemSchema.parse(item), {
            capture: 'automatic',
            receivedAt: new Date(),
          }).map(({ eventId }) => ({ gateway, eventId })),
    ),
  }
}

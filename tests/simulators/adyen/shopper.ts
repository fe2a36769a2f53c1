/** The payer's side: what somebody does on the hosted page, told by a test or by a click (shopper-page.ts). */
import type { Checkout } from './checkout'
import type { Payment } from './payment'
import { authorisePayment, awaitBank, closeOffer, refusePayment, type StoringFacts } from './processing'
import { createOpaqueText } from './references'
import type { World } from './world'

interface PayFacts {
  /** As webhooks name it: visa (the default), mc, ideal, sepadirectdebit ... */
  paymentMethod?: string
  /** Consent to keep the payment method, where the page asks for it. */
  store?: boolean
}

export interface Visit {
  /** Of the attempt. */
  pspReference: string
  /** Where the payer's browser goes next; null while it stays, or when the merchant named no address. */
  returnUrl: string | null
}

/** What somebody tried who may no longer do so: the checkout expired, or was paid. */
export class CheckoutClosed extends Error {}

export class Shopper {
  private readonly consents = new Map<string, boolean>()

  constructor(private readonly world: World) {}

  /** `checkoutId` is a session's or a payment link's, here and below. */
  authorise(checkoutId: string, facts: PayFacts = {}): Visit {
    const { checkout, payment } = this.attempt(checkoutId, facts)
    authorisePayment(this.world, payment, this.describeStoring(checkout, facts.store === true))
    return this.leave(checkout, payment)
  }

  /** The payer may try again on the same page, until there were too many. */
  refuse(checkoutId: string, { reason = 'Refused', ...facts }: PayFacts & { reason?: string } = {}): Visit {
    const { checkout, payment } = this.attempt(checkoutId, facts)
    refusePayment(this.world, payment, reason)
    return checkout.status === 'active'
      ? { pspReference: payment.pspReference, returnUrl: null }
      : this.leave(checkout, payment)
  }

  /** A bank debit or the like: the payer returns, and the bank answers later (`bank.authorise`, `bank.refuse`). */
  payByBank(checkoutId: string, facts: PayFacts = {}): Visit {
    const { checkout, payment } = this.attempt(checkoutId, { paymentMethod: 'sepadirectdebit', ...facts })
    awaitBank(this.world, payment)
    return this.leave(checkout, payment)
  }

  /** 3D Secure starts; `completeChallenge` ends it, or nobody does. */
  startChallenge(checkoutId: string, facts: PayFacts = {}): Visit {
    const { payment } = this.attempt(checkoutId, facts)
    payment.status = 'challenged'
    this.consents.set(payment.pspReference, facts.store === true)
    return { pspReference: payment.pspReference, returnUrl: null }
  }

  completeChallenge(pspReference: string, outcome: 'authorised' | 'refused'): Visit {
    const payment = this.world.ledger.findPayment(pspReference)
    if (payment.status !== 'challenged') throw new CheckoutClosed(`${pspReference} is ${payment.status}`)
    const checkout = this.world.ledger.checkouts.get(payment.facts.checkoutId ?? '')
    // A charge by the API is concluded by the merchant, who brings the redirectResult back to /payments/details.
    if (!checkout) return this.endRedirect(payment, outcome === 'authorised')
    // Two tabs may both authenticate; one of them pays.
    if (checkout.status === 'completed') throw new CheckoutClosed(`${checkout.facts.id} is completed`)
    if (outcome === 'authorised') {
      const storing = this.describeStoring(checkout, this.consents.get(pspReference) === true)
      authorisePayment(this.world, payment, storing)
    } else {
      refusePayment(this.world, payment, '3D Not Authenticated')
    }
    return this.leave(checkout, payment)
  }

  /** Leaves for a bank or an app and never comes back: OFFER_CLOSED. */
  abandon(checkoutId: string, facts: PayFacts = {}): Visit {
    const { payment } = this.attempt(checkoutId, { paymentMethod: 'ideal', ...facts })
    closeOffer(this.world, payment)
    return { pspReference: payment.pspReference, returnUrl: null }
  }

  /** Goes back to the merchant without paying; a session is then over. Returns where to. */
  cancel(checkoutId: string): string | null {
    const checkout = this.findOpen(checkoutId)
    if (checkout.facts.kind === 'session') checkout.cancel()
    return this.describeReturn(checkout)
  }

  /** Goes back to the merchant with things as they are. */
  describeReturn(checkout: Checkout): string | null {
    const { kind, id, returnUrl } = checkout.facts
    if (returnUrl === undefined) return null
    const url = new URL(returnUrl)
    if (kind === 'session') {
      const sessionResult = createOpaqueText()
      const payments = checkout.attempts.filter(({ status }) => status === 'authorised' || status === 'pending')
      checkout.snapshots.set(sessionResult, { status: checkout.status, payments })
      url.searchParams.set('sessionId', id)
      url.searchParams.set('sessionResult', sessionResult)
    }
    return url.href
  }

  /** Time passes: nobody can pay here any more. */
  expire(checkoutId: string): void {
    this.find(checkoutId).expire()
  }

  find(checkoutId: string): Checkout {
    const checkout = this.world.ledger.checkouts.get(checkoutId)
    if (!checkout) throw new RangeError(`there is no checkout ${checkoutId}`)
    return checkout
  }

  private findOpen(checkoutId: string): Checkout {
    const checkout = this.find(checkoutId)
    if (checkout.status !== 'active') throw new CheckoutClosed(`${checkoutId} is ${checkout.status}`)
    return checkout
  }

  private attempt(checkoutId: string, facts: PayFacts): { checkout: Checkout; payment: Payment } {
    const checkout = this.findOpen(checkoutId)
    const { amount, reference, capture, shopperReference } = checkout.facts
    const { paymentMethod = 'visa' } = facts
    if (!checkout.offers(paymentMethod)) throw new RangeError(`${checkoutId} does not offer ${paymentMethod}`)
    const payment = this.world.ledger.openPayment({
      ...{ amount, capture, shopperReference, checkoutId, paymentMethod },
      merchantReference: reference,
    })
    checkout.attempts.push(payment)
    return { checkout, payment }
  }

  private describeStoring(checkout: Checkout, hasConsented: boolean): StoringFacts | undefined {
    const { storing, shopperReference, recurringProcessingModel } = checkout.facts
    if (shopperReference === undefined || recurringProcessingModel === undefined) return undefined
    const isStored = storing === 'enabled' || (storing === 'askForConsent' && hasConsented)
    return isStored ? { shopperReference, recurringProcessingModel } : undefined
  }

  private leave(checkout: Checkout, payment: Payment): Visit {
    return { pspReference: payment.pspReference, returnUrl: this.describeReturn(checkout) }
  }

  private endRedirect(payment: Payment, isApproved: boolean): Visit {
    const redirectResult = createOpaqueText()
    this.world.ledger.redirects.set(redirectResult, { payment, isApproved, isUsed: false })
    const url = new URL(payment.facts.returnUrl ?? this.world.origin())
    url.searchParams.set('redirectResult', redirectResult)
    return { pspReference: payment.pspReference, returnUrl: url.href }
  }
}

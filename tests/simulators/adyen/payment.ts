/** One payment in Adyen's books, and what may be done with its money. */
import { createReference } from './references'
import type { AdyenAmount } from './requests'

/**
 * `challenged`: the payer has to authenticate; `pending`: a bank has to answer; `closed`: the payer never came back
 * from where a redirect led.
 */
type PaymentStatus = 'challenged' | 'pending' | 'authorised' | 'refused' | 'cancelled' | 'expired' | 'closed'

export interface PaymentFacts {
  merchantReference: string
  amount: AdyenAmount
  /** Of webhooks: visa, mc, ideal, sepadirectdebit ... */
  paymentMethod: string
  capture: 'automatic' | 'manual'
  shopperReference?: string | undefined
  /** The session or link it was made from; none when the API charged. */
  checkoutId?: string
  storedPaymentMethodId?: string | undefined
  /** Where the payer returns to from an authentication that a charge by the API asked for. */
  returnUrl?: string
}

/** The books of one payment. Amounts are minor units by Adyen's table of decimals. */
export interface PaymentBook {
  pspReference: string
  merchantReference: string
  currency: string
  status: PaymentStatus
  requestedMinor: number
  authorisedMinor: number
  /** Ever captured; refunds and chargebacks do not lessen it. */
  capturedMinor: number
  refundedMinor: number
  chargedBackMinor: number
  paymentMethod: string
  checkoutId: string | null
  shopperReference: string | null
}

export class Payment {
  readonly pspReference = createReference()
  status: PaymentStatus = 'pending'
  private authorisedMinor = 0
  private releasedMinor = 0
  private capturedMinor = 0
  private refundedMinor = 0
  private chargedBackMinor = 0

  constructor(readonly facts: PaymentFacts) {}

  get uncapturedMinor(): number {
    return this.authorisedMinor - this.releasedMinor - this.capturedMinor
  }

  get refundableMinor(): number {
    return this.capturedMinor - this.refundedMinor - this.chargedBackMinor
  }

  get isCaptured(): boolean {
    return this.capturedMinor > 0
  }

  get isRefunded(): boolean {
    return this.refundedMinor > 0
  }

  /** @throws RangeError on a payment that has its outcome. */
  authorise(): void {
    this.conclude('authorised')
    this.authorisedMinor = this.facts.amount.value
  }

  /** @throws RangeError on a payment that has its outcome. */
  conclude(outcome: 'authorised' | 'refused' | 'closed'): void {
    if (this.status !== 'pending' && this.status !== 'challenged') {
      throw new RangeError(`payment ${this.pspReference} is ${this.status} already`)
    }
    this.status = outcome
  }

  /** Gives back what was authorised and is not captured. */
  release(status: 'cancelled' | 'expired' | 'authorised'): void {
    this.releasedMinor += this.uncapturedMinor
    if (!this.isCaptured) this.status = status
  }

  /** Books captured money; a negative sum takes a capture back that failed. */
  bookCapture(minor: number): void {
    this.book('capturedMinor', minor, this.capturedMinor + minor <= this.authorisedMinor - this.releasedMinor)
  }

  /** Books refunded money; a negative sum takes a refund back that failed or was reversed. */
  bookRefund(minor: number): void {
    this.book('refundedMinor', minor, minor <= this.refundableMinor)
  }

  /** Books money the payer's bank took; a negative sum is money it gave back. */
  bookChargeback(minor: number): void {
    // A bank can take back what was refunded before.
    this.book('chargedBackMinor', minor, this.chargedBackMinor + minor <= this.capturedMinor)
  }

  toBook(): PaymentBook {
    const { authorisedMinor, capturedMinor, refundedMinor, chargedBackMinor, pspReference, status, facts } = this
    return {
      pspReference,
      merchantReference: facts.merchantReference,
      currency: facts.amount.currency,
      status,
      requestedMinor: facts.amount.value,
      ...{ authorisedMinor, capturedMinor, refundedMinor, chargedBackMinor },
      paymentMethod: facts.paymentMethod,
      checkoutId: facts.checkoutId ?? null,
      shopperReference: facts.shopperReference ?? null,
    }
  }

  private book(
    column: 'capturedMinor' | 'refundedMinor' | 'chargedBackMinor',
    minor: number,
    isCovered: boolean,
  ): void {
    const next = this[column] + minor
    if (next < 0 || (minor > 0 && !isCovered)) {
      throw new RangeError(`${column} of ${this.pspReference} cannot become ${next}`)
    }
    this[column] = next
  }
}

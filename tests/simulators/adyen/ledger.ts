/** Everything the simulator knows: payments and what was done with them, checkouts, tokens. */
import type { Checkout } from './checkout'
import { Payment, type PaymentFacts } from './payment'
import { createReference } from './references'
import { refuseContent } from './answer'

export type ModificationKind = 'capture' | 'refund' | 'cancel' | 'reversal'

export interface Modification {
  readonly pspReference: string
  readonly kind: ModificationKind
  readonly payment: Payment
  readonly amountMinor: number
  /** What the merchant called it; the payment's own reference where it gave none. */
  readonly merchantReference: string
  /** `failed`: it was accepted at first, and the scheme or the bank refused it later. */
  state: 'accepted' | 'declined' | 'failed'
}

export interface Dispute {
  readonly pspReference: string
  readonly payment: Payment
  readonly amountMinor: number
  stage: 'notified' | 'charged_back' | 'reversed' | 'lost'
}

export interface Token {
  readonly id: string
  readonly shopperReference: string
  readonly paymentMethod: string
  readonly recurringProcessingModel: string
}

export class Ledger {
  readonly payments = new Map<string, Payment>()
  readonly modifications = new Map<string, Modification>()
  readonly disputes = new Map<string, Dispute>()
  readonly checkouts = new Map<string, Checkout>()
  readonly tokens = new Map<string, Token>()
  /** A redirectResult leads to the payment it concludes, and is used once. */
  readonly redirects = new Map<string, { payment: Payment; isApproved: boolean; isUsed: boolean }>()

  openPayment(facts: PaymentFacts): Payment {
    const payment = new Payment(facts)
    this.payments.set(payment.pspReference, payment)
    return payment
  }

  /** @throws Refusal when there is no such payment. */
  findPayment(pspReference: string): Payment {
    const payment = this.payments.get(pspReference)
    if (!payment) throw refuseContent('Original pspReference required for this operation', '167')
    return payment
  }

  addModification(facts: Omit<Modification, 'pspReference'>): Modification {
    const modification = { ...facts, pspReference: createReference() }
    this.modifications.set(modification.pspReference, modification)
    return modification
  }

  addToken(facts: Omit<Token, 'id'>): Token {
    const token = { ...facts, id: createReference() }
    this.tokens.set(token.id, token)
    return token
  }

  /** @throws Refusal when this shopper has no such token. */
  findToken(id: string, shopperReference: string | undefined): Token {
    const token = this.tokens.get(id)
    if (!token || token.shopperReference !== shopperReference) throw refuseContent('Contract not found', '800')
    return token
  }
}

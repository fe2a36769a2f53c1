/** A hosted session or a payment link: a page where somebody may pay one amount. */
import type { Payment } from './payment'
import type { AdyenAmount } from './requests'

/** As Adyen reports it; a session that was refused too often can no longer be paid. */
type CheckoutStatus = 'active' | 'paymentPending' | 'completed' | 'canceled' | 'refused' | 'expired'

const CARDS = ['visa', 'mc', 'amex', 'maestro']

/** How many refused attempts a session takes. Adyen keeps its own number to itself. */
const ATTEMPTS_MOST = 5

interface CheckoutFacts {
  kind: 'session' | 'link'
  id: string
  url: string
  amount: AdyenAmount
  reference: string
  returnUrl: string | undefined
  expiresAt: Date
  capture: 'automatic' | 'manual'
  isReusable: boolean
  shopperReference: string | undefined
  storing: 'askForConsent' | 'disabled' | 'enabled'
  recurringProcessingModel: string | undefined
  /** Undefined allows all, and blocks none. */
  allowed: readonly string[] | undefined
  blocked: readonly string[] | undefined
  /** What Adyen repeats of the request in its answers. */
  echo: object
}

/** What a sessionResult stands for: the session as it was when the payer came back. It is never updated. */
interface SessionSnapshot {
  status: CheckoutStatus
  payments: readonly Payment[]
}

export class Checkout {
  readonly attempts: Payment[] = []
  readonly snapshots = new Map<string, SessionSnapshot>()
  private standing: Exclude<CheckoutStatus, 'expired'> = 'active'
  private isEnded = false

  constructor(
    readonly facts: CheckoutFacts,
    private readonly now: () => Date,
  ) {}

  get status(): CheckoutStatus {
    if (this.standing !== 'active') return this.standing
    return this.isEnded || this.now() >= this.facts.expiresAt ? 'expired' : 'active'
  }

  /** Whether the page shows a payment method, named as in webhooks. */
  offers(paymentMethod: string): boolean {
    const names = CARDS.includes(paymentMethod) ? ['scheme', paymentMethod] : [paymentMethod]
    const isIn = (list: readonly string[] | undefined) => names.some((name) => list?.includes(name))
    return (this.facts.allowed === undefined || isIn(this.facts.allowed)) && !isIn(this.facts.blocked)
  }

  /** From now on nobody can pay here, unless a payment is on its way. */
  expire(): void {
    this.isEnded = true
  }

  cancel(): void {
    this.standing = 'canceled'
  }

  /** Follows the outcome of one of its payments. */
  follow(payment: Payment): void {
    if (payment.status === 'authorised') this.standing = this.facts.isReusable ? 'active' : 'completed'
    else if (payment.status === 'pending') this.standing = 'paymentPending'
    else if (payment.status === 'refused' || payment.status === 'closed') this.standing = this.judgeAttempts()
  }

  private judgeAttempts(): 'active' | 'refused' {
    const refused = this.attempts.filter((attempt) => attempt.status === 'refused').length
    return this.facts.kind === 'session' && refused >= ATTEMPTS_MOST ? 'refused' : 'active'
  }
}

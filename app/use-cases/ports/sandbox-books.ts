import type { CalendarDay } from '~/domain/calendar-day'
import type { Money } from '~/domain/money'
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { JobQueue } from './jobs'

export type SandboxCheckoutStatus =
  'open' | 'authenticating' | 'processing' | 'succeeded' | 'failed' | 'canceled' | 'expired'

/** A refund or chargeback at the sandbox. */
export interface SandboxReversal {
  id: string
  kind: 'refund' | 'chargeback'
  /** `returned`: the refund failed, the chargeback was won. */
  status: 'taken' | 'returned'
  amountMinor: number
  /** Of the request for a refund, with the portal's own id of it; null where it began at the sandbox. */
  idempotencyKey: string | null
  reversalId: string | null
  createdAt: Date
}

/** A checkout as the sandbox provider keeps it: its side of a payment, not ours. */
export interface SandboxCheckout {
  /** Unguessable: whoever knows it can pay. */
  id: string
  paymentId: string
  idempotencyKey: string
  amount: Money
  description: string
  merchantName: string
  locale: string
  returnUrl: string
  status: SandboxCheckoutStatus
  method: 'card' | 'bank_debit' | null
  failureCode: string | null
  createdAt: Date
  expiresAt: Date
  /** Of a bank debit under way: when and how it will end. */
  settlesAt: Date | null
  settlesAs: 'succeeded' | 'failed' | null
  /** What refunds and chargebacks took that did not come again. */
  refundedMinor: number
  /** Oldest first. */
  reversals: readonly SandboxReversal[]
  /** The only methods its page offers; empty for all. */
  methods: readonly PaymentMethodKind[]
  /** Whose account the method is kept in once it is paid; null where it is not kept. */
  keptFor: string | null
  /** The kept method that it charges, or that came of it. */
  methodId: string | null
  /** Of the method it was paid with, were it charged again. */
  behaviour: SandboxMethod['behaviour']
}

/** A method that the sandbox keeps for somebody. */
export interface SandboxMethod {
  id: string
  customerReference: string
  kind: PaymentMethodKind
  label: string
  expiresOn: CalendarDay | null
  /** What becomes of a later charge. */
  behaviour: 'succeeds' | 'is_declined' | 'needs_authentication'
  createdAt: Date
  removedAt: Date | null
}

export const SANDBOX_EVENT_TYPES = [
  'checkout.processing',
  'checkout.succeeded',
  'checkout.failed',
  'checkout.canceled',
  'checkout.expired',
  'method.saved',
  'refund.succeeded',
  'refund.failed',
  'chargeback.created',
  'chargeback.won',
] as const

export type SandboxEventType = (typeof SANDBOX_EVENT_TYPES)[number]

/** What the sandbox tells by webhook. */
export interface SandboxEvent {
  id: string
  checkoutId: string
  paymentId: string
  type: SandboxEventType
  /** Of the checkout, the refund or the chargeback. */
  amount: Money
  method: string | null
  failureCode: string | null
  /** Of a refund or a chargeback: the sandbox's id of it, and the portal's where it asked. */
  reversal: Pick<SandboxReversal, 'id' | 'reversalId'> | null
  /** Of a method that was kept. */
  savedMethod?: Omit<SandboxMethod, 'behaviour' | 'createdAt' | 'removedAt'>
  occurredAt: Date
}

export interface SandboxTransaction {
  /** Takes the checkout's row lock. */
  lockCheckout(id: string): Promise<SandboxCheckout | null>
  findCheckoutByIdempotencyKey(key: string): Promise<SandboxCheckout | null>
  /** False when there is one with that idempotency key. */
  insertCheckout(checkout: SandboxCheckout): Promise<boolean>
  saveCheckout(checkout: SandboxCheckout): Promise<void>
  insertEvent(event: SandboxEvent): Promise<void>
  findMethod(id: string): Promise<SandboxMethod | null>
  insertMethod(method: SandboxMethod): Promise<void>
  /** Does nothing where there is none. */
  removeMethod(id: string, at: Date): Promise<void>
  readonly jobs: JobQueue
}

/** The sandbox provider's own books. Nothing of the portal's is among them, and no use case reads them. */
export interface SandboxBooks {
  findCheckout(id: string): Promise<SandboxCheckout | null>
  findMethod(id: string): Promise<SandboxMethod | null>
  findEvent(id: string): Promise<SandboxEvent | null>
  markDelivered(eventId: string, at: Date): Promise<void>
  run<Value>(work: (transaction: SandboxTransaction) => Promise<Value>): Promise<Value>
}

/** A charge of a kept method at the sandbox: a checkout that nobody sees, decided by the method. */
import type { SavedMethodCharge } from '~/use-cases/ports/payment-gateway'
import type { SandboxCheckout, SandboxMethod } from '~/use-cases/ports/sandbox-books'
import type { SandboxChange } from './sandbox-checkout'

/** How long the payer may take to authenticate, were the charge not closed before. */
const LIFETIME_MS = 60 * 60_000

/** The charge as it begins; a bank debit ends `debitDelayMs` after `now`. */
export function chargeMethod(
  id: string,
  charge: SavedMethodCharge,
  method: SandboxMethod,
  { now, debitDelayMs, returnUrl }: { now: Date; debitDelayMs: number; returnUrl: string },
): SandboxChange {
  const isDebit = method.kind !== 'card'
  const checkout: SandboxCheckout = {
    id,
    paymentId: charge.paymentId,
    idempotencyKey: charge.idempotencyKey,
    amount: charge.amount,
    description: charge.description,
    merchantName: charge.merchantName,
    locale: 'en',
    returnUrl,
    status: 'authenticating',
    method: isDebit ? 'bank_debit' : 'card',
    failureCode: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + LIFETIME_MS),
    settlesAt: null,
    settlesAs: null,
    refundedMinor: 0,
    reversals: [],
    methods: [],
    keptFor: null,
    methodId: method.id,
    behaviour: method.behaviour,
  }
  const { amountMinor } = charge.amount
  switch (method.behaviour) {
    case 'needs_authentication':
      return { checkout, event: null }
    case 'is_declined':
      return {
        checkout: { ...checkout, status: 'failed', failureCode: 'card_declined' },
        event: { type: 'checkout.failed', amountMinor },
      }
    case 'succeeds':
      if (!isDebit) {
        return { checkout: { ...checkout, status: 'succeeded' }, event: { type: 'checkout.succeeded', amountMinor } }
      }
      return {
        checkout: {
          ...checkout,
          status: 'processing',
          settlesAt: new Date(now.getTime() + debitDelayMs),
          settlesAs: 'succeeded',
        },
        event: { type: 'checkout.processing', amountMinor },
      }
  }
}

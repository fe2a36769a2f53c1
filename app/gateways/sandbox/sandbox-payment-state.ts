/** What the sandbox says of a payment when it is asked. */
import { createMoney, multiplyBps } from '~/domain/money'
import type { GatewayPaymentState } from '~/use-cases/ports/payment-gateway'
import type { SandboxCheckout, SandboxMethod } from '~/use-cases/ports/sandbox-books'
import { getCurrentStatus } from './sandbox-checkout'
import { describeMethodDetails } from './sandbox-method'

/** A fee as providers take one. */
const FEE_BPS = 140

const STATUSES = {
  open: 'pending',
  authenticating: 'pending',
  processing: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
  expired: 'expired',
} as const satisfies Record<SandboxCheckout['status'], GatewayPaymentState['status']>

/** `kept` is the method that came of it. */
export function describePaymentState(
  checkout: SandboxCheckout,
  kept: SandboxMethod | null,
  now: Date,
): GatewayPaymentState {
  const { amount, method, failureCode, reversals } = checkout
  const status = STATUSES[getCurrentStatus(checkout, now)]
  const isPaid = status === 'succeeded'
  const feeMinor = multiplyBps(amount.amountMinor, FEE_BPS)
  const money = (amountMinor: number) => createMoney(amountMinor, amount.currency)
  return {
    status,
    ...(method === null ? {} : { method }),
    ...(failureCode === null ? {} : { failureCode }),
    received: isPaid ? amount : null,
    occurredAt: now,
    reversals: reversals.map(({ id, reversalId, kind, status, amountMinor, createdAt }) => ({
      kind,
      status,
      reversal: { gatewayReference: id, ...(reversalId === null ? {} : { reversalId }) },
      amount: money(amountMinor),
      occurredAt: createdAt,
    })),
    settlement: isPaid
      ? { gross: amount, fee: money(feeMinor), net: money(amount.amountMinor - feeMinor), exchangeRate: null }
      : null,
    savedMethod: kept && describeMethodDetails(kept),
  }
}

/** Refunds and chargebacks of a sandbox checkout, and how they end. */
import type { SandboxCheckout, SandboxReversal } from '~/use-cases/ports/sandbox-books'
import type { SandboxChange } from './sandbox-checkout'

export type ReversalAction = 'refund' | 'charge_back' | 'fail_refund' | 'win_chargeback'

/** What can be done with money that came. */
export function listReversalActions(checkout: SandboxCheckout): ReversalAction[] {
  const isLeft = checkout.refundedMinor < checkout.amount.amountMinor
  return [
    ...(isLeft ? (['refund', 'charge_back'] as const) : []),
    ...(findLatestTaken(checkout, 'refund') ? (['fail_refund'] as const) : []),
    ...(findLatestTaken(checkout, 'chargeback') ? (['win_chargeback'] as const) : []),
  ]
}

export interface ReversalOrder {
  now: Date
  newReversalId: string
  /** Everything left where it is absent. */
  refundMinor?: number
  /** Of the portal's request. */
  request?: { idempotencyKey: string; reversalId: string }
}

/** Does it. Null when there is not that much left, or nothing that could come again. */
export function reverseCheckout(
  checkout: SandboxCheckout,
  action: ReversalAction,
  order: ReversalOrder,
): SandboxChange | null {
  switch (action) {
    case 'refund':
    case 'charge_back':
      return takeBack(checkout, action, order)
    case 'fail_refund':
      return giveBack(checkout, 'refund')
    case 'win_chargeback':
      return giveBack(checkout, 'chargeback')
  }
}

function takeBack(
  checkout: SandboxCheckout,
  action: 'refund' | 'charge_back',
  { now, newReversalId, refundMinor, request }: ReversalOrder,
): SandboxChange | null {
  const leftMinor = checkout.amount.amountMinor - checkout.refundedMinor
  const amountMinor = refundMinor ?? leftMinor
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0 || amountMinor > leftMinor) return null
  const reversal: SandboxReversal = {
    id: newReversalId,
    kind: action === 'refund' ? 'refund' : 'chargeback',
    status: 'taken',
    amountMinor,
    idempotencyKey: request?.idempotencyKey ?? null,
    reversalId: request?.reversalId ?? null,
    createdAt: now,
  }
  return {
    checkout: {
      ...checkout,
      refundedMinor: checkout.refundedMinor + amountMinor,
      reversals: [...checkout.reversals, reversal],
    },
    event: { type: action === 'refund' ? 'refund.succeeded' : 'chargeback.created', amountMinor, reversal },
  }
}

function giveBack(checkout: SandboxCheckout, kind: SandboxReversal['kind']): SandboxChange | null {
  const latest = findLatestTaken(checkout, kind)
  if (!latest) return null
  const returned: SandboxReversal = { ...latest, status: 'returned' }
  return {
    checkout: {
      ...checkout,
      refundedMinor: checkout.refundedMinor - latest.amountMinor,
      reversals: checkout.reversals.map((reversal) => (reversal === latest ? returned : reversal)),
    },
    event: {
      type: kind === 'refund' ? 'refund.failed' : 'chargeback.won',
      amountMinor: latest.amountMinor,
      reversal: returned,
    },
  }
}

function findLatestTaken(checkout: SandboxCheckout, kind: SandboxReversal['kind']): SandboxReversal | undefined {
  return checkout.reversals.findLast((reversal) => reversal.kind === kind && reversal.status === 'taken')
}

/**
 * How a sandbox checkout goes: what can be done with it, and what the provider then says about it. It stands in for
 * what card schemes and banks do, so every way a payment can end can be shown and tested.
 */
import type { SandboxCheckout, SandboxEvent, SandboxEventType } from '~/use-cases/ports/sandbox-books'
import { listReversalActions, reverseCheckout, type ReversalAction } from './sandbox-reversal'

export const SANDBOX_ACTIONS = [
  'pay_by_card',
  'pay_by_card_with_authentication',
  'pay_by_card_declined_later',
  'be_declined',
  'pay_by_debit',
  'pay_by_debit_that_fails',
  'cancel',
  'authenticate',
  'fail_authentication',
  'refund',
  'charge_back',
  'fail_refund',
  'win_chargeback',
] as const

export type SandboxAction = (typeof SANDBOX_ACTIONS)[number]

/** What an action does: the checkout afterwards, and what is told by webhook. */
export interface SandboxChange {
  checkout: SandboxCheckout
  event: { type: SandboxEventType; amountMinor: number; reversal?: NonNullable<SandboxEvent['reversal']> } | null
}

/** What the checkout's page offers at `now`. */
export function listSandboxActions(checkout: SandboxCheckout, now: Date): SandboxAction[] {
  switch (getCurrentStatus(checkout, now)) {
    case 'open':
      return [...listCardActions(checkout), ...listDebitActions(checkout), 'cancel']
    case 'authenticating':
      return ['authenticate', 'fail_authentication', 'cancel']
    case 'succeeded':
      return listReversalActions(checkout)
    case 'processing':
    case 'failed':
    case 'canceled':
    case 'expired':
      return []
  }
}

/** A card that is kept may well be declined another time. */
function listCardActions({ methods, keptFor }: SandboxCheckout): SandboxAction[] {
  if (methods.length > 0 && !methods.includes('card')) return []
  const later: SandboxAction[] = keptFor === null ? [] : ['pay_by_card_declined_later']
  return ['pay_by_card', 'pay_by_card_with_authentication', ...later, 'be_declined']
}

function listDebitActions({ methods }: SandboxCheckout): SandboxAction[] {
  const offersDebit = methods.length === 0 || methods.some((method) => method !== 'card')
  return offersDebit ? ['pay_by_debit', 'pay_by_debit_that_fails'] : []
}

/** A checkout nobody finished in time is expired, whether or not anyone noted it. */
export function getCurrentStatus(checkout: SandboxCheckout, now: Date): SandboxCheckout['status'] {
  const unfinished = checkout.status === 'open' || checkout.status === 'authenticating'
  return unfinished && checkout.expiresAt <= now ? 'expired' : checkout.status
}

/**
 * Does what was chosen. `refundMinor` limits a refund or chargeback, which is called `newReversalId`; without it
 * everything left goes back. A debit ends `debitDelayMs` after `now`. Null when the checkout does not offer that.
 */
export function actOnCheckout(
  checkout: SandboxCheckout,
  action: SandboxAction,
  options: { now: Date; debitDelayMs: number; newReversalId: string; refundMinor?: number },
): SandboxChange | null {
  const { now, debitDelayMs } = options
  if (!listSandboxActions(checkout, now).includes(action)) return null
  const change = (to: Partial<SandboxCheckout>, type: SandboxEventType): SandboxChange => ({
    checkout: { ...checkout, ...to },
    event: { type, amountMinor: checkout.amount.amountMinor },
  })
  switch (action) {
    case 'pay_by_card':
    case 'authenticate':
      return change({ status: 'succeeded', method: 'card' }, 'checkout.succeeded')
    case 'pay_by_card_declined_later':
      return change({ status: 'succeeded', method: 'card', behaviour: 'is_declined' }, 'checkout.succeeded')
    case 'pay_by_card_with_authentication': {
      const behaviour = 'needs_authentication'
      return { checkout: { ...checkout, status: 'authenticating', method: 'card', behaviour }, event: null }
    }
    case 'be_declined':
      return change({ status: 'failed', method: 'card', failureCode: 'card_declined' }, 'checkout.failed')
    case 'fail_authentication':
      return change({ status: 'failed', failureCode: 'authentication_failed' }, 'checkout.failed')
    case 'pay_by_debit':
    case 'pay_by_debit_that_fails': {
      const settlesAt = new Date(now.getTime() + debitDelayMs)
      const settlesAs = action === 'pay_by_debit' ? 'succeeded' : 'failed'
      return change({ status: 'processing', method: 'bank_debit', settlesAt, settlesAs }, 'checkout.processing')
    }
    case 'cancel':
      return change({ status: 'canceled' }, 'checkout.canceled')
    case 'refund':
    case 'charge_back':
    case 'fail_refund':
    case 'win_chargeback':
      return reverseCheckout(checkout, action satisfies ReversalAction, options)
  }
}

/** Ends a bank debit as was decided when it was given. Null when none is under way. */
export function settleDebit(checkout: SandboxCheckout): SandboxChange | null {
  if (checkout.status !== 'processing' || checkout.settlesAs === null) return null
  const succeeded = checkout.settlesAs === 'succeeded'
  return {
    checkout: {
      ...checkout,
      status: checkout.settlesAs,
      failureCode: succeeded ? null : 'insufficient_funds',
      settlesAt: null,
      settlesAs: null,
    },
    event: {
      type: succeeded ? 'checkout.succeeded' : 'checkout.failed',
      amountMinor: checkout.amount.amountMinor,
    },
  }
}

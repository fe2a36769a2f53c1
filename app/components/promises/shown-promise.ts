import type { PromiseStatus } from '~/domain/promise-to-pay'
import type { BadgeTone } from '../badge'

/** A promise to pay, written in the reader's language. */
export interface ShownPromise {
  readonly id: string
  readonly reference: string
  readonly status: PromiseStatus
  readonly amount: string
  readonly day: string
  readonly madeAt: string
  /** Null while nothing came. */
  readonly received: string | null
  /** The last day on which its invoices are left unchased; null where they are not. */
  readonly pausedUntil: string | null
  readonly invoices: readonly string[]
  readonly note: string
}

export const PROMISE_TONES: Readonly<Record<PromiseStatus, BadgeTone>> = {
  open: 'note',
  kept: 'good',
  broken: 'warn',
  canceled: 'plain',
}

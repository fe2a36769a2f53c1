/** How long a provider may take to say what became of a payment that is under way with it. */
import { PAYMENT_METHOD_KINDS, type PaymentMethodKind } from './payment-method'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/**
 * From the end of the payment's time (`expiresAt`: after it nobody can pay on the provider's page) to the day on which the
 * provider's word is overdue. Long enough that nobody looks for what comes by itself:
 *
 * - a card is decided while the payer waits, so an hour is for webhooks that are late;
 * - iDEAL and Bancontact are answered within the session, but a bank may keep one open over a night;
 * - Przelewy24 can be a transfer that the bank books after a weekend;
 * - a debit is returned for lack of money within five banking days (SEPA and ACH), or by the sixth after it was given
 *   (Bacs: three to be collected, and returns up to two later), which holidays stretch;
 * - what the provider's page offers beside these, and we do not know, is given the longest.
 *
 * A transfer to the creditor's own account is no provider's to tell of; its own time ends it.
 */
const GRACE_MS: Readonly<Record<Exclude<PaymentMethodKind, 'bank_transfer'>, number>> = {
  card: HOUR_MS,
  ideal: DAY_MS,
  bancontact: DAY_MS,
  przelewy24: 4 * DAY_MS,
  sepa_debit: 10 * DAY_MS,
  ach_debit: 10 * DAY_MS,
  bacs_debit: 12 * DAY_MS,
  other: 14 * DAY_MS,
}

export interface OutcomeDeadline {
  /** Of the payment; 'other' is for every method that is none of our kinds, or not known. */
  method: PaymentMethodKind
  /** A payment whose time ended before this instant should have an outcome. */
  endedBefore: Date
}

/** What is overdue at `now`, for each kind of method. */
export function listOutcomeDeadlines(now: Date): OutcomeDeadline[] {
  return PAYMENT_METHOD_KINDS.flatMap((method) =>
    method === 'bank_transfer' ? [] : [{ method, endedBefore: new Date(now.getTime() - GRACE_MS[method]) }],
  )
}

/** How long somebody has waited since the payment's time ended, in whole days from two days on, else in whole hours. */
export function measureWait(endedAt: Date, now: Date): { unit: 'hours' | 'days'; count: number } {
  const waitedMs = Math.max(0, now.getTime() - endedAt.getTime())
  return waitedMs < 2 * DAY_MS
    ? { unit: 'hours', count: Math.floor(waitedMs / HOUR_MS) }
    : { unit: 'days', count: Math.floor(waitedMs / DAY_MS) }
}

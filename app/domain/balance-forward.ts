/**
 * The account as a ledger: a balance brought forward, every movement of a period in order, and the balance carried
 * forward. A positive balance is owed by the debtor. What only moves money between documents (a credit note used on an
 * invoice) is no movement of the account.
 */
import { addDays, parseCalendarDay, type CalendarDay } from './calendar-day'
import { parseCurrencyCode, type CurrencyCode } from './currency'
import type { PaymentId } from './ids'
import { assertMinor } from './money'

export type MovementKind =
  | 'invoice'
  | 'credit_note'
  | 'payment'
  | 'refund'
  | 'chargeback'
  /** Money of a refund that failed or a chargeback that was won: it came again. */
  | 'reinstatement'
  | 'discount'
  | 'write_off'

export interface AccountMovement {
  readonly kind: MovementKind
  /** In the creditor's time zone. */
  readonly on: CalendarDay
  /** The document's number; the payment's reference. */
  readonly reference: string
  /** Of a payment, and of what went back of it or came again. */
  readonly paymentId: PaymentId | null
  /** Positive raises what the debtor owes, negative lowers it. */
  readonly amountMinor: number
}

export interface BookedMovement extends AccountMovement {
  /** What the debtor owes after it. */
  readonly balanceMinor: number
}

export interface BalanceForward {
  readonly currency: CurrencyCode
  readonly from: CalendarDay
  readonly to: CalendarDay
  /** At the beginning of `from`. */
  readonly openingMinor: number
  /** Sum of the period's positive movements, and of its negative ones as a positive figure. */
  readonly debitMinor: number
  readonly creditMinor: number
  /** At the end of `to`. */
  readonly closingMinor: number
  readonly movementCount: number
  /** What the page's movements start from: the opening balance on the first page. */
  readonly broughtForwardMinor: number
  /** A page of the movements, oldest first. */
  readonly movements: readonly BookedMovement[]
  readonly page: number
  readonly pageCount: number
}

export const MOVEMENT_PAGE_SIZE = 200

/** Days that are shown when no period is asked for, today included. */
const DEFAULT_PERIOD_DAYS = 90

/** Writes the running balance beside each movement, from `openingMinor`. */
export function bookMovements(openingMinor: number, movements: readonly AccountMovement[]): BookedMovement[] {
  let balanceMinor = assertMinor(openingMinor)
  return movements.map((movement) => {
    balanceMinor = assertMinor(balanceMinor + movement.amountMinor)
    return { ...movement, balanceMinor }
  })
}

export interface PeriodQuery {
  readonly from: CalendarDay
  readonly to: CalendarDay
  readonly currency: CurrencyCode | null
  /** From 1. */
  readonly page: number
}

export type PeriodQueryProblem = 'from' | 'to' | 'period' | 'currency' | 'page'

/**
 * Reads the parameters `from`, `to`, `currency` and `page`. What is malformed is named and left at its default: the
 * last 90 days up to `today`.
 */
export function parsePeriodQuery(
  parameters: URLSearchParams,
  today: CalendarDay,
): { query: PeriodQuery; problems: PeriodQueryProblem[] } {
  const problems: PeriodQueryProblem[] = []
  function read<Value>(name: PeriodQueryProblem, fallback: Value, parse: (text: string) => Value | null): Value {
    const text = parameters.get(name)?.trim() ?? ''
    if (text === '') return fallback
    const value = parse(text)
    if (value === null) problems.push(name)
    return value ?? fallback
  }
  const to = read('to', today, parseCalendarDay)
  const from = read('from', addDays(to, 1 - DEFAULT_PERIOD_DAYS), parseCalendarDay)
  const currency = read<CurrencyCode | null>('currency', null, parseCurrencyCode)
  const page = read('page', 1, (text) => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : null))
  if (from > to) {
    problems.push('period')
    return { query: { from: addDays(today, 1 - DEFAULT_PERIOD_DAYS), to: today, currency, page: 1 }, problems }
  }
  return { query: { from, to, currency, page }, problems }
}

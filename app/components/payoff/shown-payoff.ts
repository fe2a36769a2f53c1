/** A payoff as its pages show it. */
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { Payoff } from '~/domain/payoff'
import type { PayoffQuote } from '~/domain/payoff-quote'

export type ShownQuote = Pick<PayoffQuote, 'id' | 'number' | 'validThroughOn' | 'totalMinor' | 'currency'>

export interface ShownPayoff {
  readonly today: CalendarDay
  readonly throughOn: CalendarDay
  /** The last day that can be asked for. */
  readonly latestOn: CalendarDay
  readonly quoteUntilOn: CalendarDay
  readonly currency: CurrencyCode
  readonly currencies: readonly CurrencyCode[]
  readonly choosable: readonly InvoiceBalance[]
  /** Null for all. */
  readonly chosen: readonly string[] | null
  readonly payoffs: readonly Payoff[]
  readonly hasInterest: boolean
  readonly quotes: readonly ShownQuote[]
  /** Address of the review of what is chosen. */
  readonly payHref: string
}

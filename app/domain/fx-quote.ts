/**
 * A rate locked for minutes: what is charged in one currency for what is settled in another.
 *
 * Rounding: the rate with its margin is an exact decimal; the amount at it is rounded once, half away from zero, to what
 * the gateway can charge, and is never nothing. The margin in money is what is charged less what would be charged at the
 * reference rate by the same rounding. Anybody can compute both from the quote's own figures.
 */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import { addMargin, convertAtRate, findReferenceRate, type RateSourceName, type RateTable } from './exchange-rate'
import type { CreditorId, DebtorId } from './ids'
import type { Money } from './money'
import { fail, succeed, type Result } from './result'

export interface QuoteTerms {
  /** The sum of invoices, in their currency. */
  readonly settled: Money
  /** What is paid for it, margin included. */
  readonly charged: Money
  /** Units of the charged currency for one of the settled: as published, and with the margin. */
  readonly referenceRate: string
  readonly rate: string
  readonly marginBps: number
  /** The margin in minor units of the charged currency, contained in `charged`. */
  readonly marginMinor: number
  readonly source: RateSourceName
  /** The day the rates were published for. */
  readonly rateOn: CalendarDay
}

export interface FxQuote extends QuoteTerms {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** `no_rate`: the table lacks a currency. `too_large`: more than can be counted exactly. */
export type QuoteImpossible = 'no_rate' | 'too_large'

/**
 * What `settled` (a positive amount) costs in another currency. `stepMinor` is what the charged amount must be a
 * multiple of: 1, except where a gateway's units are coarser than ISO's.
 */
export function computeQuoteTerms(
  table: RateTable,
  {
    settled,
    chargedCurrency,
    marginBps,
    stepMinor,
  }: { settled: Money; chargedCurrency: CurrencyCode; marginBps: number; stepMinor: number },
): Result<QuoteTerms, QuoteImpossible> {
  if (settled.amountMinor <= 0) throw new RangeError(`nothing to quote: ${settled.amountMinor}`)
  if (!Number.isInteger(marginBps) || marginBps < 0) throw new RangeError(`not a margin: ${marginBps}`)
  const referenceRate = findReferenceRate(table, settled.currency, chargedCurrency)
  if (referenceRate === null) return fail('no_rate')
  const rate = addMargin(referenceRate, marginBps)
  const atReference = convertAtRate(settled, referenceRate, chargedCurrency, stepMinor)
  const atRate = convertAtRate(settled, rate, chargedCurrency, stepMinor)
  if (atReference === null || atRate === null) return fail('too_large')
  const chargedMinor = Math.max(stepMinor, atRate)
  return succeed({
    settled,
    charged: { amountMinor: chargedMinor, currency: chargedCurrency },
    referenceRate,
    rate,
    marginBps,
    marginMinor: chargedMinor - Math.max(stepMinor, atReference),
    source: table.source,
    rateOn: table.rateOn,
  })
}

/** Whether a payment that is started at this instant is charged by the quote. */
export function isQuoteUsable(quote: Pick<FxQuote, 'createdAt' | 'expiresAt'>, at: Date): boolean {
  return quote.createdAt <= at && at < quote.expiresAt
}

/** `quote_expired`: show a new one. `quote_differs`: it was made for another sum or another currency. */
export type QuoteRefusal = 'quote_expired' | 'quote_differs'

/** Why a payment of `settled` in `chargedCurrency` cannot be started with this quote, or null when it can. */
export function findQuoteRefusal(
  quote: FxQuote,
  { settled, chargedCurrency, at }: { settled: Money; chargedCurrency: CurrencyCode; at: Date },
): QuoteRefusal | null {
  const isSame =
    quote.settled.amountMinor === settled.amountMinor &&
    quote.settled.currency === settled.currency &&
    quote.charged.currency === chargedCurrency
  if (!isSame) return 'quote_differs'
  return isQuoteUsable(quote, at) ? null : 'quote_expired'
}

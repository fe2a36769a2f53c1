/** What an account comes to in one currency, at reference rates: a figure to go by, which binds nobody. */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import { convertAtRate, findReferenceRate, type RateSourceName, type RateTable } from './exchange-rate'
import type { CurrencyPosition } from './statement'

export interface StatementTotalLine {
  readonly currency: CurrencyCode
  /** Units of the total's currency for one of this; null where there is no rate. */
  readonly rate: string | null
  /** In the total's currency; null where there is no rate, or the figure is too large. */
  readonly dueNowMinor: number | null
  readonly balanceMinor: number | null
}

export interface StatementTotal {
  readonly currency: CurrencyCode
  readonly lines: readonly StatementTotalLine[]
  /** Sums of the lines as they are rounded, so that they add up. */
  readonly dueNowMinor: number
  readonly balanceMinor: number
  /** What is not in the sums, because there is no rate for it. */
  readonly missing: readonly CurrencyCode[]
  readonly source: RateSourceName
  readonly rateOn: CalendarDay
}

/** Each position at its reference rate, without a margin, rounded half away from zero to minor units of `currency`. */
export function totalPositions(
  positions: readonly Pick<CurrencyPosition, 'currency' | 'dueNowMinor' | 'balanceMinor'>[],
  table: RateTable,
  currency: CurrencyCode,
): StatementTotal {
  const lines = positions.map((position): StatementTotalLine => {
    const { dueNowMinor, balanceMinor } = position
    const isOwn = position.currency === currency
    const rate = isOwn ? '1' : findReferenceRate(table, position.currency, currency)
    const convert = (amountMinor: number) =>
      rate === null ? null : convertAtRate({ amountMinor, currency: position.currency }, rate, currency)
    return {
      currency: position.currency,
      rate,
      dueNowMinor: convert(dueNowMinor),
      balanceMinor: convert(balanceMinor),
    }
  })
  const sum = (amounts: readonly (number | null)[]) =>
    amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0)
  return {
    currency,
    lines,
    dueNowMinor: sum(lines.map((line) => line.dueNowMinor)),
    balanceMinor: sum(lines.map((line) => line.balanceMinor)),
    missing: lines
      .filter((line) => line.dueNowMinor === null || line.balanceMinor === null)
      .map((line) => line.currency),
    source: table.source,
    rateOn: table.rateOn,
  }
}

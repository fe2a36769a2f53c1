/** What paying early saves, by invoice and in each currency, as lists show it. */
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { SettlementDiscount } from '~/domain/settlement-discount'

export interface Saving {
  readonly amountMinor: number
  /** The last day on which all of it is saved. */
  readonly untilOn: CalendarDay
}

export interface Savings {
  readonly byNumber: ReadonlyMap<string, Saving>
  /** Of all invoices that have one today. */
  readonly byCurrency: ReadonlyMap<CurrencyCode, Saving>
}

interface OfferedDiscount {
  readonly number: string
  readonly currency: CurrencyCode
  readonly deadlines: readonly [SettlementDiscount, ...SettlementDiscount[]]
}

export function describeSavings({ offers }: { readonly offers: readonly OfferedDiscount[] }): Savings {
  const byCurrency = new Map<CurrencyCode, Saving>()
  for (const { currency, deadlines } of offers) {
    const [{ amountMinor, deadlineOn }] = deadlines
    const known = byCurrency.get(currency)
    byCurrency.set(currency, {
      amountMinor: amountMinor + (known?.amountMinor ?? 0),
      untilOn: known && known.untilOn < deadlineOn ? known.untilOn : deadlineOn,
    })
  }
  return {
    byCurrency,
    byNumber: new Map(
      offers.map(({ number, deadlines: [first] }) => [
        number,
        { amountMinor: first.amountMinor, untilOn: first.deadlineOn },
      ]),
    ),
  }
}

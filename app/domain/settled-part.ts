/** What has become of the settled part of an invoice: how much of it was paid, credited, taken off or written off. */

export type SettledHow = 'paid' | 'credited' | 'discount' | 'written_off'

export interface SettledPart {
  readonly how: SettledHow
  /** Minor units of the invoice's currency, above 0. */
  readonly amountMinor: number
}

/** Sums of an invoice's allocations by kind, reversals taken off. Minor units of its currency. */
export interface AllocatedSums {
  readonly cash: number
  readonly credit_note: number
  /** Money that had come before, beyond what was due. */
  readonly unapplied_credit: number
  readonly discount: number
  readonly write_off: number
}

export const NOTHING_ALLOCATED: AllocatedSums = {
  cash: 0,
  credit_note: 0,
  unapplied_credit: 0,
  discount: 0,
  write_off: 0,
}

/** What settled an invoice, by how; together with what is open it is the whole. */
export function listSettledParts(sums: AllocatedSums): SettledPart[] {
  const parts: readonly SettledPart[] = [
    { how: 'paid', amountMinor: sums.cash + sums.unapplied_credit },
    { how: 'credited', amountMinor: sums.credit_note },
    { how: 'discount', amountMinor: sums.discount },
    { how: 'written_off', amountMinor: sums.write_off },
  ]
  return parts.filter(({ amountMinor }) => amountMinor > 0)
}

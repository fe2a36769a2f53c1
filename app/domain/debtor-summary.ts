/** A debtor as the creditor's collections team sees it in a list: where it stands, and what happened last. */
import type { CalendarDay } from './calendar-day'
import type { DebtorId } from './ids'
import type { BalanceAfter, OutcomeEventBody } from './outcome-event'

export interface DebtorSummary {
  id: DebtorId
  externalId: string
  name: string
  countryCode: string | null
  locale: string | null
  /** One for each currency in which anything is open, in favour of either side. */
  balances: BalanceAfter[]
  /** Due date of the oldest invoice that is overdue and of which something is due now. */
  oldestOverdueOn: CalendarDay | null
  lastEvent: (Pick<OutcomeEventBody, 'sequence' | 'type'> & { occurredAt: Date }) | null
}

export const WORKLIST_FILTERS = ['all', 'overdue', 'credit'] as const
export type WorklistFilter = (typeof WORKLIST_FILTERS)[number]

export const WORKLIST_SORTS = ['overdue', 'name', 'activity'] as const
export type WorklistSort = (typeof WORKLIST_SORTS)[number]

/**
 * A debtor's statement: its documents, what they add up to in each currency, and how old the open ones are. Amounts are
 * minor units of the currency they stand beside. Days are the creditor's.
 */
import { ageItems, type AgeingBucket, type AgeingLine } from './ageing'
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { PaymentId } from './ids'
import type { InvoiceBalance } from './invoice-balance'
import type { PaymentStatus } from './payment'
import type { StatementTab } from './statement-query'

/** A document on the list. Of a credit note the amounts are what the debtor has in its favour, as positive figures. */
export interface StatementItem extends Pick<
  InvoiceBalance,
  | 'kind'
  | 'number'
  | 'issueOn'
  | 'dueOn'
  | 'payableMinor'
  | 'openMinor'
  | 'disputedMinor'
  | 'pendingMinor'
  | 'plannedMinor'
  | 'settledOn'
> {
  readonly purchaseOrder: string | null
}

/** Open invoices of one currency and one ageing bucket, added up. */
export interface OpenItemsGroup {
  readonly currency: CurrencyCode
  readonly bucket: AgeingBucket
  readonly count: number
  readonly openMinor: number
  readonly disputedMinor: number
  readonly pendingMinor: number
  readonly plannedMinor: number
  /** Sum of each invoice's own due-now amount. */
  readonly dueNowMinor: number
  /** Of those of which something is payable now; null where nothing is. */
  readonly oldestDueOn: CalendarDay | null
}

/** What falls due on the next due date that has not passed. */
export interface NextDue {
  readonly currency: CurrencyCode
  readonly dueOn: CalendarDay
  readonly dueNowMinor: number
}

/** Money in the debtor's favour that is left to use: of credit notes and of payments beyond what was open. */
export interface CreditSum {
  readonly currency: CurrencyCode
  readonly openMinor: number
}

/** Where the account stands in one currency. */
export interface CurrencyPosition {
  readonly currency: CurrencyCode
  /** Open invoices. */
  readonly count: number
  readonly openMinor: number
  readonly disputedMinor: number
  readonly pendingMinor: number
  readonly plannedMinor: number
  /** What can be paid now: `overdueMinor + notYetDueMinor`. */
  readonly dueNowMinor: number
  /** The part of `dueNowMinor` whose due date has passed. */
  readonly overdueMinor: number
  readonly notYetDueMinor: number
  readonly creditMinor: number
  /** `openMinor - creditMinor`: negative when the creditor owes the debtor. */
  readonly balanceMinor: number
  readonly oldestOverdueOn: CalendarDay | null
  readonly nextDue: { readonly dueOn: CalendarDay; readonly dueNowMinor: number } | null
  readonly ageing: readonly AgeingLine[]
}

/** A credit that can be used, oldest first. */
export interface StatementCredit {
  readonly kind: 'credit_note' | 'unapplied_credit'
  readonly currency: CurrencyCode
  /** The credit note's number, or the reference of the payment that left the money. */
  readonly label: string
  /** Of an unapplied credit. */
  readonly paymentId: PaymentId | null
  readonly on: CalendarDay
  readonly amountMinor: number
  readonly openMinor: number
}

export interface StatementPayment {
  readonly id: PaymentId
  readonly reference: string
  readonly status: PaymentStatus
  readonly currency: CurrencyCode
  readonly amountMinor: number
  /** When the money came, else when it ended, else when it was begun. */
  readonly on: CalendarDay
}

export type TabCounts = Readonly<Record<StatementTab, number>>

/** The account as a debtor reads it: positions of every currency, and a page of the documents in one of them. */
export interface Statement {
  readonly today: CalendarDay
  /** The currencies in which there is or was anything, the one shown first. */
  readonly currencies: readonly CurrencyCode[]
  readonly positions: readonly CurrencyPosition[]
  /** Of the listed documents. */
  readonly currency: CurrencyCode
  readonly counts: TabCounts
  readonly items: readonly StatementItem[]
  readonly page: number
  readonly pageCount: number
  readonly credits: readonly StatementCredit[]
  readonly payments: readonly StatementPayment[]
  /** The last day of a pause of reminders that holds today; null where none does. */
  readonly pausedUntilOn: CalendarDay | null
}

/** Adds up the groups of each currency. `currencies` says which there are and in which order. */
export function summarizePositions(
  currencies: readonly CurrencyCode[],
  groups: readonly OpenItemsGroup[],
  nextDues: readonly NextDue[],
  credits: readonly CreditSum[],
): CurrencyPosition[] {
  return currencies.map((currency) => {
    const own = groups.filter((group) => group.currency === currency)
    const late = own.filter((group) => group.bucket !== 'not_due')
    const openMinor = sum(own, 'openMinor')
    const dueNowMinor = sum(own, 'dueNowMinor')
    const overdueMinor = sum(late, 'dueNowMinor')
    const creditMinor = sum(
      credits.filter((credit) => credit.currency === currency),
      'openMinor',
    )
    const next = nextDues.find((due) => due.currency === currency && due.dueNowMinor > 0)
    return {
      currency,
      count: sum(own, 'count'),
      openMinor,
      disputedMinor: sum(own, 'disputedMinor'),
      pendingMinor: sum(own, 'pendingMinor'),
      plannedMinor: sum(own, 'plannedMinor'),
      dueNowMinor,
      overdueMinor,
      notYetDueMinor: dueNowMinor - overdueMinor,
      creditMinor,
      balanceMinor: openMinor - creditMinor,
      oldestOverdueOn: late.flatMap((group) => group.oldestDueOn ?? []).sort()[0] ?? null,
      nextDue: next ? { dueOn: next.dueOn, dueNowMinor: next.dueNowMinor } : null,
      ageing: ageItems(own),
    }
  })
}

function sum<Key extends string>(entries: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return entries.reduce((total, entry) => total + entry[key], 0)
}

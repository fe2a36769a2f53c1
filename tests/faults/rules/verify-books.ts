/** What must hold of the books however often the process died. Each fault names the rule it breaks. */
import type { Books } from './books'
import { verifyMoney } from './verify-money'
import { verifyReports } from './verify-reports'
import { verifyWork } from './verify-work'

export type Rule =
  /** What the sandbox took is what we say was received, and nothing else is. */
  | 'captured'
  /** What was received stands on invoices and as unapplied credit, once. */
  | 'applied-once'
  /** What was refunded or charged back went back, once. */
  | 'reversed-once'
  /** payable = open + allocated, for invoices and credit notes. */
  | 'invoice-balance'
  /** pending = what payments under way have reserved. */
  | 'reservations'
  /** 0 <= pending <= open <= payable; 0 <= open <= amount. */
  | 'not-negative'
  /** Unapplied credit = open + used. */
  | 'unapplied-credit'
  /** A debtor's use of credits is there whole. */
  | 'credit-application'
  /** A payment's history is one way from its beginning to its status. */
  | 'history'
  /** One form, one payment, one checkout. */
  | 'one-checkout'
  /** What a debtor was told has happened. */
  | 'confirmed'
  /** Gap-free, hashes whole, head at the end. */
  | 'chain'
  /** Each step of a payment that is to be reported is, once. */
  | 'payment-events'
  /** Adding up the log gives the balances. */
  | 'log-adds-up'
  /** Each event has one delivery to each endpoint, and it was delivered. */
  | 'delivered'
  /** The receiver has each event, signed, with one content, and none that is not in the log. */
  | 'received'
  /** What the sandbox did it told, and what it told is in the inbox once, and was dealt with. */
  | 'inbox'
  /** No job failed or is left over. */
  | 'jobs'
  /** Each mail was written once, and none that should not be. */
  | 'mails'

export interface Fault {
  rule: Rule
  about: string
}

/** Empty when all is well. */
export function verifyBooks(books: Books): Fault[] {
  return [...verifyMoney(books), ...verifyReports(books), ...verifyWork(books)]
}

export class FaultList {
  readonly faults: Fault[] = []

  /** Notes a fault unless `holds`. */
  demand(rule: Rule, holds: boolean, about: () => string): void {
    if (!holds) this.faults.push({ rule, about: about() })
  }
}

export function sumMinor<Row>(rows: readonly Row[], read: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + read(row), 0)
}

/** Rows by a key; a key without rows has an empty list. */
export function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string | null): (key: string) => readonly Row[] {
  const groups = new Map<string | null, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return (wanted) => groups.get(wanted) ?? []
}

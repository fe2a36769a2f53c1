/** What must hold of the books however often the process died. Each fault names the rule it breaks. */
import type { Books } from './books'
import { verifyAgreedMoney, verifyAgreements } from './verify-agreements'
import { verifyMoney } from './verify-money'
import { verifyProviders } from './verify-providers'
import { verifyReports } from './verify-reports'
import { verifyWork } from './verify-work'

export type Rule =
  /** What a provider took is what we say was received, and nothing else is. */
  | 'captured'
  /** No payment was taken twice, at whichever providers. */
  | 'one-charge'
  /** What a provider still holds of a payment is what we say is kept. */
  | 'held'
  /** Each refund that was asked for was carried out once at most, with its amount, and is decided. */
  | 'one-refund'
  /** The worth of what was received stands on invoices and as unapplied credit, once. */
  | 'applied-once'
  /** The worth of what went back was taken back, once. */
  | 'reversed-once'
  /** payable = open + allocated, for invoices and credit notes. */
  | 'invoice-balance'
  /** pending = what payments under way have reserved. */
  | 'reservations'
  /** No payment is under way any more: those that nobody ended were ended by the clock. */
  | 'ended'
  /** 0 <= pending <= open <= payable; 0 <= open <= amount. */
  | 'not-negative'
  /** Unapplied credit = open + used. */
  | 'unapplied-credit'
  /** A debtor's use of credits is there whole. */
  | 'credit-application'
  /** A payment's history is one way from its beginning to its status. */
  | 'history'
  /** One form, one payment; one payment, one page at a provider. */
  | 'one-checkout'
  /** What a debtor or a creditor was told has happened. */
  | 'confirmed'
  /** No instalment is collected twice, and what was collected stands on the invoices of its plan. */
  | 'instalment-once'
  /** A plan's instalments, its invoices and what these set aside for it agree. */
  | 'plan-balance'
  /** What a settlement lets go is let go once, and only where its sum was paid and stayed. */
  | 'settlement-once'
  /** In days enough every promise and every settlement is decided. */
  | 'decided'
  /** Each step of a promise, a settlement or a plan follows from the one before, and is told once. */
  | 'agreement-events'
  /** What was written off of an invoice is told, once. */
  | 'write-off-told'
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
  /** What a provider told is in the inbox once, and was dealt with. */
  | 'inbox'
  /** Compared once more, our books and the providers' do not differ, and there was nothing left to correct. */
  | 'reconciled'
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
  return [
    ...verifyProviders(books),
    ...verifyMoney(books),
    ...verifyAgreements(books),
    ...verifyReports(books),
    ...verifyWork(books),
  ]
}

/** The rules about money alone: they hold as soon as the portal knows all, whether it was told or had to ask. */
export function verifyMoneyAlone(books: Books): Fault[] {
  return [...verifyProviders(books), ...verifyMoney(books), ...verifyAgreedMoney(books)]
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

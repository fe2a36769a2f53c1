import type { DebtorAccount, ReadingContext } from '~/use-cases/ports/statement-reader'
import type { DebtorVisit } from './debtor-visit.server'

/** Whose account a visitor reads. */
export function getAccount({ creditor, debtor }: DebtorVisit): DebtorAccount {
  return { creditorId: creditor.id, debtorId: debtor.id }
}

/** How days and an empty account's currency are decided for a visitor. */
export function getReadingContext({ creditor, today }: DebtorVisit): ReadingContext {
  return { today, timeZone: creditor.timeZone, defaultCurrency: creditor.defaultCurrency }
}

import { redirect } from '@remix-run/node'
import type { DebtorActor, Initiator } from '~/domain/actor'
import type { DebtorAccount, ReadingContext } from '~/use-cases/ports/statement-reader'
import type { DebtorVisit } from './debtor-visit.server'

/** Whose account a visitor reads. */
export function getAccount({ creditor, debtor }: DebtorVisit): DebtorAccount {
  return { creditorId: creditor.id, debtorId: debtor.id }
}

/** A visitor as one side of a dispute, a plan or an agreement. */
export function describeActor(visit: DebtorVisit): DebtorActor {
  const { linkId, scope, recipientName } = visit
  return { side: 'debtor', ...getAccount(visit), linkId, scope, name: recipientName }
}

/** A visitor as one who begins something. */
export function describeInitiator(visit: DebtorVisit): Initiator {
  const { linkId, scope, isLimited, recipientName, recipientEmail, formatLocale } = visit
  return { side: 'debtor', linkId, scope, isLimited, name: recipientName, email: recipientEmail, locale: formatLocale }
}

/** How days and an empty account's currency are decided for a visitor, and how much of the account it sees. */
export function getReadingContext({ creditor, today, isLimited }: DebtorVisit): ReadingContext {
  return { today, timeZone: creditor.timeZone, defaultCurrency: creditor.defaultCurrency, isLimited }
}

/** What there is of a whole account alone (the balance forward); a visitor who sees a part is led to that part. */
export function requireWholeAccount<Taken>(taken: Taken | null): Taken {
  if (taken === null) throw redirect('/statement')
  return taken
}

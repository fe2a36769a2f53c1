import type { Payer } from '~/domain/payment-order'
import type { DebtorVisit } from './debtor-visit.server'

/** The visitor as who pays: named by the link, unless they name themselves. */
export function getPayer(
  visit: DebtorVisit,
  named: { name: string | null; email: string | null } | null = null,
): Payer {
  return {
    creditorId: visit.creditor.id,
    debtorId: visit.debtor.id,
    linkId: visit.linkId,
    scope: visit.scope,
    name: named ? named.name : visit.recipientName,
    email: named ? named.email : visit.recipientEmail,
    locale: visit.formatLocale,
  }
}

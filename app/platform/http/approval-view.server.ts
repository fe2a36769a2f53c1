import type { ListedApproval } from '~/components/access/approvals-page'
import { getApprovalState, type PaymentApproval } from '~/domain/payment-approval'
import { getFormatters } from '~/i18n/formatters'
import type { DebtorVisit } from './debtor-visit.server'

/** A prepared payment as a visitor reads it. */
export function describeApproval(visit: DebtorVisit, approval: PaymentApproval, now: Date): ListedApproval {
  const format = getFormatters(visit.formatLocale, visit.creditor.timeZone)
  const state = getApprovalState(approval, now)
  return {
    ...{ id: approval.id, state },
    amount: format.money(approval.totalMinor, approval.currency),
    requestedBy: approval.requestedByName ?? approval.requestedByEmail,
    requestedAt: format.instant(approval.requestedAt),
    expiresAt: format.instant(approval.expiresAt),
    decidedBy: approval.decidedByName ?? approval.decidedByEmail,
    decidedAt: state === 'expired' ? null : approval.decidedAt && format.instant(approval.decidedAt),
    reason: approval.reason,
  }
}

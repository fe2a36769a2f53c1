import type { ShownDispute } from '~/components/disputes/shown-dispute'
import type { AccountDispute } from '~/domain/account-invoice'
import { dayOfInstant } from '~/domain/calendar-day'
import type { DebtorVisit } from './debtor-visit.server'

/** A dispute as the debtor's pages show it, with its clock as a day of the creditor's. */
export function describeDispute(
  dispute: AccountDispute & { invoiceNumber: string },
  { creditor, today }: Pick<DebtorVisit, 'creditor' | 'today'>,
): ShownDispute {
  const answerDueOn = dispute.answerDueAt === null ? null : dayOfInstant(dispute.answerDueAt, creditor.timeZone)
  const { id, reference, invoiceNumber, status, currency, claimedMinor, grantedMinor, reason, action } = dispute
  const { openedAt, openedByName, endedAt, creditNoteNumber } = dispute
  return {
    ...{ id, reference, invoiceNumber, status, currency, claimedMinor, grantedMinor, reason, action },
    ...{ openedAt, openedByName, answerDueOn, endedAt, creditNoteNumber },
    isLate: answerDueOn !== null && answerDueOn < today,
  }
}

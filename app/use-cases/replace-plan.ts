import type { CalendarDay } from '~/domain/calendar-day'
import { computeDueNow } from '~/domain/invoice-balance'
import type { PlanBooks } from './carry-plans'
import { creditPlanCharges } from './credit-plan-charges'
import { endPlan } from './end-plan'
import type { IdSource } from './ports/ids'
import type { ListedOffer } from './ports/settlement-offer-repository'
import type { Transaction } from './ports/unit-of-work'

/**
 * Ends the plan that an offer takes the place of, as the debtor agrees to it. What was earned of the plan's interest since
 * the offer was made is credited with what is not earned: the sum that was offered settles all of it. The plan and its
 * invoices are locked.
 */
export async function replacePlan(
  { ids, at, today }: { ids: IdSource; at: Date; today: CalendarDay },
  transaction: Transaction,
  books: PlanBooks,
  { offer, author, authorName }: { offer: ListedOffer; author: string; authorName: string | null },
): Promise<void> {
  const end = { status: 'canceled', side: 'debtor', author, authorName, text: offer.reference } as const
  const ended = await endPlan({ ids }, transaction, books, { ...end, at, today })
  if (ended.chargeInvoiceId === null) return
  const [charges] = await transaction.invoices.findByIds(ended.creditorId, [ended.chargeInvoiceId])
  const share = offer.invoices.find(({ invoiceId }) => invoiceId === ended.chargeInvoiceId)
  const beyondMinor = charges ? computeDueNow(charges) - (share?.amountMinor ?? 0) : 0
  await creditPlanCharges({ ids, at, today }, transaction, ended, beyondMinor)
}

import type { CalendarDay } from '~/domain/calendar-day'
import type { InvoiceId, PlanId } from '~/domain/ids'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import type { OfferObstacle, OfferSide } from '~/domain/settlement-offer'
import { lockInvoices, type InvoiceLedger } from './invoice-ledger'
import type { PlanBooks } from './carry-plans'
import { findChosenInvoices, type InvoicesAsked } from './find-chosen-invoices'
import type { ListedOffer } from './ports/settlement-offer-repository'
import type { Transaction } from './ports/unit-of-work'
import { readSuperseded, releaseInvoices } from './read-plan-extension'

export interface OfferGroundAsked extends InvoicesAsked {
  readonly side: OfferSide
  /** The plan in force that an offer of the creditor takes the place of; null where it takes the place of none. */
  readonly planId: PlanId | null
}

/** What an offer can be made of. */
export interface OfferGround {
  /** As they are, or would be if the plan that it takes the place of ended now. */
  readonly invoices: InvoiceBalance[]
  readonly obstacle: OfferObstacle | null
}

/**
 * The invoices that an offer is about; null where one of them is not there. One in place of a plan is about all that is left
 * of it: what stayed behind would fall due at once.
 */
export async function readOfferGround(
  transaction: Transaction,
  asked: OfferGroundAsked,
  today: CalendarDay,
): Promise<OfferGround | null> {
  const { creditorId, debtorId, side, planId, invoiceNumbers, currency } = asked
  const chosen = await findChosenInvoices(transaction, asked)
  if (chosen === null) return null
  if (planId === null) {
    const planned = chosen.filter((invoice) => invoice.plannedMinor > 0 && computeDueNow(invoice) === 0)
    const isLeft = planned.length < chosen.length
    const isInPlan = planned.length > 0 && (!isLeft || (side === 'creditor' && invoiceNumbers !== null))
    return { invoices: chosen, obstacle: isInPlan ? 'in_plan' : null }
  }
  const books = await readSuperseded(transaction, debtorId, await transaction.plans.find(creditorId, planId))
  if (side !== 'creditor' || !books.ok || books.value.plan.currency !== currency) {
    return { invoices: chosen, obstacle: 'plan_not_replaceable' }
  }
  const own = new Set(books.value.shares.map(({ invoiceId }) => invoiceId))
  const beside = chosen.filter(({ id }) => !own.has(id))
  const ofPlan = await transaction.invoices.findByIds(creditorId, [...own])
  const released = await releaseInvoices(transaction, books.value, [...beside, ...ofPlan], today)
  const isWhole = released.every(
    (invoice) =>
      !own.has(invoice.id) ||
      computeDueNow(invoice) === 0 ||
      invoiceNumbers === null ||
      invoiceNumbers.includes(invoice.number),
  )
  return { invoices: released, obstacle: isWhole ? null : 'plan_incomplete' }
}

/** What an agreed offer settles, under its locks. */
export interface LockedOffer {
  readonly ledger: InvoiceLedger
  /** The plan that it takes the place of; null where it takes the place of none. */
  readonly replaced: PlanBooks | null
}

/**
 * The invoices of an offer under their locks, with the plan that gives way to it; null where less is due of one of them
 * than is to be settled, or the plan is over, or being paid.
 */
export async function lockOfferGround(
  transaction: Transaction,
  { creditorId, debtorId, planId, invoices }: ListedOffer,
  today: CalendarDay,
): Promise<LockedOffer | null> {
  const own = planId === null ? [] : await transaction.plans.listInvoices(creditorId, planId)
  const ids: InvoiceId[] = [...invoices, ...own].map(({ invoiceId }) => invoiceId)
  const ledger = await lockInvoices(transaction, creditorId, ids)
  const replaced =
    planId === null
      ? null
      : await readSuperseded(transaction, debtorId, await transaction.plans.lock(creditorId, planId))
  if (replaced !== null && !replaced.ok) return null
  const balances =
    replaced === null ? ledger.list() : await releaseInvoices(transaction, replaced.value, ledger.list(), today)
  const isDue = invoices.every(({ invoiceId, amountMinor }) => {
    const balance = balances.find(({ id }) => id === invoiceId)
    return balance !== undefined && computeDueNow(balance) >= amountMinor
  })
  return isDue ? { ledger, replaced: replaced === null ? null : replaced.value } : null
}

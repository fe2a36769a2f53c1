import { dayOfInstant } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import { findPromiseObstacle } from '~/domain/promise-to-pay'
import { findOfferObstacle } from '~/domain/settlement-offer'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'
import { readPlanGround } from './read-plan-ground'

/** What a debtor that cannot pay now is permitted instead, of what is due in one currency. */
export interface WaysOut {
  readonly currency: CurrencyCode
  readonly plans: boolean
  readonly promises: boolean
  readonly settlements: boolean
}

/**
 * By currency, the one with the most invoices due first; none in which nothing is due or nothing is permitted. By the same
 * rules as the pages that these lead to: a settlement that is possible for one of its invoices is possible. Only reads.
 */
export function readWaysOut(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
): Promise<WaysOut[]> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const { creditors, invoices, policies, promises, settlementOffers } = transaction
    const creditor = await creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const now = clock.now()
    const today = dayOfInstant(now, creditor.timeZone)
    const open = await invoices.listOpen(creditorId, debtorId, 'invoice')
    const due = open.filter((invoice) => computeDueNow(invoice) > 0)
    if (due.length === 0) return []
    const plannable = await readPlanGround(transaction, creditor, { debtorId, at: now })
    const promising = await policies.read(creditorId, 'promise')
    const earlier = promising.isOffered ? await promises.listOfDebtor(creditorId, debtorId) : []
    const settling = await policies.read(creditorId, 'settlement-offer')
    const taken = new Set(settling.isOffered ? await settlementOffers.listTakenInvoices(creditorId, debtorId) : [])
    return [...new Set(due.map(({ currency }) => currency))]
      .map((currency) => ({ currency, own: due.filter((invoice) => invoice.currency === currency) }))
      .toSorted((left, right) => right.own.length - left.own.length)
      .map(({ currency, own }) => ({
        currency,
        plans: plannable.currencies.some((one) => one.currency === currency),
        promises: findPromiseObstacle(promising, { invoices: own, earlier, now }) === null,
        settlements: own.some(
          (invoice) => findOfferObstacle(settling, { side: 'debtor', invoices: [invoice], taken, today }) === null,
        ),
      }))
      .filter(({ plans, promises: canPromise, settlements }) => plans || canPromise || settlements)
  })
}

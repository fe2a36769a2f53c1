import { addDays, startOfDay } from '~/domain/calendar-day'
import { decideAgreedOffer, findLastArrivalDay, type OfferStep, type SettlementOffer } from '~/domain/settlement-offer'
import type { IdSource } from './ports/ids'
import type { ListedOffer, OfferAddress } from './ports/settlement-offer-repository'
import type { Transaction } from './ports/unit-of-work'
import { breakByMoney, writeOffByOffer } from './settle-offer'
import { readToday, recordOfferStep, type OfferServices } from './take-offer-step'

const BATCH_SIZE = 200

/**
 * Ends offers that nobody answered in time, and decides what became of those that were agreed, by the money that came and
 * the creditor's calendar day; also where money that had fulfilled one went back or came again. Each is ended once,
 * however often and in however many processes this runs; one that throws keeps no other from being decided: the errors
 * are thrown together at the end. Returns how many steps were taken.
 */
export async function decideSettlementOffers({ unitOfWork, clock, ids }: OfferServices): Promise<number> {
  const now = clock.now()
  const errors: unknown[] = []
  let count = 0
  let after: OfferAddress | null = null
  for (;;) {
    const last: OfferAddress | null = after
    const offers: OfferAddress[] = await unitOfWork.run({ kind: 'system' }, ({ settlementOffers }) =>
      settlementOffers.listUndecided(now, last, BATCH_SIZE),
    )
    for (const { creditorId, debtorId, id } of offers) {
      try {
        const hasMoved = await unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
          const offer = await transaction.settlementOffers.lock(creditorId, id)
          return offer !== null && decide(transaction, ids, offer, now)
        })
        if (hasMoved) count += 1
      } catch (error) {
        errors.push(error)
      }
    }
    const next: OfferAddress | undefined = offers.at(-1)
    if (next === undefined || offers.length < BATCH_SIZE) break
    after = next
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} settlement offers could not be decided`)
  return count
}

async function decide(transaction: Transaction, ids: IdSource, offer: ListedOffer, at: Date): Promise<boolean> {
  const { today, timeZone } = await readToday(transaction, offer, at)
  const move = async (step: OfferStep, changes: Partial<SettlementOffer>) => {
    const by = { side: null, author: 'policy', authorName: null, text: '' }
    return (await recordOfferStep(transaction, ids, offer, { step, ...by, at, changes })) !== null
  }
  switch (offer.status) {
    case 'proposed':
    case 'offered':
      return today > offer.answerByOn && (await move('expired', {}))
    case 'agreed': {
      const { creditorId, invoices } = offer
      const balances = await transaction.invoices.findByIds(
        creditorId,
        invoices.map(({ invoiceId }) => invoiceId),
      )
      const openMinor = balances.reduce((sum, balance) => sum + balance.openMinor, 0)
      const money = await readMoney(transaction, offer, timeZone)
      const end = decideAgreedOffer(offer, { today, openMinor, ...money })
      if (end === null) return false
      if (end === 'broken') return move('broken', { endedReason: 'not_paid' })
      await writeOffByOffer(transaction, ids, offer, { at, timeZone })
      return true
    }
    case 'fulfilled':
    case 'broken': {
      const { creditorId, paymentId, endedReason } = offer
      if (paymentId === null) return followMoney(transaction, ids, offer, { at, timeZone })
      const payment = await transaction.payments.findById(creditorId, paymentId)
      if (!payment) return false
      if (offer.status === 'fulfilled') {
        return payment.status !== 'succeeded' && (await move('broken', { endedReason: 'money_went_back' }))
      }
      const isBack = endedReason === 'money_went_back' && payment.status === 'succeeded'
      return isBack && (await move('fulfilled', { endedReason: null }))
    }
    default:
      return false
  }
}

/** One that was fulfilled by money in other ways: what it let go hangs on all of that money. */
async function followMoney(
  transaction: Transaction,
  ids: IdSource,
  offer: ListedOffer,
  { at, timeZone }: { at: Date; timeZone: string },
): Promise<boolean> {
  const isEnough = (await readMoney(transaction, offer, timeZone)).receivedMinor >= offer.offeredMinor
  if (offer.status === 'fulfilled') return !isEnough && breakByMoney(transaction, ids, offer, at)
  if (!isEnough || offer.endedReason !== 'money_went_back') return false
  await writeOffByOffer(transaction, ids, offer, { at, timeZone })
  return true
}

function readMoney({ settlementOffers }: Transaction, offer: ListedOffer, timeZone: string) {
  const { creditorId, id, agreedAt } = offer
  if (agreedAt === null) throw new Error(`offer ${id} was agreed at no time`)
  const before = startOfDay(addDays(findLastArrivalDay(offer), 1), timeZone)
  return settlementOffers.readMoney(creditorId, id, { since: agreedAt, before })
}

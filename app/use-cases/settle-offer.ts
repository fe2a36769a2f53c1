import { dayOfInstant } from '~/domain/calendar-day'
import type { Concession } from '~/domain/concession'
import type { Creditor } from '~/domain/creditor'
import type { CreditorId, InvoiceId } from '~/domain/ids'
import { computeCapacity, reopen, settle, type InvoiceBalance } from '~/domain/invoice-balance'
import type { Payment, PaymentPurpose } from '~/domain/payment'
import type { ConcessionFinder, PaymentOrder } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { computeWaived, findLastArrivalDay } from '~/domain/settlement-offer'
import { lockInvoices } from './invoice-ledger'
import { grantWaivers, revokeWaivers } from './let-go-interest'
import type { Allocation } from './ports/allocation-repository'
import type { IdSource } from './ports/ids'
import type { RecordedWaiver } from './ports/late-interest-repository'
import type { ListedOffer } from './ports/settlement-offer-repository'
import type { Transaction } from './ports/unit-of-work'
import { describeSettledInvoice } from './report-payment'
import { listOfferItems } from './report-settlement'
import { recordOfferStep } from './take-offer-step'

/** What an agreed offer lets go of its invoices, for a payment of all of it that is started in time. */
export async function findOfferConcessions(
  { settlementOffers }: Transaction,
  creditor: Creditor,
  { purpose, invoices, at }: { purpose: PaymentPurpose; invoices: readonly InvoiceBalance[]; at: Date },
): Promise<ConcessionFinder> {
  const offer = await settlementOffers.findById(creditor.id, purpose.id)
  const isPayable = offer?.status === 'agreed' && dayOfInstant(at, creditor.timeZone) <= offer.payByOn
  const asked = new Set(invoices.map(({ id }) => id))
  if (!isPayable || offer.invoices.some(({ invoiceId }) => !asked.has(invoiceId))) return () => null
  const shares = new Map(offer.invoices.map((share) => [share.invoiceId, share]))
  return (invoice, settledMinor): Concession | null => {
    const share = shares.get(invoice.id)
    if (share?.amountMinor !== settledMinor || share.waivedMinor === 0) return null
    return {
      kind: 'write_off',
      amountMinor: share.waivedMinor,
      rule: 'full_only',
      receivedByOn: findLastArrivalDay(offer),
      grounds: { source: 'settlement_offer', offerId: offer.id },
    }
  }
}

/** Whether a payment for an offer asks for anything but all of it, in money; null where it does not. */
export async function findOfferRefusal(
  { settlementOffers }: Transaction,
  creditorId: CreditorId,
  { purpose, items, credits }: PaymentOrder,
): Promise<PaymentRefusal | null> {
  if (purpose?.kind !== 'settlement_offer') return null
  const offer = await settlementOffers.findById(creditorId, purpose.id)
  const wanted = offer ? listOfferItems(offer) : []
  const isWhole =
    offer?.status === 'agreed' &&
    credits.length === 0 &&
    items.length === wanted.length &&
    wanted.every(({ number, amountMinor, concessionMinor }) =>
      items.some(
        (item) =>
          item.number === number &&
          item.amountMinor === amountMinor &&
          (item.concessionMinor ?? 0) === concessionMinor &&
          (item.chargesMinor ?? 0) === 0,
      ),
    )
  return isWhole ? null : refusePayment('settlement_changed')
}

/**
 * A payment has brought in money: the offer that it is for is fulfilled where all that was to be let go was let go with
 * it. `letGo` are its concessions.
 */
export async function fulfilOffer(
  { transaction, ids }: { transaction: Transaction; ids: IdSource },
  payment: Payment,
  letGo: readonly Pick<Allocation, 'amountMinor'>[],
  at: Date,
): Promise<void> {
  if (payment.purpose?.kind !== 'settlement_offer') return
  const offer = await transaction.settlementOffers.lock(payment.creditorId, payment.purpose.id)
  const letGoMinor = letGo.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  if (!offer || letGoMinor < computeWaived(offer)) return
  const fulfilled = await recordOfferStep(transaction, ids, offer, {
    ...{ step: 'fulfilled', side: null, author: 'policy', authorName: null, text: '', at },
    changes: { paymentId: payment.id, endedReason: null },
  })
  if (fulfilled) await waiveInterestOf(transaction, ids, fulfilled, at)
}

/** Full and final: what lateness has cost of its invoices until now is let go with them, and is owed again with them. */
async function waiveInterestOf(
  transaction: Transaction,
  ids: IdSource,
  { id, creditorId, debtorId, reference, paymentId, invoices }: ListedOffer,
  at: Date,
): Promise<void> {
  const creditor = await requireCreditor(transaction, creditorId)
  const waivers = invoices.map(({ invoiceId }): RecordedWaiver => ({
    ...{ id: ids.uuid(), creditorId, debtorId, invoiceId, paymentId, reason: reference },
    ...{ throughOn: dayOfInstant(at, creditor.timeZone), includesCompensation: true },
    ...{ waivedAt: at, waivedBy: `settlement:${id}` },
  }))
  for (const event of await grantWaivers(transaction, creditor, waivers, at)) await transaction.outcomeLog.append(event)
}

async function askInterestAgain(
  transaction: Transaction,
  { id, creditorId }: Pick<ListedOffer, 'id' | 'creditorId'>,
  at: Date,
): Promise<void> {
  const creditor = await requireCreditor(transaction, creditorId)
  const kept = await transaction.lateInterest.listWaiversBy(creditorId, `settlement:${id}`)
  const standing = kept.filter(({ revokedAt }) => revokedAt === null)
  for (const event of await revokeWaivers(transaction, creditor, standing, at)) {
    await transaction.outcomeLog.append(event)
  }
}

async function requireCreditor({ creditors }: Transaction, creditorId: CreditorId): Promise<Creditor> {
  const creditor = await creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  return creditor
}

/**
 * The sum of an agreed offer has come in other ways than by a payment of its own: what is left of its invoices is let go
 * now, also of what instalments were to pay, never more than was agreed.
 */
export async function writeOffByOffer(
  transaction: Transaction,
  ids: IdSource,
  offer: ListedOffer,
  { at, timeZone }: { at: Date; timeZone: string },
): Promise<void> {
  const { creditorId, debtorId } = offer
  const day = dayOfInstant(at, timeZone)
  const ledger = await lockInvoices(
    transaction,
    creditorId,
    offer.invoices.map(({ invoiceId }) => invoiceId),
  )
  let restMinor = computeWaived(offer)
  const writtenOff: (Pick<Allocation, 'amountMinor'> & { invoiceId: InvoiceId })[] = []
  for (const { invoiceId } of offer.invoices) {
    const amountMinor = Math.min(restMinor, computeCapacity(ledger.get(invoiceId), 0))
    if (amountMinor === 0) continue
    restMinor -= amountMinor
    writtenOff.push({ invoiceId, amountMinor })
    ledger.change(invoiceId, (balance) => settle(balance, amountMinor, day))
  }
  await ledger.save({ ids, at })
  await transaction.allocations.insertMany(
    writtenOff.map((share) => ({
      ...{ id: ids.uuid(), creditorId, debtorId, kind: 'write_off', ...share },
      ...{ paymentId: null, creditNoteId: null, unappliedCreditId: null, reversesId: null, applicationId: null, at },
    })),
  )
  const fulfilled = await recordOfferStep(transaction, ids, offer, {
    ...{ step: 'fulfilled', side: null, author: 'policy', authorName: null, text: '', at },
    changes: { endedReason: null },
    writtenOff: writtenOff.map(({ invoiceId, amountMinor }) =>
      describeSettledInvoice(ledger.get(invoiceId), amountMinor, 'write_off'),
    ),
  })
  if (fulfilled) await waiveInterestOf(transaction, ids, fulfilled, at)
}

/**
 * Of the money in other ways that had fulfilled it too little is left: what the offer itself had let go is owed again, what
 * lateness had cost too, and it is broken. False where it had let go nothing and nothing is open: other money or credits
 * have settled all of it.
 */
export async function breakByMoney(
  transaction: Transaction,
  ids: IdSource,
  offer: ListedOffer,
  at: Date,
): Promise<boolean> {
  const { creditorId, invoices, endedAt } = offer
  const invoiceIds = invoices.map(({ invoiceId }) => invoiceId)
  const ledger = await lockInvoices(transaction, creditorId, invoiceIds)
  const writtenOff = endedAt ? await transaction.allocations.listWriteOffsAt(creditorId, invoiceIds, endedAt) : []
  if (writtenOff.length === 0 && ledger.list().every(({ openMinor }) => openMinor === 0)) return false
  for (const { invoiceId, amountMinor } of writtenOff) {
    ledger.change(invoiceId, (balance) => reopen(balance, amountMinor))
  }
  await ledger.save({ ids, at })
  const reversing = writtenOff.map(({ id, amountMinor, ...share }): Allocation => ({
    ...{ ...share, id: ids.uuid(), amountMinor: -amountMinor, reversesId: id, at },
  }))
  await transaction.allocations.insertMany(reversing)
  const broken = await recordOfferStep(transaction, ids, offer, {
    ...{ step: 'broken', side: null, author: 'policy', authorName: null, text: '', at },
    changes: { endedReason: 'money_went_back' },
    writtenOff: reversing.map(({ invoiceId, amountMinor, kind }) =>
      describeSettledInvoice(ledger.get(invoiceId), amountMinor, kind),
    ),
  })
  if (broken) await askInterestAgain(transaction, broken, at)
  return broken !== null
}

import { dayOfInstant } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, PlanId } from '~/domain/ids'
import { multiplyRatio } from '~/domain/money'
import { computeLeastOffer, findOfferObstacle, type OfferObstacle, type OfferSide } from '~/domain/settlement-offer'
import type { SettlementOfferPolicy } from '~/domain/settlement-offer-policy'
import { listDue } from './find-chosen-invoices'
import type { FileStore } from './ports/file-store'
import type { ListedOffer, OfferEntry } from './ports/settlement-offer-repository'
import { readOfferGround } from './read-offer-ground'
import type { OfferServices } from './take-offer-step'

const MOST_SHOWN = 200

/** Whose offers: a creditor's, or one debtor's. */
export interface OfferReader {
  readonly creditorId: CreditorId
  readonly debtorId?: DebtorId
}

function describeScope({ creditorId, debtorId }: OfferReader) {
  return debtorId === undefined
    ? { kind: 'creditor' as const, creditorId }
    : { kind: 'debtor' as const, creditorId, debtorId }
}

/** Newest first. */
export function listSettlementOffers(
  { unitOfWork }: OfferServices,
  {
    isOpen = null,
    limit = MOST_SHOWN,
    debtorExternalId,
    ...reader
  }: OfferReader & { isOpen?: boolean | null; limit?: number; debtorExternalId?: string },
): Promise<ListedOffer[]> {
  return unitOfWork.run(describeScope(reader), async ({ settlementOffers, debtors }) => {
    const { creditorId } = reader
    if (debtorExternalId === undefined) {
      const { debtorId } = reader
      return settlementOffers.list(creditorId, { isOpen, limit, ...(debtorId === undefined ? {} : { debtorId }) })
    }
    const debtor = await debtors.findByExternalId(creditorId, debtorExternalId)
    return debtor ? settlementOffers.list(creditorId, { isOpen, limit, debtorId: debtor.id }) : []
  })
}

export interface OfferView {
  offer: ListedOffer
  /** Oldest first. */
  entries: OfferEntry[]
  policy: SettlementOfferPolicy
}

/** One offer with all that was said of it; null where the reader has no such offer. */
export function readSettlementOffer(
  { unitOfWork }: OfferServices,
  { offerId, ...reader }: OfferReader & { offerId: string },
): Promise<OfferView | null> {
  return unitOfWork.run(describeScope(reader), async ({ settlementOffers, policies }) => {
    const offer = await settlementOffers.findById(reader.creditorId, offerId)
    return (
      offer && {
        offer,
        entries: await settlementOffers.listEntries(reader.creditorId, offerId),
        policy: await policies.read(reader.creditorId, 'settlement-offer'),
      }
    )
  })
}

/** The file of an agreement as it was handed out; null where there is none. */
export async function readSettlementAgreement(
  { unitOfWork, fileStore }: OfferServices & { fileStore: Pick<FileStore, 'get'> },
  { offerId, ...reader }: OfferReader & { offerId: string },
): Promise<{ filename: string; content: Uint8Array } | null> {
  const offer = await unitOfWork.run(describeScope(reader), ({ settlementOffers }) =>
    settlementOffers.findById(reader.creditorId, offerId),
  )
  if (!offer?.documentSha256) return null
  const content = await fileStore.get(reader.creditorId, offer.documentSha256)
  return content && { filename: offer.documentName ?? `${offer.reference}.pdf`, content }
}

export interface OfferChoice {
  policy: SettlementOfferPolicy
  currency: CurrencyCode
  /** Oldest due first. */
  invoices: { number: string; dueNowMinor: number }[]
  owedMinor: number
  leastMinor: number
  /** From which sum on the creditor accepts at once; null where it answers each. */
  acceptedMinor: number | null
  /** Why none can be made of them now. */
  obstacle: OfferObstacle | null
  /** Numbers of those of them for which one could be made. */
  eligible: string[]
}

/** What a side can offer for one currency, or for chosen invoices of it; null where one is not there. Only reads. */
export function readOfferChoice(
  { unitOfWork, clock }: OfferServices,
  {
    side,
    ...asked
  }: {
    side: OfferSide
    creditorId: CreditorId
    debtorId: DebtorId
    currency: CurrencyCode
    invoiceNumbers: readonly string[] | null
    /** The plan that an offer of the creditor is to take the place of. */
    planId?: string
  },
): Promise<OfferChoice | null> {
  const { creditorId, debtorId, currency } = asked
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const policy = await transaction.policies.read(creditorId, 'settlement-offer')
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) return null
    const today = dayOfInstant(clock.now(), creditor.timeZone)
    const planId = asked.planId === undefined ? null : (asked.planId as PlanId)
    const ground = await readOfferGround(transaction, { ...asked, side, planId }, today)
    if (ground === null) return null
    const { invoices } = ground
    const taken = new Set(await transaction.settlementOffers.listTakenInvoices(creditorId, debtorId))
    const due = listDue(invoices)
    const owedMinor = due.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    const numbers = new Map(invoices.map(({ id, number }) => [id, number]))
    return {
      ...{ policy, currency, owedMinor },
      invoices: due.map(({ invoiceId, amountMinor }) => ({
        number: numbers.get(invoiceId) ?? '',
        dueNowMinor: amountMinor,
      })),
      leastMinor: computeLeastOffer(policy, { side, owedMinor, invoiceCount: due.length }),
      acceptedMinor: policy.approval === 'at_once' ? multiplyRatio(owedMinor, policy.acceptedShareBps, 10_000) : null,
      obstacle: ground.obstacle ?? findOfferObstacle(policy, { side, invoices, taken, today }),
      eligible: invoices
        .filter((invoice) => findOfferObstacle(policy, { side, invoices: [invoice], taken, today }) === null)
        .map(({ number }) => number),
    }
  })
}

/** What a debtor is offered beside paying, for the statement and the invoice. */
export function readDebtorOffers(
  { unitOfWork }: OfferServices,
  { creditorId }: { creditorId: CreditorId },
): Promise<{ promises: boolean; settlements: boolean }> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ policies }) => ({
    promises: (await policies.read(creditorId, 'promise')).isOffered,
    settlements: (await policies.read(creditorId, 'settlement-offer')).isOffered,
  }))
}

import { mayInitiate, nameAuthor, type Initiator } from '~/domain/actor'
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, PlanId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import {
  divideOffer,
  findOfferFaults,
  findOfferObstacle,
  isAcceptedAtOnce,
  type OfferFault,
  type OfferObstacle,
  type SettlementOffer,
} from '~/domain/settlement-offer'
import { logActorStep } from './actor-step'
import { listDue } from './find-chosen-invoices'
import { findCorrespondent } from './find-correspondent'
import type { ListedOffer } from './ports/settlement-offer-repository'
import { mayAgree } from './propose-plan'
import { readOfferGround } from './read-offer-ground'
import { findAnswerDay, logOfferStep, recordOfferStep, type OfferServices } from './take-offer-step'

export interface MakeOfferInput {
  creditorId: CreditorId
  debtorId: DebtorId
  /** Of the form; a UUID. */
  offerId: string
  currency: CurrencyCode
  /** Numbers of the invoices it settles; null for all of that currency of which something is due. */
  invoiceNumbers: readonly string[] | null
  offeredMinor: number
  payByOn: CalendarDay
  text: string
  /** The debtor's plan in force that an offer of the creditor takes the place of; absent for one beside all plans. */
  planId?: string
  maker: Initiator
}

export type OfferRefusal =
  | { readonly kind: 'faults'; readonly faults: OfferFault[] }
  | { readonly kind: OfferObstacle | 'not_allowed' | 'unknown_invoice' }

/**
 * Keeps an offer of either side. A debtor's that the creditor's policy accepts is accepted with it, and then waits for the
 * debtor's own consent like one of the creditor's. The same form again answers what it made.
 */
export async function makeSettlementOffer(
  services: OfferServices,
  input: MakeOfferInput,
): Promise<Result<ListedOffer, OfferRefusal>> {
  const { creditorId, debtorId, offerId, maker } = input
  const { side } = maker
  if (!mayInitiate(maker, 'agree')) return fail({ kind: 'not_allowed' })
  return services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const { settlementOffers } = transaction
    if (maker.side === 'debtor' && !(await mayAgree(transaction, { creditorId, ...maker }))) {
      return fail({ kind: 'not_allowed' })
    }
    // Whatever else is offered for this account meanwhile waits here: an invoice is in one offer at a time.
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    const earlier = await settlementOffers.findById(creditorId, offerId)
    if (earlier) return earlier.debtorId === debtorId ? succeed(earlier) : fail({ kind: 'not_allowed' })
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const now = services.clock.now()
    const today = dayOfInstant(now, creditor.timeZone)
    const policy = await transaction.policies.read(creditorId, 'settlement-offer')
    const planId = input.planId === undefined ? null : (input.planId as PlanId)
    const ground = await readOfferGround(transaction, { ...input, side, planId }, today)
    if (ground === null) return fail({ kind: 'unknown_invoice' })
    if (ground.obstacle !== null) return fail({ kind: ground.obstacle })
    const { invoices } = ground
    const taken = new Set(await settlementOffers.listTakenInvoices(creditorId, debtorId))
    const obstacle = findOfferObstacle(policy, { side, invoices, taken, today })
    if (obstacle !== null) return fail({ kind: obstacle })
    const due = listDue(invoices)
    const owedMinor = due.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    const { offeredMinor, payByOn } = input
    const text = input.text.trim()
    const about = { side, owedMinor, invoiceCount: due.length, today }
    const faults = findOfferFaults(policy, { offeredMinor, payByOn, text }, about)
    if (faults.length > 0) return fail({ kind: 'faults', faults })
    const offer: SettlementOffer = {
      id: offerId,
      ...{ creditorId, debtorId, reference: services.ids.reference(), currency: input.currency },
      status: side === 'debtor' ? 'proposed' : 'offered',
      ...{ owedMinor, offeredMinor, payByOn, graceDays: policy.graceDays, openedBy: side },
      answerByOn: findAnswerDay(today, policy.answerDays, payByOn),
      ...(await findCorrespondent(transaction, input, maker, creditor.defaultLocale)),
      ...{ openedAt: now, agreedAt: null, consent: null, paymentId: null, planId, endedAt: null, endedReason: null },
      ...{ documentId: null, documentSha256: null, documentName: null, language: null },
      invoices: divideOffer(due, offeredMinor),
    }
    if (!(await settlementOffers.insert(offer))) return fail({ kind: 'not_allowed' })
    const made = await settlementOffers.findById(creditorId, offerId)
    if (!made) throw new Error(`offer ${offerId} was not kept`)
    const step = side === 'debtor' ? 'proposed' : 'offered'
    await logOfferStep(transaction, services.ids, made, {
      ...{ step, side, author: nameAuthor(maker), authorName: maker.name, text, at: now },
    })
    await logActorStep(services, transaction, maker, 'settlement_offered', made)
    if (side === 'creditor' || !isAcceptedAtOnce(policy, offer)) return succeed(made)
    const accepted = await recordOfferStep(transaction, services.ids, made, {
      ...{ step: 'accepted', side: 'creditor', author: 'policy', authorName: null, text: '', at: now },
    })
    return succeed(accepted ?? made)
  })
}

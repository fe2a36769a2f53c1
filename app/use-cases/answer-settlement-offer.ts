import { nameAuthor, type Actor } from '~/domain/actor'
import type { CalendarDay } from '~/domain/calendar-day'
import { permits } from '~/domain/access-scope'
import { fail, succeed, type Result } from '~/domain/result'
import {
  divideOffer,
  findOfferFaults,
  isAcceptedAtOnce,
  LONGEST_OFFER_TEXT,
  takeOfferStep,
  type OfferFault,
  type OfferSide,
} from '~/domain/settlement-offer'
import { logActorStep, scopeToActor } from './actor-step'
import type { ListedOffer, OfferEntry } from './ports/settlement-offer-repository'
import { mayAgree } from './propose-plan'
import { findAnswerDay, readToday, recordOfferStep, type OfferServices } from './take-offer-step'

export type OfferAnswer =
  | { readonly step: 'accepted' | 'declined' | 'withdrawn' }
  | { readonly step: 'countered'; readonly offeredMinor: number; readonly payByOn: CalendarDay }

export type OfferAnswerRefusal =
  | { readonly kind: 'unknown_offer' | 'not_allowed' }
  /** Somebody was quicker, its time is over, or it is not this side's turn. */
  | { readonly kind: 'not_possible' }
  | { readonly kind: 'faults'; readonly faults: OfferFault[] }

/**
 * An answer to an offer: the creditor accepts what a debtor proposed, either side names other terms or ends it. An
 * acceptance leaves the last word to the debtor, who agrees by a code.
 */
export async function answerSettlementOffer(
  services: OfferServices,
  {
    actor,
    offerId,
    entryId,
    answer,
    text: written,
  }: {
    actor: Actor
    offerId: string
    /** Of the form; the id of the entry it makes, so that its repetition makes no second one. A UUID. */
    entryId: string
    answer: OfferAnswer
    text: string
  },
): Promise<Result<ListedOffer, OfferAnswerRefusal>> {
  const { creditorId, side } = actor
  const text = written.trim()
  if (actor.side === 'debtor' && !permits(actor.scope, 'agree')) return fail({ kind: 'not_allowed' })
  if (text.length > LONGEST_OFFER_TEXT)
    return fail({ kind: 'faults', faults: [{ field: 'text', code: 'text_too_long' }] })
  return services.unitOfWork.run(scopeToActor(actor), async (transaction) => {
    // Whoever may not be bound by an offer's terms names no other ones; saying no is everybody's.
    const isBound = actor.side === 'debtor' && answer.step === 'countered'
    if (isBound && !(await mayAgree(transaction, actor))) return fail({ kind: 'not_allowed' })
    const offer = await transaction.settlementOffers.lock(creditorId, offerId)
    if (!offer) return fail({ kind: 'unknown_offer' })
    // Looked for under the lock: the same form may have gone through while it was waited for.
    const earlier = await transaction.settlementOffers.findEntry(creditorId, offerId, entryId)
    if (earlier) return isSameAnswer(earlier, answer) ? succeed(offer) : fail({ kind: 'not_possible' })
    const now = services.clock.now()
    const { today } = await readToday(transaction, offer, now)
    if (takeOfferStep(offer.status, answer.step, side) === null) return fail({ kind: 'not_possible' })
    // What was taken back or refused needs no time; whatever else is said comes before the day is over.
    const ends = answer.step === 'declined' || answer.step === 'withdrawn'
    if (!ends && today > offer.answerByOn) return fail({ kind: 'not_possible' })
    const policy = await transaction.policies.read(creditorId, 'settlement-offer')
    const terms = answer.step === 'countered' ? answer : offer
    if (answer.step === 'countered') {
      const about = { side, owedMinor: offer.owedMinor, invoiceCount: offer.invoices.length, today }
      const faults = findOfferFaults(policy, { ...terms, text }, about)
      if (faults.length > 0) return fail({ kind: 'faults', faults })
    }
    const changes = ends
      ? {}
      : {
          ...{ offeredMinor: terms.offeredMinor, payByOn: terms.payByOn },
          answerByOn: findAnswerDay(today, policy.answerDays, terms.payByOn),
          invoices: divideOffer(offer.invoices, terms.offeredMinor),
        }
    const taken = await recordOfferStep(transaction, services.ids, offer, {
      ...{ entryId, step: answer.step, side, text, at: now, changes },
      ...{ author: nameAuthor(actor), authorName: actor.name },
    })
    if (!taken) return fail({ kind: 'not_possible' })
    await logActorStep(services, transaction, actor, ends ? 'settlement_ended' : 'settlement_continued', taken)
    if (side === 'creditor' || answer.step !== 'countered' || !isAcceptedAtOnce(policy, taken)) return succeed(taken)
    const accepted = await recordOfferStep(transaction, services.ids, taken, {
      ...{
        step: 'accepted',
        side: 'creditor' satisfies OfferSide,
        author: 'policy',
        authorName: null,
        text: '',
        at: now,
      },
    })
    return succeed(accepted ?? taken)
  })
}

function isSameAnswer(entry: OfferEntry, answer: OfferAnswer): boolean {
  if (entry.step !== answer.step) return false
  return answer.step !== 'countered' || (entry.offeredMinor === answer.offeredMinor && entry.payByOn === answer.payByOn)
}

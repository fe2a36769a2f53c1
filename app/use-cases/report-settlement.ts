import type { OutcomeEventDraft, OutcomeInvoice } from '~/domain/outcome-event'
import { computeWaived, OFFER_EVENTS } from '~/domain/settlement-offer'
import type { ListedOffer, OfferEntry } from './ports/settlement-offer-repository'

/**
 * The outcome event of a step of an offer. `writtenOff` is what the step itself let go; what a payment lets go its own
 * event tells. What was said is not in the log.
 */
export function describeSettlementOutcome(
  offer: ListedOffer,
  { step, side, at }: Pick<OfferEntry, 'step' | 'side' | 'at'>,
  writtenOff: readonly OutcomeInvoice[] = [],
): OutcomeEventDraft {
  const { creditorId, debtorId, id, reference, status, currency, owedMinor, offeredMinor, payByOn, answerByOn } = offer
  const { documentSha256, paymentId, endedReason } = offer
  return {
    ...{ creditorId, debtorId, type: OFFER_EVENTS[step], occurredAt: at },
    data: {
      settlement: {
        ...{ id, reference, status, step, side, currency, owedMinor, offeredMinor, payByOn, answerByOn },
        waivedMinor: computeWaived(offer),
        invoices: offer.invoices.map(({ number }) => number),
        ...(documentSha256 === null ? {} : { agreementSha256: documentSha256 }),
        ...(paymentId === null ? {} : { paymentId }),
        ...(offer.planReference === null ? {} : { replacesPlan: offer.planReference }),
        ...(endedReason === null || step !== 'broken' ? {} : { reason: endedReason }),
      },
      ...(writtenOff.length === 0 ? {} : { invoices: [...writtenOff] }),
    },
  }
}

/** What of each invoice the offer settles, by its number: the order that pays it. */
export function listOfferItems(offer: ListedOffer): { number: string; amountMinor: number; concessionMinor: number }[] {
  return offer.invoices.map(({ number, amountMinor, waivedMinor }) => ({
    ...{ number, amountMinor, concessionMinor: waivedMinor },
  }))
}

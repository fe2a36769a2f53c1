import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { LONGEST_OFFER_TEXT, OFFER_STEPS, SETTLEMENT_OFFER_STATUSES, type OfferFault } from '~/domain/settlement-offer'
import type { OfferAnswer } from '~/use-cases/answer-settlement-offer'
import type { ListedOffer, OfferEntry } from '~/use-cases/ports/settlement-offer-repository'
import { deriveEntryId } from '../derive-entry-id'
import { defineOperation, describeCaller, type Operation } from '../operation'
import type { Problem } from '../problem'
import { chosenInvoices, currency, day, debtorNumber, instant, minor, namedDebtor, pageLimit, sha256 } from '../schemas'

const side = z.enum(['debtor', 'creditor'])
const text = z.string().max(LONGEST_OFFER_TEXT).default('').meta({ description: 'Mailed to the debtor' })

const offer = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    status: z.enum(SETTLEMENT_OFFER_STATUSES).meta({
      description: 'proposed waits for you, offered for the debtor; agreed until the sum has come or the day is past',
    }),
    debtor: namedDebtor,
    currency,
    owedMinor: minor,
    offeredMinor: minor,
    waivedMinor: minor.meta({ description: 'Let go when the whole sum has come in time; nothing otherwise' }),
    payByOn: day,
    answerByOn: day,
    graceDays: z.int().meta({ description: 'Days after payByOn in which a transfer may still come' }),
    invoices: z.array(z.object({ number: z.string(), amountMinor: minor, waivedMinor: minor })),
    openedBy: side,
    openedAt: instant,
    agreedAt: instant.nullable(),
    agreementSha256: sha256.nullable(),
    paymentId: z.string().nullable(),
    replacesPlan: z
      .string()
      .nullable()
      .meta({ description: 'Reference of the plan in force that ends when the debtor agrees' }),
    endedAt: instant.nullable(),
    endedReason: z.string().nullable().meta({ description: 'Of broken: not_paid or money_went_back' }),
  })
  .meta({ id: 'SettlementOffer' })

const detailed = offer
  .extend({
    entries: z.array(
      z.object({
        at: instant,
        side,
        step: z.enum(OFFER_STEPS),
        author: z.string(),
        text: z.string(),
        offeredMinor: minor,
        payByOn: day,
      }),
    ),
  })
  .meta({ id: 'SettlementOfferWithEntries' })

const byId = z.object({ id: z.uuid() })

const listOffers = defineOperation({
  method: 'GET',
  path: '/settlement-offers',
  id: 'listSettlementOffers',
  summary: 'Settlement offers, newest first',
  querySchema: z.strictObject({
    state: z.enum(['open', 'over', 'all']).default('open'),
    debtor: z.string().optional().meta({ description: 'External id' }),
    limit: pageLimit(200, 50),
  }),
  output: { status: 200, schema: z.object({ offers: z.array(offer) }) },
  async handle({ app, creditor, query }) {
    const offers = await app.listSettlementOffers({
      ...{ creditorId: creditor.id, limit: query.limit },
      isOpen: query.state === 'all' ? null : query.state === 'open',
      ...(query.debtor === undefined ? {} : { debtorExternalId: query.debtor }),
    })
    return { body: { offers: offers.map(describe) } }
  },
})

const getOffer = defineOperation({
  method: 'GET',
  path: '/settlement-offers/{id}',
  id: 'getSettlementOffer',
  summary: 'One settlement offer, with what both sides said',
  pathSchema: byId,
  output: { status: 200, schema: detailed },
  problems: ['unknown-settlement-offer'],
  async handle({ app, creditor, path }) {
    const view = await app.readSettlementOffer({ creditorId: creditor.id, offerId: path.id })
    if (!view) return { problem: 'unknown-settlement-offer' }
    return { body: { ...describe(view.offer), entries: view.entries.map(describeEntry) } }
  },
})

const makeOffer = defineOperation({
  method: 'POST',
  path: '/settlement-offers',
  id: 'makeSettlementOffer',
  summary: 'Offer a debtor a settlement',
  description: 'The debtor is told by mail, and agrees with a one-time code, answers with other terms, or declines.',
  body: z.strictObject({
    debtor: debtorNumber,
    currency,
    invoices: chosenInvoices,
    offeredMinor: minor.meta({ description: 'What is to be paid in all' }),
    replacesPlan: z.uuid().optional().meta({
      description: 'Id of a plan in force: the offer is of all that is left of it, and ends it when it is agreed',
    }),
    payByOn: day,
    text,
  }),
  output: { status: 201, schema: offer },
  problems: ['unknown-debtor', 'unknown-invoice', 'settlement-step-impossible', 'settlement-refused'],
  async handle({ app, creditor, apiKeyId, body }) {
    const account = await app.findDebtor({ creditorId: creditor.id, externalId: body.debtor })
    const payByOn = parseCalendarDay(body.payByOn)
    const code = parseCurrencyCode(body.currency)
    if (!account) return { problem: 'unknown-debtor' }
    if (payByOn === null || code === null) return { problem: 'settlement-refused' }
    const made = await app.makeSettlementOffer({
      ...{ creditorId: creditor.id, debtorId: account.id, offerId: crypto.randomUUID(), currency: code },
      ...{ invoiceNumbers: body.invoices ?? null, offeredMinor: body.offeredMinor, payByOn, text: body.text },
      ...(body.replacesPlan === undefined ? {} : { planId: body.replacesPlan }),
      maker: describeCaller({ creditor, apiKeyId }),
    })
    if (made.ok) return { body: describe(made.value) }
    if (made.failure.kind === 'faults') return refuse(made.failure.faults)
    if (made.failure.kind === 'unknown_invoice') return { problem: 'unknown-invoice' }
    return { problem: 'settlement-step-impossible', detail: made.failure.kind }
  },
})

const answerOffer = defineOperation({
  method: 'POST',
  path: '/settlement-offers/{id}/answer',
  id: 'answerSettlementOffer',
  summary: 'Accept, counter or decline what a debtor offers, or withdraw what you offer',
  description: 'What you accept the debtor confirms with a one-time code.',
  isRepeatable: true,
  pathSchema: byId,
  body: z.strictObject({
    answer: z.enum(['accepted', 'countered', 'declined', 'withdrawn']),
    offeredMinor: minor.optional().meta({ description: 'Of countered' }),
    payByOn: day.optional().meta({ description: 'Of countered' }),
    text,
  }),
  output: { status: 200, schema: offer },
  problems: ['unknown-settlement-offer', 'settlement-step-impossible', 'settlement-refused'],
  async handle({ app, creditor, apiKeyId, idempotencyKey, path, body }) {
    const answer = readAnswer(body)
    if (answer === null) {
      return { problem: 'settlement-refused', detail: 'countered needs offeredMinor and payByOn' }
    }
    const answered = await app.answerSettlementOffer({
      ...{ actor: describeCaller({ creditor, apiKeyId }), offerId: path.id, answer, text: body.text },
      entryId: deriveEntryId('settlement offer', path.id, idempotencyKey),
    })
    if (answered.ok) return { body: describe(answered.value) }
    if (answered.failure.kind === 'faults') return refuse(answered.failure.faults)
    if (answered.failure.kind === 'unknown_offer') return { problem: 'unknown-settlement-offer' }
    return { problem: 'settlement-step-impossible', detail: 'it is not your turn, or its time is over' }
  },
})

function readAnswer(body: {
  answer: OfferAnswer['step']
  offeredMinor?: number | undefined
  payByOn?: string | undefined
}): OfferAnswer | null {
  if (body.answer !== 'countered') return { step: body.answer }
  const payByOn = parseCalendarDay(body.payByOn ?? '')
  if (body.offeredMinor === undefined || payByOn === null) return null
  return { step: 'countered', offeredMinor: body.offeredMinor, payByOn }
}

function refuse(faults: readonly OfferFault[]): Problem {
  const pointers = { amount: '/offeredMinor', payByOn: '/payByOn', text: '/text' }
  const errors = faults.map(({ field, code }) => ({ in: 'body', pointer: pointers[field], detail: code }))
  return { problem: 'settlement-refused', members: { errors } }
}

function describe(listed: ListedOffer): z.input<typeof offer> {
  const { id, reference, status, currency: code, owedMinor, offeredMinor, payByOn, answerByOn, graceDays } = listed
  const { openedBy, paymentId, endedReason } = listed
  return {
    ...{ id, reference, status, currency: code, owedMinor, offeredMinor, payByOn, answerByOn, graceDays },
    ...{ openedBy, paymentId, endedReason, replacesPlan: listed.planReference, waivedMinor: owedMinor - offeredMinor },
    debtor: { externalId: listed.debtorExternalId, name: listed.debtorName },
    invoices: listed.invoices.map(({ number, amountMinor, waivedMinor }) => ({ number, amountMinor, waivedMinor })),
    openedAt: listed.openedAt.toISOString(),
    agreedAt: listed.agreedAt?.toISOString() ?? null,
    agreementSha256: listed.documentSha256,
    endedAt: listed.endedAt?.toISOString() ?? null,
  }
}

function describeEntry({ at, side: by, step, author, text: said, offeredMinor, payByOn }: OfferEntry) {
  return { at: at.toISOString(), side: by, step, author, text: said, offeredMinor, payByOn }
}

export const settlementOfferOperations: readonly Operation[] = [listOffers, getOffer, makeOffer, answerOffer]

/** An event of the outcome log as the API and webhooks tell it. */
import { z } from 'zod'
import { OUTCOME_EVENT_TYPES, type OutcomeEventData } from '~/domain/outcome-event'
import { discountEvent } from './discount-event'
import { interestEvent } from './interest-event'
import { disputeEvent } from './dispute-event'
import { handOverEvent } from './hand-over-event'
import { instalmentEvent, planEvent } from './plan-event'
import { promiseEvent, settlementEvent } from './settlement-events'
import { balance, currency, day, instant, minor, namedDebtor, sequence, sha256 } from './schemas'

/** Loose, as each of its parts: what is not described yet is handed on as well. */
export const eventData = z
  .looseObject({
    payment: z
      .looseObject({
        id: z.uuid(),
        reference: z.string(),
        status: z.string(),
        amountMinor: minor,
        currency,
        gateway: z.string(),
        gatewayReference: z.string(),
        method: z.string(),
        failureCode: z.string(),
        receivedOn: day.meta({ description: 'Of money that came on another way than by a provider' }),
        externalReference: z.string().meta({ description: 'Of the cheque, the receipt or the booking' }),
        note: z.string(),
        settledCurrency: currency.meta({ description: 'Of the invoices, where another was charged' }),
        settledMinor: minor.meta({ description: 'What the payment settles, in settledCurrency' }),
        reversedMinor: minor.meta({ description: 'Of this event where it is a refund or a chargeback' }),
        reinstatedMinor: minor.meta({ description: 'Of this event where money that went back came again' }),
        reversedSettledMinor: minor.meta({ description: 'reversedMinor in settledCurrency' }),
        reinstatedSettledMinor: minor.meta({ description: 'reinstatedMinor in settledCurrency' }),
        reason: z.string(),
        refundedMinor: minor,
        chargedBackMinor: minor,
        late: z.boolean().meta({ description: 'The money came after the payment had ended without it' }),
      })
      .partial({ gatewayReference: true, method: true, failureCode: true, reversedMinor: true })
      .partial({ receivedOn: true, externalReference: true, note: true })
      .partial({ settledCurrency: true, settledMinor: true, reinstatedMinor: true, reason: true })
      .partial({ reversedSettledMinor: true, reinstatedSettledMinor: true })
      .partial({ refundedMinor: true, chargedBackMinor: true, late: true }),
    invoices: z.array(
      z
        .looseObject({
          number: z.string(),
          kind: z.enum(['invoice', 'credit_note']),
          currency,
          amountMinor: minor.meta({ description: 'The part that this event moves; negative when it takes back' }),
          openMinor: minor.meta({ description: 'Left afterwards' }),
          settledBy: z.enum(['cash', 'credit_note', 'unapplied_credit', 'discount', 'write_off']),
        })
        .partial({ openMinor: true, settledBy: true }),
    ),
    unappliedCredits: z.array(z.looseObject({ id: z.uuid(), amountMinor: minor, currency })),
    link: z
      .looseObject({
        id: z.uuid(),
        scope: z.array(z.string()),
        recipientName: z.string(),
        parentId: z.uuid().meta({ description: 'The link that it was forwarded from' }),
        forwardedBy: z.string(),
        reportedBy: z.string(),
        expiresAt: instant,
        documents: z.array(z.string()).meta({ description: 'Numbers of the only documents it opens' }),
        caps: z.array(z.looseObject({ amountMinor: minor, currency })),
      })
      .partial({
        recipientName: true,
        parentId: true,
        forwardedBy: true,
        reportedBy: true,
        expiresAt: true,
        documents: true,
        caps: true,
      }),
    approval: z
      .looseObject({
        id: z.uuid(),
        currency,
        amountMinor: minor,
        limitMinor: minor.nullable().meta({ description: 'Above which a second person is needed; null when it ended' }),
        documents: z.array(z.string()),
        requestedBy: z.string(),
        decidedBy: z.string(),
        reason: z.string(),
        expiresAt: instant,
        paymentId: z.uuid(),
      })
      .partial()
      .meta({ description: 'A payment that needs a second person, or the limit above which one does' }),
    contact: z
      .looseObject({
        id: z.uuid(),
        reference: z.string(),
        kind: z.string(),
        status: z.string(),
        reason: z.string(),
        invoice: z.string(),
        wishedUntilOn: day,
        pause: z
          .looseObject({ startsAt: instant, endsAt: instant, untilOn: day, endedAt: instant, endedBy: z.string() })
          .partial({ endedAt: true, endedBy: true }),
        revokedLinkIds: z.array(z.uuid()),
        issuedLinkId: z.uuid(),
      })
      .partial({
        reason: true,
        invoice: true,
        wishedUntilOn: true,
        pause: true,
        revokedLinkIds: true,
        issuedLinkId: true,
      })
      .meta({ description: 'What somebody wrote to you; the words are read by its id' }),
    discount: discountEvent,
    interest: interestEvent,
    dispute: disputeEvent,
    handOver: handOverEvent,
    promise: promiseEvent,
    settlement: settlementEvent,
    plan: planEvent,
    instalment: instalmentEvent,
    document: z.looseObject({ kind: z.string(), format: z.string() }),
    remittance: z
      .looseObject({ paidOn: day, amountMinor: minor, currency, note: z.string() })
      .partial({ note: true })
      .meta({ description: 'The debtor’s word that it has ordered a transfer' }),
  } satisfies Record<keyof OutcomeEventData, z.ZodType>)
  .partial()

/** Stored events are handed on as they are: they are described here, and never parsed again. */
function describeEventData(): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(eventData)
  return { ...schema, description: 'The facts of the event: which are there depends on its type; more may be added' }
}

/** Not an enumeration: a client that is generated from it must not break when there are more. */
export const eventType = z
  .string()
  .meta({ description: `New ones may come. So far: ${OUTCOME_EVENT_TYPES.join(', ')}`, example: 'payment.succeeded' })

export const outcomeEvent = z
  .object({
    id: z.uuid(),
    creditor: z.string(),
    sequence,
    type: eventType,
    occurredAt: instant,
    debtor: namedDebtor,
    data: z.custom<OutcomeEventData>().meta({ override: describeEventData() }),
    balanceAfter: z.array(balance),
    previousHash: sha256,
    hash: sha256,
  })
  .meta({
    id: 'OutcomeEvent',
    description:
      'A fact that never changes. hash is the SHA-256 of the RFC 8785 JSON of the event without hash itself; previousHash is the hash of the event before it, 64 zeros for the first.',
  })

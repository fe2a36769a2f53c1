/**
 * What the items of Adyen's standard webhooks say in our words. Only what is signed is read: the references, the merchant
 * account, the amount, the event and its success. `reason`, `eventDate`, `paymentMethod`, `live` and `additionalData` are
 * not signed, and nothing here follows from them; the instant of an event is therefore that of its receipt.
 * https://docs.adyen.com/development-resources/webhooks/webhook-types
 */
import { z } from 'zod'
import type { GatewayEvent } from '~/use-cases/ports/payment-gateway'
import type { AdyenCapture } from './adyen-methods'
import { parseAdyenMoney, readAdyenMoney } from './adyen-money'
import { readAdyenReference, type AdyenReference } from './adyen-reference'

const LONGEST = 300

/** Values are signed joined by colons and not escaped: one in a reference could be read as the border to the next. */
const bounded = z
  .string()
  .max(LONGEST)
  .regex(/^[^:]*$/)

export const notificationItemSchema = z.object({
  pspReference: bounded.min(1),
  originalReference: bounded.nullish(),
  merchantAccountCode: bounded,
  merchantReference: z
    .string()
    .max(LONGEST)
    .nullish()
    .transform((text) => text ?? ''),
  amount: z.object({ currency: z.string().regex(/^[A-Z]{3}$/), value: z.int() }),
  eventCode: bounded,
  success: z.enum(['true', 'false']),
  additionalData: z.object({ hmacSignature: z.string().optional() }).optional(),
})

export type AdyenNotificationItem = z.infer<typeof notificationItemSchema>

/** What an item says, without what each has. */
type Content = Omit<GatewayEvent, 'gateway' | 'eventId' | 'occurredAt' | 'amount' | 'paymentId'>

interface Facts {
  psp: string
  /** The payment that a modification or a dispute is about; the item's own reference where it names no other. */
  payment: string
  original: string | null
  /** Null when the reference is not one of ours. */
  named: AdyenReference | null
  capture: AdyenCapture
}

type Reader = (facts: Facts) => Content[]

/** Those that change nothing are left out: openings of disputes, reports, captures that were automatic. */
const READERS: Readonly<Record<string, { done?: Reader; refused?: Reader }>> = {
  AUTHORISATION: { done: readAuthorisation, refused: readFailedAttempt },
  PENDING: {
    done: ({ psp, named }) => [{ kind: 'payment_processing', transactionReference: psp, ...nameCharge(psp, named) }],
  },
  OFFER_CLOSED: { done: readFailedAttempt },
  // Captures by themselves are not told of; one by hand of what is captured already is refused and takes nothing away.
  CAPTURE: {
    done: byHand(({ payment }) => [{ kind: 'payment_succeeded', transactionReference: payment }]),
    refused: byHand(({ payment }) => [
      { kind: 'payment_failed', transactionReference: payment, failureCode: 'capture_failed' },
    ]),
  },
  CAPTURE_FAILED: { done: readTakenBack('capture_failed') },
  CANCELLATION: { done: readCancellation },
  TECHNICAL_CANCEL: { done: readCancellation },
  CANCEL_OR_REFUND: { done: (facts) => [...readGivenBack(facts), ...byHand(readCanceled)(facts)] },
  EXPIRE: { done: readExpiry },
  REFUND: { done: readGivenBack, refused: readKept },
  REFUND_FAILED: { done: readKept },
  REFUNDED_REVERSED: { done: readKept },
  CHARGEBACK: { done: readTakenBack('chargeback') },
  SECOND_CHARGEBACK: { done: readSecondChargeback },
  CHARGEBACK_REVERSED: {
    done: ({ psp, original }) => [
      { kind: 'payment_chargeback_won', ...nameTransaction(original), reversal: { gatewayReference: psp } },
    ],
  },
}

/** Throws an UnreadableAmount when an amount of ours cannot be kept. Empty when an item is of no interest. */
export function readNotificationItem(
  item: AdyenNotificationItem,
  { capture, receivedAt }: { capture: AdyenCapture; receivedAt: Date },
): GatewayEvent[] {
  const { pspReference: psp, eventCode, success, merchantReference } = item
  const readers = Object.hasOwn(READERS, eventCode) ? READERS[eventCode] : undefined
  const read = success === 'true' ? readers?.done : readers?.refused
  if (!read || item.amount.value <= 0) return []
  const original = item.originalReference ? item.originalReference : null
  const named = readAdyenReference(merchantReference)
  // Another shop's payment. What is done to a payment later may carry another reference, and names the payment itself.
  if (!named && original === null) return []
  const contents = read({ psp, original, payment: original ?? psp, named, capture })
  if (contents.length === 0) return []
  const amount = named ? readAdyenMoney(item.amount) : parseAdyenMoney(item.amount)
  // A currency of another shop must not hold up what Adyen sends next.
  if (!amount) return []
  const id = [eventCode, psp, success].join(':')
  return contents.map((content, index) => ({
    ...content,
    gateway: 'adyen',
    eventId: index === 0 ? id : `${id}:${content.kind}`,
    occurredAt: receivedAt,
    amount,
    ...(named ? { paymentId: named.paymentId } : {}),
  }))
}

function readAuthorisation({ psp, named, capture }: Facts): Content[] {
  const shared = { transactionReference: psp, ...nameCharge(psp, named) }
  return capture === 'automatic'
    ? [{ kind: 'payment_succeeded', ...shared }]
    : [{ kind: 'payment_processing', needsCapture: true, ...shared }]
}

/** A charge without the payer is over with its refusal; on a page the payer may try again. */
function readFailedAttempt({ psp, named }: Facts): Content[] {
  const isCharge = named?.purpose === 'charge'
  return [
    {
      kind: 'payment_failed',
      transactionReference: psp,
      ...(isCharge ? { failureCode: 'card_declined' } : { isAttempt: true }),
      ...nameCharge(psp, named),
    },
  ]
}

/** What was authorised counted as paid, and will not be captured. */
function readCancellation(facts: Facts): Content[] {
  return facts.capture === 'automatic' ? readGivenBack(facts) : readCanceled(facts)
}

function readCanceled({ payment }: Facts): Content[] {
  return [{ kind: 'payment_canceled', transactionReference: payment }]
}

/** The rest of an authorisation was not captured in time: money that counted as paid will not come. */
function readExpiry({ psp, payment: transactionReference, capture }: Facts): Content[] {
  const reason = 'authorisation_expired'
  if (capture === 'manual') return [{ kind: 'payment_failed', transactionReference, failureCode: reason }]
  const reversal = { gatewayReference: `${psp}:expired`, reason }
  return [{ kind: 'payment_charged_back', transactionReference, reversal }]
}

function readGivenBack(facts: Facts): Content[] {
  return [{ kind: 'payment_refunded', transactionReference: facts.payment, reversal: describeRefund(facts) }]
}

function readKept(facts: Facts): Content[] {
  return [{ kind: 'payment_refund_failed', transactionReference: facts.payment, reversal: describeRefund(facts) }]
}

function describeRefund({ psp, named }: Facts): NonNullable<GatewayEvent['reversal']> {
  return { gatewayReference: psp, ...(named?.purpose === 'refund' ? { reversalId: named.reversalId } : {}) }
}

function readTakenBack(reason: string): Reader {
  return ({ psp, original }) => [
    { kind: 'payment_charged_back', ...nameTransaction(original), reversal: { gatewayReference: psp, reason } },
  ]
}

/** Of the same dispute, whose first chargeback was reversed: to the books it is another one. */
function readSecondChargeback({ psp, original }: Facts): Content[] {
  const reversal = { gatewayReference: `${psp}:second`, reason: 'second_chargeback' }
  return [{ kind: 'payment_charged_back', ...nameTransaction(original), reversal }]
}

/** Without one the item's own reference may be a dispute's: our own then finds the payment. */
function nameTransaction(original: string | null): { transactionReference?: string } {
  return original === null ? {} : { transactionReference: original }
}

/** A charge without the payer has no checkout but itself. */
function nameCharge(psp: string, named: AdyenReference | null): { gatewayReference?: string } {
  return named?.purpose === 'charge' ? { gatewayReference: psp } : {}
}

/** Only where captures are asked for one by one. */
function byHand(read: Reader): Reader {
  return (facts) => (facts.capture === 'manual' ? read(facts) : [])
}

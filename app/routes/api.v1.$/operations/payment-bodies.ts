/** A payment and what went back of it, as the API tells of them. */
import { z } from 'zod'
import { DISCOUNT_TAX_MODES } from '~/domain/discount-policy'
import { PAYMENT_ORIGINS, PAYMENT_STATUSES } from '~/domain/payment'
import { REVERSAL_KINDS, REVERSAL_STATUSES, type PaymentReversal } from '~/domain/payment-reversal'
import type { CreditorPayment } from '~/use-cases/read-creditor-payment'
import { discountSource } from '../discount-event'
import { currency, day, instant, minor } from '../schemas'

export const reversalSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(REVERSAL_KINDS),
    status: z.enum(REVERSAL_STATUSES).meta({
      description:
        'requested: the provider has not taken it yet. pending: it has. rejected: it refuses. taken: the money is gone. returned: it came again',
    }),
    amountMinor: minor.meta({ description: 'In the payment’s currency' }),
    reason: z.string().nullable(),
    gatewayReference: z.string().nullable(),
    failureCode: z.string().nullable(),
    createdAt: instant,
    takenAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Reversal', description: 'A refund, a chargeback or a correction of your own' })

const settlement = z
  .object({
    currency,
    grossMinor: minor,
    feeMinor: minor.meta({ description: 'What the provider keeps' }),
    netMinor: minor.meta({ description: 'What it pays out: gross less fee' }),
    exchangeRate: z
      .string()
      .nullable()
      .meta({ description: 'The provider’s, from the payment’s currency to this one' }),
  })
  .meta({ id: 'Settlement' })

const manual = z
  .object({
    way: z.string(),
    receivedOn: day,
    externalReference: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'ManualPayment', description: 'What you entered of money that came on another way' })

const discountSchema = z
  .object({
    number: z.string().meta({ description: 'Of the invoice' }),
    amountMinor: minor.meta({ description: 'Negative where it was taken back' }),
    source: discountSource,
    rateBps: z.int(),
    deadlineOn: day,
    taxMode: z.enum(DISCOUNT_TAX_MODES),
    noteNumber: z.string().nullable().meta({ description: 'Of its credit note' }),
    tax: z.array(z.object({ category: z.string(), percent: z.string().nullable(), netMinor: minor, taxMinor: minor })),
  })
  .meta({ id: 'TakenDiscount' })

export const paymentSchema = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    debtor: z.string().meta({ description: 'External id' }),
    origin: z.enum(PAYMENT_ORIGINS),
    status: z.enum(PAYMENT_STATUSES),
    currency: currency.meta({ description: 'What is charged' }),
    amountMinor: minor.meta({ description: 'What was asked for' }),
    settledCurrency: currency.meta({ description: 'Of the invoices' }),
    settledMinor: minor.meta({ description: 'What amountMinor settles, in settledCurrency' }),
    receivedMinor: minor.nullable().meta({ description: 'What the provider says was paid; null until it succeeded' }),
    refundedMinor: minor,
    chargedBackMinor: minor,
    unappliedMinor: minor.meta({ description: 'Beyond what the invoices could take: kept for the debtor' }),
    gateway: z.string(),
    gatewayReference: z.string().nullable(),
    method: z.string().nullable(),
    failureCode: z.string().nullable(),
    createdAt: instant,
    expiresAt: instant,
    succeededAt: instant.nullable(),
    endedAt: instant.nullable().meta({ description: 'When it failed, was canceled or expired' }),
    invoices: z.array(
      z.object({
        number: z.string(),
        intendedMinor: minor,
        cashMinor: minor.meta({ description: 'What it paid in money, after refunds and chargebacks' }),
        writtenOffMinor: minor.meta({ description: 'What you let go of the rest, by your settlement policy' }),
        discountMinor: minor.meta({ description: 'The settlement discount that it took of it' }),
        promisedDiscountMinor: minor.meta({ description: 'The one that it takes when its money comes in time' }),
        creditMinor: minor,
        openMinor: minor.meta({ description: 'Left of the invoice now' }),
      }),
    ),
    discounts: z.array(discountSchema).meta({ description: 'In order, with what was taken back' }),
    refundableMinor: minor.meta({ description: 'What may still be asked back' }),
    reversals: z.array(reversalSchema),
    settlement: settlement.nullable().meta({ description: 'Null until the provider has said' }),
    manual: manual.nullable(),
  })
  .meta({ id: 'Payment' })

export function describeReversal(made: PaymentReversal): z.input<typeof reversalSchema> {
  const { id, kind, status, amountMinor, reason, gatewayReference, failureCode } = made
  return {
    ...{ id, kind, status, amountMinor, reason, gatewayReference, failureCode },
    createdAt: made.createdAt.toISOString(),
    takenAt: made.takenAt?.toISOString() ?? null,
    endedAt: made.endedAt?.toISOString() ?? null,
  }
}

export function describePayment(found: CreditorPayment): z.input<typeof paymentSchema> {
  const { payment: made, view } = found
  const { id, reference, origin, status, amountMinor, settledCurrency, settledMinor } = made
  const { receivedMinor, refundedMinor, chargedBackMinor } = made
  const { gateway, gatewayReference, method, failureCode } = made
  return {
    ...{ id, reference, debtor: found.debtor.externalId, origin, status },
    ...{ currency: made.currency, amountMinor, settledCurrency, settledMinor },
    ...{ receivedMinor, refundedMinor, chargedBackMinor, unappliedMinor: view.unappliedMinor },
    ...{ gateway, gatewayReference, method, failureCode },
    createdAt: made.createdAt.toISOString(),
    expiresAt: made.expiresAt.toISOString(),
    succeededAt: made.succeededAt?.toISOString() ?? null,
    endedAt: made.endedAt?.toISOString() ?? null,
    invoices: view.items,
    discounts: view.discounts.map(
      ({ number, amountMinor: takenMinor, source, rateBps, deadlineOn, taxMode, taxParts, noteNumber }) => ({
        ...{ number, amountMinor: takenMinor, source, rateBps, deadlineOn, taxMode, noteNumber },
        tax: [...taxParts],
      }),
    ),
    refundableMinor: found.refundableMinor,
    reversals: found.reversals.map(describeReversal),
    settlement: found.settlement && {
      currency: found.settlement.gross.currency,
      grossMinor: found.settlement.gross.amountMinor,
      feeMinor: found.settlement.fee.amountMinor,
      netMinor: found.settlement.net.amountMinor,
      exchangeRate: found.settlement.exchangeRate,
    },
    manual: found.manual && {
      way: found.manual.way,
      receivedOn: found.manual.receivedOn,
      externalReference: found.manual.externalReference,
      note: found.manual.note,
    },
  }
}

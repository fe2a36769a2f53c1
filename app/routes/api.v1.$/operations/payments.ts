import { z } from 'zod'
import { PAYMENT_STATUSES } from '~/domain/payment'
import type { PaymentView } from '~/use-cases/find-payment'
import { defineOperation } from '../operation'
import { currency, instant, minor } from '../schemas'

const payment = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    debtor: z.string().meta({ description: 'External id' }),
    status: z.enum(PAYMENT_STATUSES),
    currency,
    amountMinor: minor.meta({ description: 'What was asked for' }),
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
        creditMinor: minor,
        openMinor: minor.meta({ description: 'Left of the invoice now' }),
      }),
    ),
  })
  .meta({ id: 'Payment' })

export const getPayment = defineOperation({
  method: 'GET',
  path: '/payments/{id}',
  id: 'getPayment',
  summary: 'A payment and what it settled',
  pathSchema: z.object({ id: z.uuid() }),
  output: { status: 200, schema: payment },
  problems: ['unknown-payment'],
  async handle({ app, creditor, path }) {
    const found = await app.readCreditorPayment({ creditorId: creditor.id, paymentId: path.id })
    const body = found && toBody(found.debtorExternalId, found.view)
    return body ? { body } : { problem: 'unknown-payment' }
  },
})

function toBody(debtor: string, { payment: made, items, unappliedMinor }: PaymentView): z.input<typeof payment> | null {
  if (!made) return null
  const { id, reference, status, amountMinor, receivedMinor, refundedMinor, chargedBackMinor } = made
  const { gateway, gatewayReference, method, failureCode } = made
  return {
    ...{ id, reference, debtor, status, currency: made.currency, amountMinor },
    ...{ receivedMinor, refundedMinor, chargedBackMinor, unappliedMinor },
    ...{ gateway, gatewayReference, method, failureCode },
    createdAt: made.createdAt.toISOString(),
    expiresAt: made.expiresAt.toISOString(),
    succeededAt: made.succeededAt?.toISOString() ?? null,
    endedAt: made.endedAt?.toISOString() ?? null,
    invoices: items,
  }
}

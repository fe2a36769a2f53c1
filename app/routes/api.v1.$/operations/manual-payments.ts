import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { MANUAL_WAYS } from '~/domain/manual-payment'
import type { ManualPaymentRefusal } from '~/use-cases/record-manual-payment'
import { defineOperation } from '../operation'
import type { Problem } from '../problem'
import { currency, day, externalIdPath } from '../schemas'
import { describePayment, paymentSchema } from './payment-bodies'

const text = z.string().trim().min(1).max(500)

export const recordManualPayment = defineOperation({
  method: 'POST',
  path: '/debtors/{externalId}/payments',
  id: 'recordManualPayment',
  summary: 'Enter money that you received on another way',
  description: 'It settles invoices oldest first, and what is left over is kept for the debtor.',
  isRepeatable: true,
  pathSchema: externalIdPath,
  body: z.strictObject({
    currency,
    amountMinor: z.int().positive(),
    way: z.enum(MANUAL_WAYS),
    receivedOn: day,
    externalReference: text.optional().meta({ description: 'Of the cheque, the receipt or the booking' }),
    note: text.optional(),
    invoices: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'Their numbers; whatever is open in that currency where it is absent' }),
  }),
  output: { status: 201, schema: paymentSchema },
  problems: ['unknown-debtor', 'unknown-invoice'],
  async handle({ app, creditor, path, body, apiKeyId, idempotencyKey }) {
    const currencyCode = parseCurrencyCode(body.currency)
    const receivedOn = parseCalendarDay(body.receivedOn)
    if (currencyCode === null) return refuseField('/currency', 'not an ISO 4217 code')
    if (receivedOn === null) return refuseField('/receivedOn', 'not a calendar day')
    const recorded = await app.recordManualPayment({
      creditorId: creditor.id,
      debtorExternalId: path.externalId,
      currency: currencyCode,
      amountMinor: body.amountMinor,
      way: body.way,
      receivedOn,
      externalReference: body.externalReference ?? null,
      note: body.note ?? null,
      invoiceNumbers: body.invoices ?? null,
      idempotencyKey,
      recordedBy: `key:${apiKeyId}`,
    })
    if (!recorded.ok) return toProblem(recorded.failure)
    const found = await app.readCreditorPayment({ creditorId: creditor.id, paymentId: recorded.value.id })
    if (!found) throw new Error(`payment ${recorded.value.id} is gone`)
    return { body: describePayment(found) }
  },
})

function toProblem(refusal: ManualPaymentRefusal): Problem {
  switch (refusal.kind) {
    case 'unknown_debtor':
      return { problem: 'unknown-debtor' }
    case 'unknown_invoice':
      return { problem: 'unknown-invoice', detail: `no invoice ${refusal.number} in that currency` }
    case 'amount_not_positive':
      return refuseField('/amountMinor', 'must be positive')
    case 'received_in_future':
      return refuseField('/receivedOn', 'is in the future')
    case 'key_reused':
      return { problem: 'idempotency-key-reused' }
  }
}

function refuseField(pointer: string, detail: string): Problem {
  return { problem: 'invalid-request', members: { errors: [{ in: 'body', pointer, detail }] } }
}

import { z } from 'zod'
import type { CorrectionRefusal } from '~/use-cases/correct-payment'
import type { RefundRefusal } from '~/use-cases/request-refund'
import { defineOperation } from '../operation'
import type { Problem } from '../problem'
import { describePayment, describeReversal, paymentSchema, reversalSchema } from './payment-bodies'

const idPath = z.object({ id: z.uuid() })

const amountAndReason = z.strictObject({
  amountMinor: z.int().positive().optional().meta({ description: 'All that is left where it is absent' }),
  reason: z.string().trim().min(1).max(500),
})

export const getPayment = defineOperation({
  method: 'GET',
  path: '/payments/{id}',
  id: 'getPayment',
  summary: 'A payment, what it settled and what went back',
  pathSchema: idPath,
  output: { status: 200, schema: paymentSchema },
  problems: ['unknown-payment'],
  async handle({ app, creditor, path }) {
    const found = await app.readCreditorPayment({ creditorId: creditor.id, paymentId: path.id })
    return found ? { body: describePayment(found) } : { problem: 'unknown-payment' }
  },
})

export const refundPayment = defineOperation({
  method: 'POST',
  path: '/payments/{id}/refunds',
  id: 'refundPayment',
  summary: 'Ask the provider to give money back',
  description:
    'It is on record when this answers, and asked of the provider as often as it takes: under one Idempotency-Key nothing is refunded twice, however late it is repeated. That the money went comes as payment.refunded; see reversals of the payment for how far it is.',
  isRepeatable: true,
  pathSchema: idPath,
  body: amountAndReason.extend({
    unappliedCreditId: z
      .uuid()
      .optional()
      .meta({ description: 'Refunds this credit, which the payment left, and no more than is left of it' }),
  }),
  output: { status: 202, schema: reversalSchema },
  problems: ['unknown-payment', 'unknown-credit', 'not-refundable', 'amount-too-high'],
  async handle({ app, creditor, path, body, apiKeyId, idempotencyKey }) {
    const requested = await app.requestRefund({
      creditorId: creditor.id,
      paymentId: path.id,
      amountMinor: body.amountMinor ?? null,
      unappliedCreditId: body.unappliedCreditId ?? null,
      reason: body.reason,
      idempotencyKey,
      requestedBy: `key:${apiKeyId}`,
    })
    return requested.ok ? { body: describeReversal(requested.value) } : toProblem(requested.failure)
  },
})

export const correctPayment = defineOperation({
  method: 'POST',
  path: '/payments/{id}/corrections',
  id: 'correctPayment',
  summary: 'Take back in the books what you had entered',
  description: 'For payments entered by hand and bank transfers: a mistake, or money that you handed back yourself.',
  isRepeatable: true,
  pathSchema: idPath,
  body: amountAndReason,
  output: { status: 201, schema: reversalSchema },
  problems: ['unknown-payment', 'not-correctable', 'amount-too-high'],
  async handle({ app, creditor, path, body, apiKeyId, idempotencyKey }) {
    const corrected = await app.correctPayment({
      creditorId: creditor.id,
      paymentId: path.id,
      amountMinor: body.amountMinor ?? null,
      reason: body.reason,
      idempotencyKey,
      requestedBy: `key:${apiKeyId}`,
    })
    return corrected.ok ? { body: describeReversal(corrected.value) } : toProblem(corrected.failure)
  },
})

function toProblem(refusal: RefundRefusal | CorrectionRefusal): Problem {
  switch (refusal.kind) {
    case 'unknown_payment':
      return { problem: 'unknown-payment' }
    case 'unknown_credit':
      return { problem: 'unknown-credit' }
    case 'key_reused':
      return { problem: 'idempotency-key-reused' }
    case 'not_refundable':
      return { problem: 'not-refundable' }
    case 'not_correctable':
      return { problem: 'not-correctable' }
    case 'nothing_left':
      return { problem: 'amount-too-high', members: { refundableMinor: 0 } }
    case 'amount_too_high':
      return { problem: 'amount-too-high', members: { refundableMinor: refusal.refundableMinor } }
  }
}

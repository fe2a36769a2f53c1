/** Payment plans that begin with the creditor's terms. */
import { z } from 'zod'
import { parseCurrencyCode } from '~/domain/currency'
import { defineOperation, type Operation } from '../operation'
import { currency, debtorNumber } from '../schemas'
import { describePlanDetail, planDetailSchema } from './plan-bodies'
import { describePlanProblem } from './plan-problems'
import { readPlanTerms, termFields, words } from './plan-terms-body'

const offerPlan = defineOperation({
  method: 'POST',
  path: '/plans',
  id: 'offerPlan',
  summary: 'Offer a debtor a payment plan',
  description:
    'Your terms over all that is due now of the invoices. Your own policy does not bound them; what they leave open is as it says. The debtor is told by mail, and agrees with a one-time code or declines; until then the invoices are due as they are, and you may change the terms or take them back with the plan’s answer.',
  isRepeatable: true,
  body: z.strictObject({
    debtor: debtorNumber,
    currency: currency.refine((code) => parseCurrencyCode(code) !== null, 'not a currency that is known here'),
    invoices: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(500)
      .refine((numbers) => new Set(numbers).size === numbers.length, 'names an invoice twice')
      .optional()
      .meta({ description: 'Numbers; else all of that currency of which something is due' }),
    ...termFields,
    text: words.default('').meta({ description: 'The debtor reads it' }),
  }),
  output: { status: 201, schema: planDetailSchema },
  problems: ['unknown-debtor', 'plan-refused'],
  async handle({ app, creditor, apiKeyId, idempotencyKey, language, body }) {
    const creditorId = creditor.id
    const debtor = await app.findDebtor({ creditorId, externalId: body.debtor })
    const code = parseCurrencyCode(body.currency)
    if (!debtor) return { problem: 'unknown-debtor' }
    if (code === null) throw new Error('a currency that was checked is none')
    const offered = await app.offerPlan({
      ...{ creditorId, debtorId: debtor.id, currency: code, invoiceNumbers: body.invoices ?? null },
      ...readPlanTerms(body),
      ...{ idempotencyKey, text: body.text, author: `key:${apiKeyId}`, name: null },
    })
    if (!offered.ok) return describePlanProblem(offered.failure, { plan: null, language })
    const view = await app.readPlan({ creditorId }, offered.value.id)
    if (!view) throw new Error(`plan ${offered.value.id} was not kept`)
    return { body: describePlanDetail(view) }
  },
})

export const planOfferOperations: readonly Operation[] = [offerPlan]

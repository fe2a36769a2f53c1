/** How what a plan keeps as JSON is read. */
import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import { INTEREST_METHODS, PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import type { AccessLinkId, InvoiceId } from '~/domain/ids'
import type { PlanConsent, PlanTerms } from '~/domain/payment-plan'
import type { PlanEnvelope } from '~/domain/plan-policy'
import type { PlanProposal } from '~/domain/plan-proposal'
import { parseStoredCurrency } from './currency-column'

const day = z.string().transform(calendarDay)
const minor = z.number().int()
const count = z.number().int()

const envelopeSchema: z.ZodType<PlanEnvelope> = z.object({
  mostInstalments: count,
  mostDays: count,
  frequencies: z.array(z.enum(PLAN_FREQUENCIES)),
  leastInstalmentMinor: minor,
  leastDownPaymentBps: count,
  mostDaysToFirst: count,
  feeMinor: minor,
  yearlyRateBps: count,
  interestMethod: z.enum(INTEREST_METHODS),
  autopay: z.enum(['required', 'optional']),
  mostDateMoves: count,
  mostMoveDays: count,
  graceDays: count,
  missesUntilDefault: count,
  retryDays: z.array(count),
  noticeDays: count,
})

export const planTermsSchema: z.ZodType<PlanTerms> = z.object({
  startOn: day,
  anchorDay: count,
  envelope: envelopeSchema,
})

export const planConsentSchema: z.ZodType<PlanConsent> = z.object({
  name: z.string().nullable(),
  email: z.string(),
  codeId: z.string(),
  linkId: z.string().transform((id) => id as AccessLinkId),
  clientHint: z.string().nullable(),
  text: z.string(),
  agreedAt: z.iso.datetime().transform((text) => new Date(text)),
})

const bound = { limitMinor: minor, askedMinor: minor }
const limit = { limit: count, asked: count }

const reasonSchema = z.discriminatedUnion('code', [
  z.object({ code: z.enum(['total_below', 'total_above']), ...bound }),
  z.object({ code: z.literal('instalment_too_small'), ...bound }),
  z.object({ code: z.literal('down_payment_too_small'), ...bound }),
  z.object({ code: z.enum(['too_many_instalments', 'too_long', 'first_too_late']), ...limit }),
  z.object({ code: z.literal('frequency_not_offered'), offered: z.array(z.enum(PLAN_FREQUENCIES)) }),
  z.object({ code: z.literal('autopay_needed') }),
])

export const planProposalSchema: z.ZodType<PlanProposal> = z.object({
  currency: z.string().transform(parseStoredCurrency),
  invoices: z.array(
    z.object({ invoiceId: z.string().transform((id) => id as InvoiceId), number: z.string(), amountMinor: minor }),
  ),
  principalMinor: minor,
  feeMinor: minor,
  interestMinor: minor,
  totalMinor: minor,
  downPaymentMinor: minor,
  frequency: z.enum(PLAN_FREQUENCIES),
  anchorDay: count,
  startOn: day,
  schedule: z.array(
    z.object({ number: count, dueOn: day, amountMinor: minor, principalMinor: minor, chargesMinor: minor }),
  ),
  autopay: z.boolean(),
  policyVersion: count,
  envelope: envelopeSchema,
  verdict: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('inside') }),
    z.object({ kind: z.literal('outside'), reasons: z.array(reasonSchema) }),
  ]),
})

/** What the review's forms say, and who says it. */
import { z } from 'zod'
import { readOrderForm, selectOrder, type SubmittedOrder } from '~/components/pay/order-form'
import type { PayerEntry } from '~/components/pay/pay-review-page'
import type { Payer } from '~/domain/payment-order'
import { findUnstorableText } from '~/domain/storable-text'
import { getTranslate } from '~/i18n/translator.server'
import type { DebtorVisit } from '~/platform/http/debtor-visit.server'
import { getPayer } from '~/platform/http/payer.server'
import type { Choice } from './describe-review.server'

const payerSchema = z.object({
  name: z
    .string()
    .trim()
    .max(200)
    .refine((name) => findUnstorableText(name) === null),
  email: z.union([z.literal(''), z.email().max(254)]),
})

export interface Submission extends SubmittedOrder {
  choice: Choice
  payer: Payer
  /** As it was typed, and what is wrong with it. */
  typed: PayerEntry
}

/** Null when the form is not as the review page wrote it. */
export function readSubmission(form: URLSearchParams, visit: DebtorVisit): Submission | null {
  const submitted = readOrderForm(form)
  if (!submitted) return null
  const typed = { name: form.get('payerName')?.trim() ?? '', email: form.get('payerEmail')?.trim() ?? '' }
  const named = payerSchema.safeParse(typed)
  const emailProblem = named.success ? null : getTranslate(visit.language)('pay:payer.emailProblem')
  const payer =
    named.success && form.has('payerEmail')
      ? getPayer(visit, { name: named.data.name || null, email: named.data.email || null })
      : getPayer(visit)
  return { ...submitted, choice: selectOrder(submitted.order), payer, typed: { ...typed, emailProblem } }
}

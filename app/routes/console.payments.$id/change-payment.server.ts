/** What can be done with a payment, and what came of it. */
import { z } from 'zod'
import type { FieldProblem } from '~/components/form-field'
import type { CurrencyCode } from '~/domain/currency'
import type { Result } from '~/domain/result'
import { findUnstorableText } from '~/domain/storable-text'
import { parseAmount } from '~/i18n/parse-amount'
import type { AppLoadContext } from '~/load-context'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { CorrectionRefusal } from '~/use-cases/correct-payment'
import type { CreditorPayment } from '~/use-cases/read-creditor-payment'
import type { RefundRefusal } from '~/use-cases/request-refund'

const MOST_REASON = 500

const formSchema = z.object({
  intent: z.enum(['refund', 'correct']),
  key: z.uuid(),
  amount: z.string().max(40),
  reason: z.string().max(2_000),
  credit: z.uuid().optional(),
})

export interface PaymentChange {
  intent: 'refund' | 'correct'
  /** Empty where it was done. */
  problems: FieldProblem[]
  /** What was typed. */
  entry: { amount: string; reason: string }
}

/** Carries out what the form asks for; null when it asks for nothing known. */
export async function changePayment(
  app: AppLoadContext['app'],
  visit: ConsoleVisit,
  found: CreditorPayment,
  form: URLSearchParams,
): Promise<PaymentChange | null> {
  const parsed = formSchema.safeParse(Object.fromEntries(form))
  if (!parsed.success) return null
  const { intent, key, amount, reason, credit } = parsed.data
  const { currency } = found.payment
  const wanted = readAmount(amount, currency, visit)
  const problems = [
    ...(typeof wanted === 'string' ? [{ fieldId: `${intent}-amount`, text: wanted }] : []),
    ...(isReason(reason) ? [] : [{ fieldId: `${intent}-reason`, text: visit.t('money:problem.reason') }]),
  ]
  const entry = { amount, reason }
  if (problems.length > 0 || typeof wanted === 'string') return { intent, problems, entry }
  const request = {
    creditorId: visit.creditor.id,
    paymentId: found.payment.id,
    amountMinor: wanted,
    reason: reason.trim(),
    idempotencyKey: `form ${key}`,
    requestedBy: `user:${visit.user.id}`,
  }
  const done: Result<unknown, RefundRefusal | CorrectionRefusal> =
    intent === 'refund'
      ? await app.requestRefund({ ...request, unappliedCreditId: credit ?? null })
      : await app.correctPayment(request)
  if (done.ok) return { intent, problems: [], entry }
  return { intent, problems: [describeRefusal(done.failure, currency, intent, visit)], entry }
}

/** Null where nothing was entered, which means everything; a text where it is no amount. */
function readAmount(text: string, currency: CurrencyCode, { formatLocale, t }: ConsoleVisit): number | null | string {
  if (text.trim() === '') return null
  const read = parseAmount(text, currency, formatLocale)
  if (!read.ok) return t(/* i18n: money:amountProblem.* */ `money:amountProblem.${read.failure}`)
  return read.value === 0 ? t('money:amountProblem.zero') : read.value
}

function isReason(text: string): boolean {
  const reason = text.trim()
  return reason.length > 0 && reason.length <= MOST_REASON && findUnstorableText(reason) === null
}

function describeRefusal(
  refusal: RefundRefusal | CorrectionRefusal,
  currency: CurrencyCode,
  intent: PaymentChange['intent'],
  { format, t }: ConsoleVisit,
): FieldProblem {
  if (refusal.kind !== 'amount_too_high') {
    return { fieldId: null, text: t(/* i18n: money:refusal.* */ `money:refusal.${refusal.kind}`) }
  }
  const most = format.money(refusal.refundableMinor, currency)
  return { fieldId: `${intent}-amount`, text: t('money:problem.tooHigh', { most }) }
}

/** What the review answers where a payment was not begun, or is not to begin yet. */
import { redirect, type AppLoadContext } from '@remix-run/node'
import { describeRefusal } from '~/components/pay/refusal-text'
import type { StaticLoaderData } from '~/components/static-page'
import type { CurrencyCode } from '~/domain/currency'
import type { PaymentRefusal, PaymentRefusalKind } from '~/domain/payment-refusal'
import { getTranslations } from '~/i18n/translator.server'
import type { DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { getPayer } from '~/platform/http/payer.server'
import {
  describeFrame,
  describePage,
  describeRefused,
  describeReview,
  getReviewFormat,
  getReviewHref,
  type ReviewStep,
} from './describe-review.server'
import type { Submission } from './submission.server'

type Model = ReturnType<typeof describePage>

/** A page, or where to go instead. */
type ReviewAnswer = StaticLoaderData<Model> | ReturnType<typeof redirect>

export function show(context: AppLoadContext, visit: DebtorVisit, status: number, describe: () => ReviewStep) {
  return staticPage(context, {
    ...describeFrame(visit),
    status,
    load: () => describePage(visit, describe()),
  })
}

/** Refusals that are mended on the review itself. */
const MENDED_ON_REVIEW: readonly PaymentRefusalKind[] = [
  'currency_not_accepted',
  'no_rate',
  'way_unavailable',
  'saved_method_unavailable',
]
const MENDED_BY_RATE: readonly PaymentRefusalKind[] = ['quote_expired', 'quote_differs']
const MENDED_BY_CODE: readonly PaymentRefusalKind[] = ['code_wrong', 'code_expired', 'code_too_many_attempts']
/** The payment stays as it was opened: the same form goes on with it. */
const MENDED_BY_REPETITION: readonly PaymentRefusalKind[] = ['gateway_unavailable', 'gateway_uncertain']

/** The page on which what was refused can be mended. */
export function answerRefusals(
  context: AppLoadContext,
  visit: DebtorVisit,
  submission: Submission,
  refusals: readonly PaymentRefusal[],
): Promise<ReviewAnswer> {
  const are = (kinds: readonly PaymentRefusalKind[]) => refusals.every(({ kind }) => kinds.includes(kind))
  const { terms, order, idempotencyKey, typed, choice } = submission
  const t = getTranslations(visit.language).getFixedT(visit.language, 'pay')
  const problems = refusals.map((refusal) => describeRefusal(t, refusal, getReviewFormat(visit)))
  if (terms.quote && are(MENDED_BY_RATE)) {
    return lockRate(context, visit, submission, terms.quote.currency, problems)
  }
  if (are(MENDED_ON_REVIEW)) return reviewAgain(context, visit, submission, { problems })
  if (are(MENDED_BY_CODE)) return showCode(context, visit, submission, { problem: problems[0] ?? null })
  const canRepeat = are(MENDED_BY_REPETITION)
  const paymentId = refusals.find((refusal) => refusal.paymentId !== undefined)?.paymentId ?? null
  const again = { order, idempotencyKey, terms, payerName: typed.name, payerEmail: typed.email, paymentId }
  return show(context, visit, canRepeat ? 503 : 422, () => ({
    step: 'refused',
    page: describeRefused(visit, refusals, choice, canRepeat ? again : null),
  }))
}

/** The review of the same choice, with what is wrong; the rate stays while it stands. */
export async function reviewAgain(
  context: AppLoadContext,
  visit: DebtorVisit,
  { choice, typed, terms }: Submission,
  { problems = [], quoteId = terms.quote?.id ?? null }: { problems?: readonly string[]; quoteId?: string | null } = {},
) {
  const review = await context.app.reviewPayment({ payer: getPayer(visit), ...choice, quoteId })
  if (!review.ok) {
    return show(context, visit, 409, () => ({
      step: 'refused',
      page: describeRefused(visit, review.failure, choice, null),
    }))
  }
  const status = problems.length > 0 || typed.emailProblem !== null ? 422 : 200
  return show(context, visit, status, () => ({
    step: 'review',
    page: describeReview(visit, review.value, choice, { payer: typed, chosen: terms, problems }),
  }))
}

/**
 * Locks a rate and leads to the review at it: by its own address, so that it can be reloaded. With problems to tell, or
 * for a choice that no address holds, the answer is the review itself.
 */
export async function lockRate(
  context: AppLoadContext,
  visit: DebtorVisit,
  submission: Submission,
  currency: CurrencyCode,
  problems: readonly string[],
): Promise<ReviewAnswer> {
  const { choice } = submission
  const locked = await context.app.lockRate({ payer: getPayer(visit), ...choice, currency })
  if (!locked.ok) {
    const mended: Submission = { ...submission, terms: { ...submission.terms, quote: null } }
    return answerRefusals(context, visit, mended, locked.failure)
  }
  const quoteId = locked.value?.id ?? null
  const address = getReviewHref(choice, quoteId)
  if (address !== null && problems.length === 0) return redirect(address, { status: 303 })
  return reviewAgain(context, visit, submission, { problems, quoteId })
}

/** Sends a code to the contact on file and asks for it. */
export async function askForCode(context: AppLoadContext, visit: DebtorVisit, submission: Submission) {
  const issued = await context.app.issueOneTimeCode({
    creditorId: visit.creditor.id,
    debtorId: visit.debtor.id,
    sessionId: visit.sessionId,
    recipientEmail: visit.recipientEmail,
    purpose: 'save_method',
    locale: visit.formatLocale,
  })
  if (issued.ok) return showCode(context, visit, submission, { sentTo: issued.value.sentTo })
  return showCode(context, visit, submission, { isLimited: issued.failure === 'too_many' })
}

function showCode(
  context: AppLoadContext,
  visit: DebtorVisit,
  { order, idempotencyKey, terms, typed, choice }: Submission,
  {
    sentTo = null,
    isLimited = false,
    problem = null,
  }: { sentTo?: string | null; isLimited?: boolean; problem?: string | null },
) {
  return show(context, visit, problem === null ? (isLimited ? 429 : 200) : 422, () => ({
    step: 'code',
    page: {
      creditorName: visit.creditor.name,
      ...{ sentTo, isLimited, problem, order, idempotencyKey, terms },
      payerName: typed.name,
      payerEmail: typed.email,
      backHref: getReviewHref(choice, terms.quote?.id ?? null) ?? '/pay',
    },
  }))
}

/** The pages of the review, as their components want them. */
import type { CodePageProps } from '~/components/pay/code-page'
import type { PayRefusedPageProps } from '~/components/pay/pay-refused-page'
import type { PayerEntry, PayReviewPageProps } from '~/components/pay/pay-review-page'
import { NO_TERMS, type ReviewTerms } from '~/components/pay/review-terms'
import type { PaymentPurpose } from '~/domain/payment'
import type { CreditSelection, PaymentSelection } from '~/domain/payment-order'
import type { PaymentRefusal } from '~/domain/payment-refusal'
import { writeChoiceAddress } from '~/domain/payment-selection-query'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { DebtorVisit } from '~/platform/http/debtor-visit.server'
import type { PaymentReview } from '~/use-cases/review-payment'

export interface Choice {
  selection: PaymentSelection
  credits: CreditSelection
  purpose: PaymentPurpose | null
}

/** Where what a payment fulfils is shown. */
const PURPOSE_PATHS: Readonly<Record<PaymentPurpose['kind'], string>> = {
  plan: '/plans',
  settlement_offer: '/offers',
  payoff_quote: '/payoff/quotes',
}

export type ReviewStep =
  | { step: 'review'; page: PayReviewPageProps }
  | { step: 'refused'; page: PayRefusedPageProps }
  | { step: 'code'; page: CodePageProps }

/** Where the choice can be changed. */
function getChangeHref({ selection, credits, purpose }: Choice): string {
  if (purpose !== null) return `${PURPOSE_PATHS[purpose.kind]}/${purpose.id}`
  return writeChoiceAddress('/pay', selection, credits) ?? '/pay'
}

/** The review's own address; null for a choice that no address holds. */
export function getReviewHref({ selection, credits, purpose }: Choice, quoteId: string | null): string | null {
  const address = writeChoiceAddress('/pay/review', selection, credits, purpose)
  return address === null || quoteId === null ? address : `${address}&quote=${quoteId}`
}

export function getReviewFormat({ formatLocale, creditor }: DebtorVisit) {
  return getFormatters(formatLocale, creditor.timeZone)
}

export function describeFrame({ language, creditor }: DebtorVisit) {
  const title = getTranslate(language)('pay:review.pageTitle', { creditor: creditor.name })
  return { language, brand: creditor.slug, title }
}

export function describePage({ creditor, scope }: DebtorVisit, step: ReviewStep) {
  return { creditor, scope, ...step }
}

export function describeReview(
  visit: DebtorVisit,
  review: PaymentReview,
  choice: Choice,
  {
    payer,
    chosen = NO_TERMS,
    problems = [],
  }: { payer: PayerEntry; chosen?: ReviewTerms; problems?: readonly string[] },
): PayReviewPageProps {
  return {
    creditorName: visit.creditor.name,
    debtorName: visit.debtor.name,
    review,
    changeHref: getChangeHref(choice),
    ownHref: getReviewHref(choice, null),
    chosen,
    payer,
    problems,
    format: getReviewFormat(visit),
  }
}

export function describeRefused(
  visit: DebtorVisit,
  refusals: readonly PaymentRefusal[],
  choice: Choice,
  again: PayRefusedPageProps['again'],
): PayRefusedPageProps {
  return { refusals, changeHref: getChangeHref(choice), again, format: getReviewFormat(visit) }
}

/**
 * The review. GET says what is paid and why, with a fresh key each time it is shown; POST begins exactly that. Sending
 * the same form twice finds the same payment.
 */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { readOrderForm, selectOrder } from '~/components/pay/order-form'
import { PayRefusedPage, type PayRefusedPageProps } from '~/components/pay/pay-refused-page'
import { PayReviewPage, type PayerEntry, type PayReviewPageProps } from '~/components/pay/pay-review-page'
import { useStaticModel } from '~/components/static-page'
import type { CreditSelection, PaymentSelection } from '~/domain/payment-order'
import type { PaymentRefusal } from '~/domain/payment-refusal'
import { readPaymentSelection, writeChoiceAddress } from '~/domain/payment-selection-query'
import { findUnstorableText } from '~/domain/storable-text'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { getPayer } from '~/platform/http/payer.server'
import { readForm } from '~/platform/http/request-body.server'
import type { PaymentReview } from '~/use-cases/review-payment'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  const { selection, credits } = readPaymentSelection(new URL(request.url).searchParams)
  if (!selection) return redirect('/pay')
  const payer = getPayer(visit)
  const review = await context.app.reviewPayment({ payer, selection, credits })
  const choice = { selection, credits }
  return staticPage(context, {
    ...describeFrame(visit),
    status: review.ok ? 200 : 409,
    load: () =>
      review.ok
        ? describeReview(visit, review.value, choice, {
            name: payer.name ?? '',
            email: payer.email ?? '',
            emailProblem: null,
          })
        : describeRefused(visit, review.failure, choice, null),
  })
}

const payerSchema = z.object({
  name: z
    .string()
    .trim()
    .max(200)
    .refine((name) => findUnstorableText(name) === null),
  email: z.union([z.literal(''), z.email().max(254)]),
})

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const form = await readForm(request)
  const submitted = readOrderForm(form)
  if (!submitted) throw new Response(null, { status: 400 })
  const { order, idempotencyKey } = submitted
  const choice = selectOrder(order)
  const typed = { name: form.get('payerName')?.trim() ?? '', email: form.get('payerEmail')?.trim() ?? '' }
  const payer = payerSchema.safeParse(typed)
  if (!payer.success) {
    const review = await context.app.reviewPayment({ payer: getPayer(visit), ...choice })
    const emailProblem = getTranslate(visit.language)('pay:payer.emailProblem')
    return staticPage(context, {
      ...describeFrame(visit),
      status: 422,
      load: () =>
        review.ok
          ? describeReview(visit, review.value, choice, { ...typed, emailProblem })
          : describeRefused(visit, review.failure, choice, null),
    })
  }
  const { name, email } = payer.data
  const named = form.has('payerEmail') ? { name: name || null, email: email || null } : null
  const started = await context.app.startPayment({ payer: getPayer(visit, named), order, idempotencyKey })
  if (started.ok) {
    const next = started.value
    return redirect(next.kind === 'gateway' ? next.url : `/payments/${next.id}`, { status: 303 })
  }
  const isUnavailable = started.failure.some(({ kind }) => kind === 'gateway_unavailable')
  return staticPage(context, {
    ...describeFrame(visit),
    status: isUnavailable ? 503 : 422,
    load: () =>
      describeRefused(
        visit,
        started.failure,
        choice,
        isUnavailable ? { order, idempotencyKey, payerName: name, payerEmail: email } : null,
      ),
  })
}

interface Choice {
  selection: PaymentSelection
  credits: CreditSelection
}

type ReviewStep = { step: 'review'; page: PayReviewPageProps } | { step: 'refused'; page: PayRefusedPageProps }

function describeReview(visit: DebtorVisit, review: PaymentReview, choice: Choice, payer: PayerEntry) {
  return describePage(visit, {
    step: 'review',
    page: {
      creditorName: visit.creditor.name,
      debtorName: visit.debtor.name,
      review,
      changeHref: writeChoiceAddress('/pay', choice.selection, choice.credits) ?? '/pay',
      payer,
      format: getFormatters(visit.formatLocale, visit.creditor.timeZone),
    },
  })
}

function describeRefused(
  visit: DebtorVisit,
  refusals: readonly PaymentRefusal[],
  choice: Choice,
  again: PayRefusedPageProps['again'],
) {
  return describePage(visit, {
    step: 'refused',
    page: {
      refusals,
      changeHref: writeChoiceAddress('/pay', choice.selection, choice.credits) ?? '/pay',
      again,
      format: getFormatters(visit.formatLocale, visit.creditor.timeZone),
    },
  })
}

function describePage({ creditor, scope }: DebtorVisit, step: ReviewStep) {
  return { creditor, scope, ...step }
}

function describeFrame({ language, creditor }: DebtorVisit) {
  const title = getTranslate(language)('pay:review.pageTitle', { creditor: creditor.name })
  return { language, brand: creditor.slug, title }
}

export default function PayReviewRoute() {
  const { creditor, scope, ...model } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay" narrow>
      {model.step === 'review' ? <PayReviewPage {...model.page} /> : <PayRefusedPage {...model.page} />}
    </AccountFrame>
  )
}

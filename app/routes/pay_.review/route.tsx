/**
 * The review. GET says what is paid, how and why, with a fresh key each time it is shown; POST begins exactly that.
 * Sending the same form twice finds the same payment. POST with `?rate` locks a rate and leads back to the review.
 */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { CodePage } from '~/components/pay/code-page'
import { PayRefusedPage } from '~/components/pay/pay-refused-page'
import { PayReviewPage } from '~/components/pay/pay-review-page'
import { useStaticModel } from '~/components/static-page'
import { parseCurrencyCode } from '~/domain/currency'
import { readPaymentSelection } from '~/domain/payment-selection-query'
import { getTranslate } from '~/i18n/translator.server'
import { describeClient, requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { getPayer } from '~/platform/http/payer.server'
import { readForm } from '~/platform/http/request-body.server'
import { answerRefusals, askForCode, lockRate, reviewAgain, show } from './answers.server'
import { describeRefused, describeReview } from './describe-review.server'
import { readSubmission } from './submission.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  const query = new URL(request.url).searchParams
  const { selection, credits, purpose } = readPaymentSelection(query)
  if (!selection) return redirect('/pay')
  const choice = { selection, credits, purpose }
  const payer = getPayer(visit)
  const quoteId = z.uuid().safeParse(query.get('quote')).data ?? null
  const review = await context.app.reviewPayment({ payer, ...choice, quoteId })
  const typed = { name: payer.name ?? '', email: payer.email ?? '', emailProblem: null }
  return show(context, visit, review.ok ? 200 : 409, () =>
    review.ok
      ? { step: 'review', page: describeReview(visit, review.value, choice, { payer: typed }) }
      : { step: 'refused', page: describeRefused(visit, review.failure, choice, null) },
  )
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const form = await readForm(request)
  const submission = readSubmission(form, visit)
  if (!submission) throw new Response(null, { status: 400 })
  if (new URL(request.url).searchParams.has('rate')) {
    const currency = parseCurrencyCode(form.get('rateCurrency') ?? '')
    if (!currency) throw new Response(null, { status: 400 })
    return lockRate(context, visit, submission, currency, [])
  }
  if (submission.typed.emailProblem !== null) return reviewAgain(context, visit, submission)

  const { payer, order, idempotencyKey, terms } = submission
  const code = form.get('code')
  const isAskedAgain = form.get('intent') === 'resend'
  if (terms.keepsMethod && (code === null || isAskedAgain) && !form.has('repeated')) {
    return askForCode(context, visit, submission)
  }
  const { creditor, sessionId, language } = visit
  const consent = {
    code: code ?? '',
    ...{ sessionId, language },
    text: getTranslate(language)('pay:keep.consent', { creditor: creditor.name }),
    clientHint: describeClient(request, context.clientAddress),
  }
  const { way, quote, keepsMethod } = terms
  const keep = keepsMethod ? consent : null
  const started = await context.app.startPayment({ payer, order, idempotencyKey, way, quote, keep })
  if (!started.ok) return answerRefusals(context, visit, submission, started.failure)
  const next = started.value
  if (next.kind === 'gateway') return redirect(next.url, { status: 303 })
  return redirect(next.kind === 'approval' ? `/approvals/${next.id}` : `/payments/${next.id}`, { status: 303 })
}

export default function PayReviewRoute() {
  const { creditor, scope, ...model } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay" narrow>
      {model.step === 'review' ? (
        <PayReviewPage {...model.page} />
      ) : model.step === 'code' ? (
        <CodePage {...model.page} />
      ) : (
        <PayRefusedPage {...model.page} />
      )}
    </AccountFrame>
  )
}

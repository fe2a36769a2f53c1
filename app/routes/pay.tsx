/**
 * Choosing what to pay. GET takes a choice from the address (see payment-selection-query); POST reads the form and leads
 * to the review's own address, which can be kept, reloaded and gone back to. A choice of so many invoices that no address
 * holds it is reviewed in the answer to the POST itself.
 */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { choosePayables, placeRefusals } from '~/components/pay/choose-payables'
import { PayChoicePage, type PayChoicePageProps, type PayProblem } from '~/components/pay/pay-choice-page'
import { readPayEntry, resolvePayEntry } from '~/components/pay/pay-entry'
import { PayReviewPage, type PayReviewPageProps } from '~/components/pay/pay-review-page'
import { NO_TERMS } from '~/components/pay/review-terms'
import { useStaticModel } from '~/components/static-page'
import { parseCurrencyCode } from '~/domain/currency'
import { readPaymentSelection, writeChoiceAddress } from '~/domain/payment-selection-query'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { getPayer } from '~/platform/http/payer.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  return staticPage(context, {
    ...describeFrame(visit),
    key: getVisitKey(visit, request),
    async load() {
      const query = readPaymentSelection(new URL(request.url).searchParams)
      const payables = await context.app.listPayables(getAccount(visit))
      return describePage(visit, {
        step: 'choose',
        page: { ...choosePayables(payables, query, getReading(visit)), problems: [] },
      })
    },
  })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const form = await readForm(request)
  const entry = readPayEntry(form)
  const currency = parseCurrencyCode(form.get('currency') ?? '')
  const payables = await context.app.listPayables(getAccount(visit))
  const reading = getReading(visit)
  const { format } = reading
  const chosen = choosePayables(payables, { selection: null, currency, credits: 'all' }, reading, entry)
  const refuse = (problems: readonly PayProblem[]) =>
    staticPage(context, {
      ...describeFrame(visit),
      status: 422,
      load: () => describePage(visit, { step: 'choose', page: { ...chosen, problems } }),
    })

  const resolved = resolvePayEntry(entry, chosen.currency, {
    invoices: chosen.payable,
    credits: chosen.credits,
    locale: format.locale,
  })
  if (!resolved.ok) return refuse(resolved.failure)
  const { selection, credits } = resolved.value
  const payer = getPayer(visit)
  const review = await context.app.reviewPayment({ payer, selection, credits })
  if (!review.ok) return refuse(placeRefusals(review.failure, entry))

  const address = writeChoiceAddress('/pay/review', selection, credits)
  if (address !== null) return redirect(address, { status: 303 })
  return staticPage(context, {
    ...describeFrame(visit),
    load: () =>
      describePage(visit, {
        step: 'review',
        page: {
          creditorName: visit.creditor.name,
          debtorName: visit.debtor.name,
          review: review.value,
          changeHref: '/pay',
          ownHref: null,
          chosen: NO_TERMS,
          payer: { name: payer.name ?? '', email: payer.email ?? '', emailProblem: null },
          problems: [],
          format,
        },
      }),
  })
}

function getReading({ today, formatLocale, creditor }: DebtorVisit) {
  const fallback = parseCurrencyCode(creditor.defaultCurrency)
  if (!fallback) throw new RangeError(`not a currency: ${creditor.defaultCurrency}`)
  return { today, fallback, format: getFormatters(formatLocale, creditor.timeZone) }
}

function describeFrame({ language, creditor }: DebtorVisit) {
  const title = getTranslate(language)('pay:pageTitle', { creditor: creditor.name })
  return { language, brand: creditor.slug, title }
}

type PayStep = { step: 'choose'; page: PayChoicePageProps } | { step: 'review'; page: PayReviewPageProps }

function describePage({ creditor, scope }: DebtorVisit, step: PayStep) {
  return { creditor, scope, ...step }
}

export default function PayRoute() {
  const { creditor, scope, ...model } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay" narrow>
      {model.step === 'choose' ? <PayChoicePage {...model.page} /> : <PayReviewPage {...model.page} />}
    </AccountFrame>
  )
}

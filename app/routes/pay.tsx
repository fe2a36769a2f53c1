/**
 * Choosing what to pay. GET takes a choice from the address (see payment-selection-query); POST reads the form and shows
 * what it comes to, or leads to the review's own address, which can be kept, reloaded and gone back to. A choice of so many invoices that no address
 * holds it is reviewed in the answer to the POST itself.
 */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { choosePayables, placeRefusals, type ChosenPayables } from '~/components/pay/choose-payables'
import { PayChoicePage, type PayChoicePageProps, type PayProblem } from '~/components/pay/pay-choice-page'
import { readPayEntry, resolvePayEntry } from '~/components/pay/pay-entry'
import { PayReviewPage, type PayReviewPageProps } from '~/components/pay/pay-review-page'
import { NO_TERMS } from '~/components/pay/review-terms'
import { describeSavings } from '~/components/savings'
import { useStaticModel } from '~/components/static-page'
import { parseCurrencyCode } from '~/domain/currency'
import { readPaymentSelection, writeChoiceAddress, type PaymentSelectionQuery } from '~/domain/payment-selection-query'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { readChosenInvoices } from '~/platform/http/chosen-invoices.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { getPayer } from '~/platform/http/payer.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const parameters = new URL(request.url).searchParams
  const chosen = await readChosenInvoices(context, visit, parameters)
  const stored = chosen.stored === null ? null : takeStored(chosen.stored, chosen.numbers)
  return staticPage(context, {
    ...describeFrame(visit),
    // What a comparison comes to changes without the account.
    ...(stored === null ? { key: getVisitKey(visit, request) } : {}),
    async load() {
      const asked = readPaymentSelection(parameters)
      const query: PaymentSelectionQuery = stored === null ? asked : { ...asked, selection: stored.selection }
      const payables = await context.app.listPayables(getAccount(visit))
      const chosen = choosePayables(payables, query, getReading(visit))
      const priced = await readPrices(context.app, visit, chosen)
      return describePage(visit, { step: 'choose', page: { ...chosen, ...priced, stored, problems: [] } })
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
  const chosen = choosePayables(payables, { selection: null, currency, credits: 'all', purpose: null }, reading, entry)
  const showChoice = (problems: readonly PayProblem[]) =>
    staticPage(context, {
      ...describeFrame(visit),
      status: problems.length > 0 ? 422 : 200,
      load: async () => {
        const priced = await readPrices(context.app, visit, chosen)
        return describePage(visit, { step: 'choose', page: { ...chosen, ...priced, stored: null, problems } })
      },
    })

  const resolved = resolveChoice(chosen)
  if (!resolved.ok) return showChoice(resolved.failure)
  const { selection, credits } = resolved.value
  const payer = getPayer(visit)
  const review = await context.app.reviewPayment({ payer, selection, credits })
  if (!review.ok) return showChoice(placeRefusals(review.failure, entry))
  if (form.get('step') === 'total') return showChoice([])

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

/** So many invoices are listed one by one to be paid at once. */
const MOST_STORED = 1_000

function takeStored(address: string, numbers: readonly string[]) {
  const items = numbers.slice(0, MOST_STORED).map((number) => ({ number }))
  return { address, selection: { kind: 'invoices' as const, items }, taken: items.length, total: numbers.length }
}

function getReading({ today, formatLocale, creditor }: DebtorVisit) {
  const fallback = parseCurrencyCode(creditor.defaultCurrency)
  if (!fallback) throw new RangeError(`not a currency: ${creditor.defaultCurrency}`)
  return { today, fallback, format: getFormatters(formatLocale, creditor.timeZone) }
}

/** What the form means as it stands. */
function resolveChoice({ entry, currency, payable, credits, format }: ChosenPayables) {
  return resolvePayEntry(entry, currency, { invoices: payable, credits, locale: format.locale })
}

async function readPrices(
  app: AppLoadContext['app'],
  visit: DebtorVisit,
  chosen: ChosenPayables,
): Promise<Pick<PayChoicePageProps, 'price' | 'savings'>> {
  const account = getAccount(visit)
  const resolved = resolveChoice(chosen)
  const choice = resolved.ok ? resolved.value : { selection: null, credits: 'none' as const }
  const price = await app.priceChoice({ ...account, ...choice, currency: chosen.currency })
  return { price, savings: describeSavings(await app.listDiscountOffers(account, 'all')) }
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

/** Offering a settlement: GET asks for the sum and the day, POST keeps the offer. */
import { randomUUID } from 'node:crypto'
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import type { FieldProblem } from '~/components/form-field'
import { OfferFormPage, type OfferFormPageProps } from '~/components/offers/offer-form-page'
import type { OfferEntryValues } from '~/components/offers/offer-parts'
import { useStaticModel } from '~/components/static-page'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { readInvoiceChoice, type InvoiceChoice } from '~/domain/invoice-choice'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { AppLoadContext } from '~/load-context'
import { describeInitiator, getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import {
  describeOfferBounds,
  describeOfferFaults,
  readOfferEntry,
  readOfferTerms,
} from '~/platform/http/offer-view.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import type { OfferRefusal } from '~/use-cases/make-settlement-offer'
import type { OfferChoice } from '~/use-cases/read-settlement-offers'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  return show(context, visit, { asked: readInvoiceChoice(new URL(request.url).searchParams), requestId: randomUUID() })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  const form = await readForm(request)
  const asked = readInvoiceChoice(form)
  const requestId = z.uuid().safeParse(form.get('request'))
  if (!requestId.success || asked.currency === null) throw new Response(null, { status: 400 })
  const entry = readOfferEntry(form)
  const { currency } = asked
  const { formatLocale, language } = visit
  const terms = readOfferTerms(getTranslate(language), entry, { currency, formatLocale })
  const shown = { asked, requestId: requestId.data, entry }
  if (!terms.ok) return show(context, visit, { ...shown, problems: terms.failure, status: 422 })
  const made = await context.app.makeSettlementOffer({
    ...getAccount(visit),
    ...{ offerId: requestId.data, currency, invoiceNumbers: asked.invoiceNumbers, text: entry.text, ...terms.value },
    maker: describeInitiator(visit),
  })
  if (made.ok) return redirect(`/offers/${made.value.id}`, { status: 303 })
  return show(context, visit, { ...shown, refusal: made.failure, status: made.failure.kind === 'faults' ? 422 : 409 })
}

interface Shown {
  asked: InvoiceChoice
  requestId: string
  entry?: OfferEntryValues
  problems?: FieldProblem[]
  refusal?: OfferRefusal
  status?: number
}

function show(context: AppLoadContext, visit: DebtorVisit, shown: Shown) {
  const { creditor, language, scope } = visit
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status: shown.status ?? 200 },
    title: getTranslate(language)('offer:pageTitle.new', { creditor: creditor.name }),
    async load() {
      const { currencies } = await context.app.listPayables(getAccount(visit))
      const codes = currencies.filter(({ dueNowMinor }) => dueNowMinor > 0).map(({ currency }) => currency)
      const currency = shown.asked.currency ?? codes[0] ?? parseCurrencyCode(creditor.defaultCurrency)
      const { invoiceNumbers } = shown.asked
      const asked = currency && { ...getAccount(visit), side: 'debtor' as const, currency, invoiceNumbers }
      const choice = asked && (await context.app.readOfferChoice(asked))
      if (!choice) throw new Response(null, { status: 404 })
      return { creditor, scope, page: describePage(visit, choice, shown, codes) }
    },
  })
}

function describePage(
  visit: DebtorVisit,
  choice: OfferChoice,
  { asked, requestId, entry, problems = [], refusal }: Shown,
  codes: readonly CurrencyCode[],
): OfferFormPageProps {
  const { creditor, today, formatLocale, isLimited, scope } = visit
  const t = getTranslate(visit.language)
  const format = getFormatters(formatLocale, creditor.timeZone)
  const { policy, currency, owedMinor, invoices } = choice
  const refused = refusal === undefined || refusal.kind === 'faults' ? null : refusal.kind
  const mayOffer = !isLimited && scope.includes('agree')
  const obstacle = mayOffer ? (choice.obstacle ?? refused) : 'not_allowed'
  const about = { side: 'debtor', currency, owedMinor, invoiceCount: invoices.length, today } as const
  const bounds = describeOfferBounds(policy, about, { format, formatLocale })
  const { acceptedMinor } = choice
  return {
    creditorName: creditor.name,
    choice:
      obstacle === null
        ? {
            ...bounds,
            ...{ requestId, currency, isChosen: asked.invoiceNumbers !== null },
            invoices: invoices.map(({ number, dueNowMinor }) => ({
              number,
              due: format.money(dueNowMinor, currency),
            })),
            accepted: acceptedMinor === null ? null : format.money(acceptedMinor, currency),
          }
        : null,
    obstacle:
      obstacle === null
        ? null
        : t(/* i18n: offer:obstacle.* */ `offer:obstacle.${obstacle}`, {
            creditor: creditor.name,
            days: format.integer(policy.leastDaysLate),
          }),
    eligibleHref: mayOffer && choice.obstacle !== null ? linkToEligible(choice) : null,
    problems: [...problems, ...describeOfferFaults(t, refusal?.kind === 'faults' ? refusal.faults : [], bounds)],
    entry: entry ?? { amount: '', payByOn: '', text: '' },
    others: codes.filter((code) => code !== currency),
  }
}

function linkToEligible({ currency, eligible }: OfferChoice): string | null {
  if (eligible.length === 0) return null
  const query = new URLSearchParams([['currency', currency], ...eligible.map((number) => ['invoice', number])])
  return `/offers/new?${query.toString()}`
}

export default function NewOfferRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <OfferFormPage {...page} />
    </AccountFrame>
  )
}

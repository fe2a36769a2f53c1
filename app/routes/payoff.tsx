/** What settles the account on each day. GET says it for what is chosen; POST asks for it in writing. */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { PayoffPage } from '~/components/payoff/payoff-page'
import type { ShownPayoff } from '~/components/payoff/shown-payoff'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { addDays, parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { readInvoiceNumbers } from '~/domain/invoice-choice'
import { writePaymentSelection } from '~/domain/payment-selection-query'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

const MOST_CHOSEN = 100
const MOST_DAYS = 184

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  return show(context, visit, new URL(request.url).searchParams)
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  if (visit.isLimited) throw new Response(null, { status: 403 })
  const form = await readForm(request)
  const currency = parseCurrencyCode(form.get('currency') ?? '')
  if (!currency) throw new Response(null, { status: 400 })
  const day = parseCalendarDay(form.get('valid') ?? '')
  const issued =
    day === null
      ? null
      : await context.app.issuePayoffQuote({
          ...{ ...getAccount(visit), currency, numbers: readNumbers(form), validThroughOn: day },
          ...{ language: visit.language, linkId: visit.linkId, requestedBy: `link:${visit.linkId}` },
        })
  if (issued?.ok === true) return redirect(`/payoff/quotes/${issued.value.id}`, { status: 303 })
  if (issued?.failure.kind === 'nothing_due') return redirect('/payoff', { status: 303 })
  return show(context, visit, form, form.get('valid') ?? '')
}

function readNumbers(query: URLSearchParams): string[] | null {
  const numbers = readInvoiceNumbers(query)
  return query.get('which') === 'all' || numbers.length === 0 ? null : numbers.slice(0, MOST_CHOSEN)
}

function show(context: AppLoadContext, visit: DebtorVisit, query: URLSearchParams, refusedDay: string | null = null) {
  const { creditor, language, scope, isLimited } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('payoff:pageTitle', { creditor: creditor.name }),
    status: refusedDay === null ? 200 : 422,
    load: async () => ({
      creditor,
      scope,
      page: {
        ...{ creditorName: creditor.name, refusedDay, mayQuote: !isLimited },
        mayPay: permits(scope, 'pay'),
        view: await describe(context, visit, query),
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      },
    }),
  })
}

async function describe(
  { app }: AppLoadContext,
  visit: DebtorVisit,
  query: URLSearchParams,
): Promise<ShownPayoff | null> {
  const view = await app.readPayoff({
    ...getAccount(visit),
    currency: parseCurrencyCode(query.get('currency') ?? ''),
    numbers: readNumbers(query),
    throughOn: parseCalendarDay(query.get('until') ?? ''),
  })
  if (!view) return null
  const { today, currency, chosen, payoffs, policy } = view
  const selection =
    chosen === null
      ? ({ kind: 'all', currency } as const)
      : ({ kind: 'invoices', items: chosen.map((number) => ({ number })) } as const)
  return {
    ...view,
    throughOn: payoffs.at(-1)?.on ?? today,
    latestOn: addDays(today, MOST_DAYS),
    hasInterest: policy.enabled,
    payHref: `/pay/review?${writePaymentSelection(selection, 'all').toString()}`,
  }
}

export default function PayoffRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement">
      <PayoffPage {...page} />
    </AccountFrame>
  )
}

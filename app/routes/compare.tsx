/** Comparing the ways to settle everything that is due in one currency: now, on the due dates, or by plan. */
import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { ComparePage, type ComparePageProps } from '~/components/planning/compare-page'
import { useStaticModel } from '~/components/static-page'
import { parseCurrencyCode } from '~/domain/currency'
import { groundPlan, type PlanGround } from '~/domain/plan-ground'
import { shapePlanProposal, type PlanProposal } from '~/domain/plan-proposal'
import { PLAN_SHAPING_PATH } from '~/domain/plan-proposal-form'
import { suggestPlanShape } from '~/domain/plan-suggestion'
import { compareWays } from '~/domain/settlement-comparison'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { getPayer } from '~/platform/http/payer.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const { creditor, language, scope } = visit
  const asked = parseCurrencyCode(new URL(request.url).searchParams.get('currency') ?? '')
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('planning:pageTitle.compare', { creditor: creditor.name }),
    load: async () => ({ creditor, scope, page: await describeComparison(context, visit, asked) }),
  })
}

async function describeComparison(
  { app }: AppLoadContext,
  visit: DebtorVisit,
  asked: ReturnType<typeof parseCurrencyCode>,
): Promise<ComparePageProps> {
  const { creditor, today, isLimited } = visit
  const { currencies } = await app.listPayables(getAccount(visit))
  const chosen = currencies.find(({ currency }) => currency === asked) ?? currencies[0]
  const currency = chosen?.currency ?? asked ?? parseCurrencyCode(creditor.defaultCurrency)
  if (currency === null) throw new RangeError(`not a currency: ${creditor.defaultCurrency}`)
  const frame = {
    creditorName: creditor.name,
    currency,
    otherCurrencies: currencies.map((entry) => entry.currency).filter((code) => code !== currency),
    format: getFormatters(visit.formatLocale, creditor.timeZone),
  }
  const review = await app.reviewPayment({
    payer: getPayer(visit),
    selection: { kind: 'all', currency },
    credits: 'none',
  })
  if (!review.ok) return { ...frame, ways: [], overdueCount: 0, savedMinor: 0, planHref: null }
  const { items, totalMinor, chargesMinor, concessionMinor } = review.value.plan
  const plan = isLimited ? null : suggestPlan(await app.readPlanOffer(getAccount(visit)), currency)
  const due = items.map(({ invoice, amountMinor }) => ({ dueOn: invoice.dueOn, amountMinor }))
  return {
    ...frame,
    ways: compareWays({ today, nowMinor: totalMinor, due, chargesMinor, plan }),
    overdueCount: due.filter(({ dueOn }) => dueOn < today).length,
    savedMinor: concessionMinor,
    planHref: plan && `${PLAN_SHAPING_PATH}?currency=${currency}`,
  }
}

/** The plan that the page which shapes plans begins with. */
function suggestPlan(offer: PlanGround, currency: PlanProposal['currency']): PlanProposal | null {
  const grounded = groundPlan(offer, currency, null)
  if (!grounded.ok || grounded.value.invoices.length === 0) return null
  const shaped = shapePlanProposal(grounded.value, suggestPlanShape(grounded.value))
  return shaped.ok ? shaped.value : null
}

export default function CompareRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay">
      <ComparePage {...page} />
    </AccountFrame>
  )
}

/** Shaping a plan, or a new version of one that takes in more. Every wish is a part of the address, so that a plan can be kept, reloaded and gone back to. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { NoExtensionPage } from '~/components/planning/no-extension-page'
import { NoPlansPage } from '~/components/planning/no-plans-page'
import { PlanShapePage } from '~/components/planning/plan-shape-page'
import { useStaticModel } from '~/components/static-page'
import type { PlanGround } from '~/domain/plan-ground'
import { readExtendedPlanId } from '~/domain/plan-proposal-form'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import type { Result } from '~/domain/result'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { describePlanRefusal } from '~/platform/http/agreement-form.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { describeShapedPlan } from './describe-shaped-plan.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope, isLimited } = visit
  const parameters = new URL(request.url).searchParams
  const format = getFormatters(visit.formatLocale, creditor.timeZone)
  const describe = (offer: PlanGround) =>
    describeShapedPlan(offer, parameters, { creditorName: creditor.name, scope, format })
  const planId = isLimited ? null : readExtendedPlanId(parameters)
  const extension = planId && (await context.app.readPlanExtension({ ...getAccount(visit), planId }))
  if (extension && !extension.ok && extension.failure.kind === 'unknown_plan') throw new Response(null, { status: 404 })
  const offer = isLimited || extension ? null : await context.app.readPlanOffer(getAccount(visit))
  const page = extension ? (extension.ok ? describe(extension.value) : null) : offer && describe(offer)
  const refused = extension && !page ? { planId, text: explain(extension, visit) } : null
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('planning:pageTitle.shape', { creditor: creditor.name }),
    status: page && page.problems.length > 0 ? 422 : 200,
    load: () => ({ creditor, scope, page, refused }),
  })
}

/** Why a plan takes in no more. */
function explain(extension: Result<PlanGround, PlanStepRefusal>, visit: DebtorVisit): string {
  if (!extension.ok) return describePlanRefusal(extension.failure, visit).text
  return getTranslate(visit.language)('planning:extend.nothing', { creditor: visit.creditor.name })
}

export default function PlanShapingRoute() {
  const { creditor, scope, page, refused } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="plans" narrow>
      {refused ? (
        <NoExtensionPage {...refused} />
      ) : page ? (
        <PlanShapePage {...page} />
      ) : (
        <NoPlansPage creditorName={creditor.name} />
      )}
    </AccountFrame>
  )
}

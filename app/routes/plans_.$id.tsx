/** One plan. POST adds a message to its thread while it is talked over. */
import { randomUUID } from 'node:crypto'
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { RunningPlan } from '~/components/instalments/running-plan'
import { PLAN_NEWS, PlanPage, type PlanPageProps } from '~/components/plans/plan-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { isPlanInForce } from '~/domain/payment-plan'
import { hasAddable } from '~/domain/plan-ground'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { describeActor, getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import { findPlan } from '~/platform/http/visited-plan.server'
import { describePlanRefusal } from '~/platform/http/agreement-form.server'

const newsSchema = z.enum(PLAN_NEWS).nullable().catch(null)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  if (context.page.model !== null) return null
  const done = newsSchema.parse(new URL(request.url).searchParams.get('done'))
  return show(context, visit, params, { done, entryId: randomUUID(), typed: '', problems: [] })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  const { plan } = await findPlan(context, visit, params)
  const form = await readForm(request)
  const t = getTranslate(visit.language)
  const typed = (form.get('text') ?? '').replaceAll('\r\n', '\n').trim()
  const entryId = z.uuid().safeParse(form.get('entry')).data ?? randomUUID()
  const refuse = (fieldId: string | null, text: string) =>
    show(context, visit, params, { done: null, entryId, typed, problems: [{ fieldId, text }] })
  if (typed.length > 5000) return refuse('text', t('agreement:problem.text_long'))
  const limit = await context.app.limits.planStep.attempt(visit.linkId)
  if (!limit.allowed) return refuse(null, t('agreement:problem.tooOften'))
  const said = await context.app.sayToPlan({
    ...{ actor: describeActor(visit), planId: plan.id, entryId, step: 'said', text: typed },
  })
  if (said.ok) return redirect(`/plans/${plan.id}?done=said`, { status: 303 })
  const { fieldId, text } = describePlanRefusal(said.failure, visit)
  return refuse(fieldId, text)
}

async function show(
  context: AppLoadContext,
  visit: DebtorVisit,
  params: Readonly<Record<string, string | undefined>>,
  shown: Pick<PlanPageProps, 'done' | 'entryId' | 'typed' | 'problems'>,
) {
  const view = await findPlan(context, visit, params)
  const { creditor, language, scope, isLimited } = visit
  const { id: planId, status } = view.plan
  const mayExtend = permits(scope, 'agree') && isPlanInForce(status) && !isLimited
  const extension = mayExtend ? await context.app.readPlanExtension({ ...getAccount(visit), planId }) : null
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('agreement:pageTitle.one', {
      ...{ reference: view.plan.reference, creditor: creditor.name },
    }),
    status: shown.problems.length > 0 ? 422 : 200,
    load: () => ({
      ...{ creditor, scope },
      page: {
        ...{ creditorName: creditor.name, view, ...shown },
        mayAgree: permits(scope, 'agree'),
        mayPay: permits(scope, 'pay'),
        mayExtend: extension?.ok === true && hasAddable(extension.value),
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      },
    }),
  })
}

export default function PlanRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  const { mayPay, mayExtend, ...shown } = page
  const { mayAgree, format, view } = shown
  return (
    <AccountFrame creditor={creditor} scope={scope} current="plans" narrow>
      <PlanPage {...shown} running={<RunningPlan {...view} {...{ mayPay, mayAgree, mayExtend, format }} />} />
    </AccountFrame>
  )
}

/** The creditor's terms, of its own offer or countered, before it is agreed to: the agreement to read, then the code that says yes. */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { AgreementPage } from '~/components/plans/agreement-page'
import { useStaticModel } from '~/components/static-page'
import { getTranslate } from '~/i18n/translator.server'
import {
  askForPlanCode,
  describeConsenter,
  describePlanRefusal,
  readAgreementForm,
  showAgreement,
  type AgreementShown,
} from '~/platform/http/agreement-form.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { pickLanguage } from '~/platform/http/printed-file.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { findPlan } from '~/platform/http/visited-plan.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  const form = readAgreementForm(new URLSearchParams())
  return show(context, visit, params, { form, problems: [], codeSentTo: null, codeProblem: null })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  const fields = await readForm(request)
  const form = readAgreementForm(fields)
  const { plan } = await findPlan(context, visit, params)
  const shown: AgreementShown = { form, problems: [], codeSentTo: form.codeSentTo, codeProblem: null }
  const limit = await context.app.limits.planStep.attempt(visit.linkId)
  if (!limit.allowed) {
    const text = getTranslate(visit.language)('agreement:problem.tooOften')
    return show(context, visit, params, { ...shown, problems: [{ fieldId: null, text }], status: 429 })
  }
  if (form.intent !== 'agree') {
    const asked = await askForPlanCode(context, visit)
    return show(context, visit, params, { ...shown, ...asked, status: asked.codeProblem === null ? 200 : 409 })
  }
  const { key: entryId, seenSha256, code, savedMethodId } = form
  const agreed = await context.app.acceptCounter({
    ...{ creditorId: visit.creditor.id, planId: plan.id, entryId, text: '' },
    version: z.coerce.number().int().catch(0).parse(fields.get('version')),
    visitor: describeConsenter(visit, request, context),
    consent: { seenSha256, code: code ?? '', savedMethodId },
  })
  if (agreed.ok) return redirect(`/plans/${plan.id}?done=agreed`, { status: 303 })
  const problems = [describePlanRefusal(agreed.failure, visit)]
  return show(context, visit, params, { ...shown, problems, status: 422 })
}

async function show(
  context: AppLoadContext,
  visit: DebtorVisit,
  params: Readonly<Record<string, string | undefined>>,
  shown: AgreementShown,
) {
  const { plan } = await findPlan(context, visit, params)
  // Nothing waits for the debtor's yes: the plan's page says how it stands.
  if (plan.status !== 'countered') throw redirect(`/plans/${plan.id}`, { status: 303 })
  const { linkId, scope } = visit
  const read = await context.app.preparePlan({
    visitor: { ...getAccount(visit), linkId, scope },
    of: { planId: plan.id },
    savedMethodId: shown.form.savedMethodId,
    language: pickLanguage(visit),
  })
  if (!read.ok) throw new Response(null, { status: 403 })
  const t = getTranslate(visit.language)
  const about = {
    back: { href: `/plans/${plan.id}`, text: t('agreement:one.title', { reference: plan.reference }) },
    action: `/plans/${plan.id}/agree`,
    fields: [['version', String(plan.version)]] as const,
    isCounter: true,
    title:
      plan.proposedBy === 'creditor'
        ? t('agreement:one.offerTitle', { creditor: visit.creditor.name })
        : t('agreement:one.counterTitle', { creditor: visit.creditor.name }),
  }
  return showAgreement(context, visit, read.value, about, shown)
}

export default function AgreeToPlanRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="plans" narrow>
      <AgreementPage {...page} />
    </AccountFrame>
  )
}

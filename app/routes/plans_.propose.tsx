/**
 * A shaped plan before it is proposed: the agreement to read, then the code that says yes. POST with what was shaped shows
 * it, asks for a code, and proposes; GET with the same fields shows it again.
 */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { AgreementPage } from '~/components/plans/agreement-page'
import { useStaticModel } from '~/components/static-page'
import {
  PLAN_PROPOSAL_PATH,
  PLAN_SHAPING_PATH,
  readPlanProposalForm,
  type PlanProposalForm,
} from '~/domain/plan-proposal-form'
import { getTranslate } from '~/i18n/translator.server'
import {
  askForPlanCode,
  describeConsenter,
  describePlanRefusal,
  isTextTooLong,
  readAgreementForm,
  showAgreement,
  type AgreementShown,
} from '~/platform/http/agreement-form.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { pickLanguage } from '~/platform/http/printed-file.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  const fields = new URL(request.url).searchParams
  return show(context, visit, fields, readWish(fields), {
    ...{ form: readAgreementForm(fields), problems: [], codeSentTo: null, codeProblem: null },
  })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  const fields = await readForm(request)
  const wish = readWish(fields)
  const form = readAgreementForm(fields)
  const shown: AgreementShown = { form, problems: [], codeSentTo: form.codeSentTo, codeProblem: null }
  if (form.intent === 'show') return show(context, visit, fields, wish, shown)
  const t = getTranslate(visit.language)
  const limit = await context.app.limits.planStep.attempt(visit.linkId)
  if (!limit.allowed) {
    const problems = [{ fieldId: null, text: t('agreement:problem.tooOften') }]
    return show(context, visit, fields, wish, { ...shown, problems, status: 429 })
  }
  if (isTextTooLong(form)) {
    const problems = [{ fieldId: 'text', text: t('agreement:problem.text_long') }]
    return show(context, visit, fields, wish, { ...shown, problems, status: 422 })
  }
  if (form.intent === 'ask') {
    const asked = await askForPlanCode(context, visit)
    const status = asked.codeProblem === null ? 200 : 409
    return show(context, visit, fields, wish, { ...shown, ...asked, status })
  }
  const { key: idempotencyKey, seenSha256, code, savedMethodId, text } = form
  const proposed = await context.app.proposePlan({
    visitor: describeConsenter(visit, request, context),
    ...{ idempotencyKey, wish, text },
    consent: { seenSha256, code: code ?? '', savedMethodId },
  })
  if (proposed.ok) {
    const { id, status } = proposed.value
    return redirect(`/plans/${id}?done=${status === 'proposed' ? 'proposed' : 'agreed'}`, { status: 303 })
  }
  const problems = [describePlanRefusal(proposed.failure, visit)]
  return show(context, visit, fields, wish, { ...shown, problems, status: 422 })
}

/** What no page of ours posts leads back to where plans are shaped. */
function readWish(fields: URLSearchParams): PlanProposalForm {
  const wish = readPlanProposalForm(fields)
  if (!wish) throw redirect(PLAN_SHAPING_PATH, { status: 303 })
  return wish
}

const OWN_FIELDS = new Set(['key', 'seen', 'method', 'text', 'code', 'codeSentTo', 'intent', 'lang'])

async function show(
  context: AppLoadContext,
  visit: DebtorVisit,
  fields: URLSearchParams,
  wish: PlanProposalForm,
  shown: AgreementShown,
) {
  const shaped = [...fields].filter(([name]) => !OWN_FIELDS.has(name))
  const back = `${PLAN_SHAPING_PATH}?${new URLSearchParams(shaped).toString()}`
  const { linkId, scope } = visit
  const read = await context.app.preparePlan({
    visitor: { ...getAccount(visit), linkId, scope },
    of: { wish },
    savedMethodId: shown.form.savedMethodId,
    language: pickLanguage(visit),
  })
  // What it would be now is shown where it was shaped.
  if (!read.ok) throw redirect(back, { status: 303 })
  const t = getTranslate(visit.language)
  const about = {
    back: { href: back, text: t('agreement:toShaping') },
    ...{ action: PLAN_PROPOSAL_PATH, fields: shaped, isCounter: false, title: t('agreement:propose.title') },
  }
  return showAgreement(context, visit, read.value, about, shown)
}

export default function ProposePlanRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="plans" narrow>
      <AgreementPage {...page} />
    </AccountFrame>
  )
}

/** One dispute. POST adds to it: what is asked for is answered, else something is said, with or without files. */
import { randomUUID } from 'node:crypto'
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { LONGEST_TEXT } from '~/components/disputes/dispute-entry'
import { DisputePage, type DisputePageProps } from '~/components/disputes/dispute-page'
import type { FileProblem } from '~/components/disputes/dispute-words'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { moveDispute } from '~/domain/dispute'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { describeActor } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { readEvidenceForm } from '~/platform/http/evidence-upload.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { describeDispute } from '~/platform/http/shown-dispute.server'
import { findDispute } from '~/platform/http/visited-dispute.server'
import type { ContinueRefusal } from '~/use-cases/continue-dispute'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const done = new URL(request.url).searchParams.get('done')
  return showDispute(context, visit, params, {
    ...{ entryId: randomUUID(), typed: '', textProblem: null, fileProblems: [] },
    done: done === 'sent' || done === 'withdrawn' ? done : null,
  })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'dispute')
  const { dispute } = await findDispute(context, visit, params)
  const { fields, files, problems } = await readEvidenceForm(request, context)
  const t = getTranslate(visit.language)
  const typed = (fields.get('text') ?? '').replaceAll('\r\n', '\n').trim()
  const entryId = z.uuid().safeParse(fields.get('entry')).data ?? randomUUID()
  const refuse = (textProblem: string | null, fileProblems: readonly FileProblem[]) =>
    showDispute(context, visit, params, { entryId, typed, textProblem, fileProblems, done: null })
  if (typed.length > LONGEST_TEXT) return refuse(t('dispute:problem.text_long'), [])
  if (problems.length > 0) return refuse(null, problems)

  const limit = await context.app.limits.disputeStep.attempt(visit.linkId)
  if (!limit.allowed) return refuse(t('dispute:problem.too_often'), [])
  const continued = await context.app.continueDispute({
    actor: describeActor(visit),
    disputeId: dispute.id,
    entryId,
    step: moveDispute(dispute.status, 'answered', 'debtor') === null ? 'said' : 'answered',
    text: typed,
    files,
  })
  if (continued.ok) return redirect(`/disputes/${dispute.id}?done=sent`, { status: 303 })
  const refusals: Readonly<Record<ContinueRefusal['kind'], string>> = {
    text_missing: t('dispute:say.empty'),
    not_now: t('dispute:say.notNow'),
    unknown_dispute: t('dispute:say.notNow'),
    not_allowed: t('dispute:problem.not_allowed'),
  }
  return refuse(refusals[continued.failure.kind], [])
}

type Shown = Pick<DisputePageProps, 'entryId' | 'typed' | 'textProblem' | 'fileProblems' | 'done'>

/** Never a kept page: the form's next entry has an id of its own for each who asks. */
function showDispute(
  context: AppLoadContext,
  visit: DebtorVisit,
  params: Readonly<Record<string, string | undefined>>,
  shown: Shown,
) {
  return findDispute(context, visit, params).then(({ dispute, lines, entries, invoice }) => {
    const { creditor, language, scope } = visit
    const names = { reference: dispute.reference, creditor: creditor.name }
    return staticPage(context, {
      language,
      brand: creditor.slug,
      title: getTranslate(language)('dispute:pageTitle.one', names),
      status: shown.textProblem !== null || shown.fileProblems.length > 0 ? 422 : 200,
      load: () => ({
        creditor,
        scope,
        page: {
          creditorName: creditor.name,
          dispute: describeDispute(dispute, visit),
          ...{ lines, entries, invoice },
          may: { dispute: permits(scope, 'dispute'), pay: permits(scope, 'pay') },
          ...shown,
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }),
    })
  })
}

export default function DisputeRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="disputes" narrow>
      <DisputePage {...page} />
    </AccountFrame>
  )
}

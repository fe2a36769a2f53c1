/**
 * Opening a dispute. GET asks what is wrong with the invoices that the address names. POST reads that and says what it
 * comes to; the form of that page, which carries the files, opens it. Whatever is wrong comes back with all that was
 * typed.
 */
import { randomUUID } from 'node:crypto'
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { DisputeChoicePage, type DisputeChoicePageProps } from '~/components/disputes/dispute-choice-page'
import {
  readDisputeEntry,
  MOST_INVOICES,
  resolveDisputeEntry,
  startDisputeEntry,
  type DisputeEntry,
  type DisputeProblem,
} from '~/components/disputes/dispute-entry'
import { DisputeReviewPage, type DisputeReviewPageProps } from '~/components/disputes/dispute-review-page'
import type { FileProblem } from '~/components/disputes/dispute-words'
import { isContestable, type ContestableInvoice } from '~/components/disputes/shown-dispute'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { readChosenInvoices } from '~/platform/http/chosen-invoices.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { readEvidenceForm } from '~/platform/http/evidence-upload.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import { isUpload } from '~/platform/http/upload.server'
import { listContestable } from './list-contestable.server'
import { placeRefusals } from './place-refusals'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'dispute')
  // The action shows the page itself: its form names the invoices, its address does not.
  if (context.page.model !== null) return null
  const parameters = new URL(request.url).searchParams
  const chosen = await readChosenInvoices(context, visit, parameters)
  const total = chosen.numbers.length
  if (total === 0) return redirect('/disputes')
  const from = Math.min(readPlace(parameters.get('from')), total)
  const numbers = chosen.numbers.slice(from - 1, from - 1 + MOST_INVOICES)
  const all = await listContestable(context.app, visit, numbers)
  if (all.length === 0) throw new Response(null, { status: 404 })
  const invoices = all.filter(isContestable)
  const closedNumbers = all.filter((invoice) => !isContestable(invoice)).map(({ number }) => number)
  return showChoice(context, visit, {
    ...{ invoices, closedNumbers, problems: [] },
    entry: startDisputeEntry(invoices),
    idempotencyKey: randomUUID(),
    part: total > MOST_INVOICES ? describePart(parameters, { from, taken: numbers.length, total }) : null,
  })
}

/** From 1. */
function readPlace(text: string | null): number {
  return /^[1-9]\d{0,6}$/.test(text ?? '') ? Number(text) : 1
}

function describePart(
  parameters: URLSearchParams,
  { from, taken, total }: { from: number; taken: number; total: number },
) {
  const next = new URLSearchParams(parameters)
  next.set('from', String(from + taken))
  const to = from - 1 + taken
  return { from, to, total, nextHref: to < total ? `/disputes/new?${next.toString()}` : null }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'dispute')
  const evidence = isUpload(request) ? await readEvidenceForm(request, context) : null
  const form = evidence ? evidence.fields : await readForm(request)
  const entry = readDisputeEntry(form)
  const idempotencyKey = z.uuid().safeParse(form.get('key')).data ?? randomUUID()
  const invoices = await listContestable(
    context.app,
    visit,
    entry.invoices.map(({ number }) => number),
  )
  const choose = (problems: readonly DisputeProblem[]) =>
    showChoice(context, visit, {
      ...keepKnown(entry, invoices),
      ...{ closedNumbers: [], problems, idempotencyKey, part: null },
    })
  if (form.get('intent') === 'change') return choose([])

  const resolved = resolveDisputeEntry(entry, invoices, visit.formatLocale)
  if (!resolved.ok) return choose(resolved.failure)
  const refuse = (refusals: Parameters<typeof placeRefusals>[0]) => choose(placeRefusals(refusals, entry, invoices))
  const review = async (fileProblems: readonly FileProblem[]) => {
    const reviewed = await context.app.reviewDisputes(getAccount(visit), resolved.value.invoices)
    return reviewed.ok
      ? showReview(context, visit, { entry, reviewed: reviewed.value, idempotencyKey, fileProblems })
      : refuse(reviewed.failure)
  }
  if (evidence === null || evidence.problems.length > 0) return review(evidence?.problems ?? [])

  const limit = await context.app.limits.disputeStep.attempt(visit.linkId)
  if (!limit.allowed) return choose([{ fieldId: null, kind: 'too_often' }])
  const opened = await context.app.openDisputes({
    disputant: {
      ...getAccount(visit),
      linkId: visit.linkId,
      scope: visit.scope,
      name: visit.recipientName,
      email: visit.recipientEmail,
      locale: visit.formatLocale,
    },
    idempotencyKey,
    ...resolved.value,
    files: evidence.files,
  })
  if (!opened.ok) return refuse(opened.failure)
  const batch = opened.value[0]?.batchId ?? ''
  return redirect(`/disputes/opened?${new URLSearchParams({ batch }).toString()}`, { status: 303 })
}

/** The entry and its invoices side by side; what is not there any more is left out of both. */
function keepKnown(
  entry: DisputeEntry,
  invoices: readonly ContestableInvoice[],
): Pick<DisputeChoicePageProps, 'entry' | 'invoices'> {
  const known = entry.invoices.filter(({ number }) => invoices.some((invoice) => invoice.number === number))
  return { entry: { ...entry, invoices: known }, invoices }
}

function showChoice(context: AppLoadContext, visit: DebtorVisit, page: Omit<DisputeChoicePageProps, 'format'>) {
  return staticPage(context, {
    ...describeFrame(visit),
    status: page.problems.length > 0 ? 422 : 200,
    load: () => describePage(visit, { step: 'choose', page: { ...page, format: getFormat(visit) } }),
  })
}

function showReview(
  context: AppLoadContext,
  visit: DebtorVisit,
  page: Omit<DisputeReviewPageProps, 'format' | 'creditorName'>,
) {
  const { creditor } = visit
  return staticPage(context, {
    ...describeFrame(visit),
    status: page.fileProblems.length > 0 ? 422 : 200,
    load: () =>
      describePage(visit, {
        step: 'review',
        page: { ...page, creditorName: creditor.name, format: getFormat(visit) },
      }),
  })
}

function getFormat({ formatLocale, creditor }: DebtorVisit) {
  return getFormatters(formatLocale, creditor.timeZone)
}

function describeFrame({ language, creditor }: DebtorVisit) {
  const title = getTranslate(language)('dispute:pageTitle.new', { creditor: creditor.name })
  return { language, brand: creditor.slug, title }
}

type DisputeFormStep =
  { step: 'choose'; page: DisputeChoicePageProps } | { step: 'review'; page: DisputeReviewPageProps }

function describePage({ creditor, scope }: DebtorVisit, step: DisputeFormStep) {
  return { creditor, scope, ...step }
}

export default function NewDisputeRoute() {
  const { creditor, scope, ...model } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="disputes" narrow>
      {model.step === 'choose' ? <DisputeChoicePage {...model.page} /> : <DisputeReviewPage {...model.page} />}
    </AccountFrame>
  )
}

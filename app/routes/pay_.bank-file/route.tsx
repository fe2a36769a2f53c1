/**
 * A payment file for the debtor's bank. GET takes a choice from the address, POST with `begin` one from the review's form;
 * POST with a format answers the file, and has its transfers expected. Sending the same form twice finds the same ones.
 */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import {
  BankFilePage,
  type BankFilePageProps,
  type BankFileProblem,
  type ExecutionDayProblem,
} from '~/components/pay/bank-file-page'
import { readOrderForm, selectOrder } from '~/components/pay/order-form'
import { PayRefusedPage, type PayRefusedPageProps } from '~/components/pay/pay-refused-page'
import { useStaticModel } from '~/components/static-page'
import { parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import { findLastExecutionDay } from '~/domain/concession'
import { isExecutionDay, parsePayerIban } from '~/domain/credit-transfer-file'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { readPaymentSelection, writeChoiceAddress } from '~/domain/payment-selection-query'
import { fail, succeed, type Result } from '~/domain/result'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { answerStream } from '~/platform/http/account-file-answer.server'
import { logDownload } from '~/platform/http/download-log.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { getPayer } from '~/platform/http/payer.server'
import { readForm } from '~/platform/http/request-body.server'

type Choice = ReturnType<typeof selectOrder>

interface Entry {
  typed: BankFilePageProps['typed']
  problems: readonly BankFileProblem[]
  /** Of the form that was sent; null for a fresh one. */
  idempotencyKey: string | null
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  // An action that shows the page itself, or answers a file, has settled it.
  if (context.page.model !== null || context.page.file !== null) return null
  const { selection, credits, purpose } = readPaymentSelection(new URL(request.url).searchParams)
  if (!selection) return redirect('/pay')
  return showForm(context, visit, { selection, credits, purpose }, beginEntry(visit))
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const form = await readForm(request)
  const submitted = readOrderForm(form)
  if (!submitted) throw new Response(null, { status: 400 })
  const { order, idempotencyKey } = submitted
  const choice = selectOrder(order)
  if (form.has('begin')) return showForm(context, visit, choice, beginEntry(visit))

  const { app } = context
  const payer = getPayer(visit)
  const way = await app.describeTransferFile(payer, order.currency)
  if (!way) return showRefused(context, visit, choice, [refusePayment('way_unavailable')])
  const typed = readTyped(form)
  const iban = parsePayerIban(typed.iban, way.scheme)
  const execution = await checkExecutionDay(context, visit, choice, typed.executionOn)
  if (!iban.ok || !execution.ok) {
    const problems = [iban, execution].flatMap((checked): BankFileProblem[] => (checked.ok ? [] : [checked.failure]))
    return showForm(context, visit, choice, { typed, problems, idempotencyKey })
  }
  const ordered = await app.orderTransfers({
    ...{ payer, order, idempotencyKey, executionOn: execution.value },
    isSeparate: typed.isSeparate,
    payerIban: iban.value,
  })
  if (!ordered.ok) return showRefused(context, visit, choice, ordered.failure)
  if (ordered.value.kind === 'step') {
    const { step } = ordered.value
    if (step.kind === 'gateway') return redirect(step.url, { status: 303 })
    return redirect(step.kind === 'approval' ? `/approvals/${step.id}` : `/payments/${step.id}`, { status: 303 })
  }
  const { file, scheme } = ordered.value
  const format = form.get('format') === 'csv' ? 'csv' : 'pain.001'
  const { language, formatLocale } = visit
  const wording = { language, separatorsOf: typed.isLocal ? formatLocale : null }
  const made = app.createPaymentFile(file, scheme, format, wording)
  await logDownload(request, context, visit, made.filename)
  context.page.file = answerStream(made, context)
  return null
}

/** A day on which the bank can carry it out, and by which the amount of the file still settles all of it. */
async function checkExecutionDay(
  { app }: AppLoadContext,
  visit: DebtorVisit,
  choice: Choice,
  typed: string,
): Promise<Result<CalendarDay, ExecutionDayProblem>> {
  const day = parseCalendarDay(typed)
  if (day === null || !isExecutionDay(day, visit.today)) return fail('executionOn')
  const review = await app.reviewPayment({ payer: getPayer(visit), ...choice })
  const lastDay = review.ok ? findLastExecutionDay(review.value.plan.concessions.values()) : null
  return lastDay !== null && day > lastDay ? fail('tooLate') : succeed(day)
}

function beginEntry({ today }: DebtorVisit): Entry {
  return {
    typed: { iban: '', executionOn: today, isSeparate: false, isLocal: false },
    problems: [],
    idempotencyKey: null,
  }
}

function readTyped(form: URLSearchParams): Entry['typed'] {
  return {
    iban: form.get('iban')?.trim() ?? '',
    executionOn: form.get('executionOn')?.trim() ?? '',
    isSeparate: form.get('each') === 'separate',
    isLocal: form.get('separators') === 'local',
  }
}

async function showForm(context: AppLoadContext, visit: DebtorVisit, choice: Choice, entry: Entry) {
  const payer = getPayer(visit)
  const review = await context.app.reviewPayment({ payer, ...choice })
  if (!review.ok) return showRefused(context, visit, choice, review.failure)
  const { order, plan, options } = review.value
  const isOffered = options?.ways.ways.some(({ method }) => method === 'bank_transfer') === true
  const way = isOffered ? await context.app.describeTransferFile(payer, order.currency) : null
  if (!way) return showRefused(context, visit, choice, [refusePayment('way_unavailable')])
  const page: BankFilePageProps = {
    ...{ order, plan, scheme: way.scheme, today: visit.today },
    idempotencyKey: entry.idempotencyKey ?? review.value.idempotencyKey,
    typed: entry.typed,
    problems: entry.problems,
    changeHref: getChangeHref(choice),
    format: getFormat(visit),
  }
  return show(context, visit, entry.problems.length > 0 ? 422 : 200, { step: 'form', page })
}

function showRefused(context: AppLoadContext, visit: DebtorVisit, choice: Choice, refusals: readonly PaymentRefusal[]) {
  const page = { refusals, changeHref: getChangeHref(choice), again: null, format: getFormat(visit) }
  return show(context, visit, 409, { step: 'refused', page })
}

type Step = { step: 'form'; page: BankFilePageProps } | { step: 'refused'; page: PayRefusedPageProps }

function show(context: AppLoadContext, { language, creditor, scope }: DebtorVisit, status: number, step: Step) {
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('exports:bank.pageTitle', { creditor: creditor.name }),
    status,
    load: () => ({ creditor, scope, ...step }),
  })
}

function getChangeHref({ selection, credits }: Choice): string {
  return writeChoiceAddress('/pay', selection, credits) ?? '/pay'
}

function getFormat({ formatLocale, creditor }: DebtorVisit) {
  return getFormatters(formatLocale, creditor.timeZone)
}

export default function BankFileRoute() {
  const { creditor, scope, ...model } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay" narrow>
      {model.step === 'form' ? <BankFilePage {...model.page} /> : <PayRefusedPage {...model.page} />}
    </AccountFrame>
  )
}

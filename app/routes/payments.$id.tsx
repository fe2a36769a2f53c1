/**
 * How a payment stands. GET only reads, and while news is to be expected it asks the browser to look again, a bounded
 * number of times. POST takes a payment on to its provider, or cancels it.
 */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { PaymentPage, type PaymentNotice } from '~/components/pay/payment-page'
import { useStaticModel } from '~/components/static-page'
import type { AdviceForm, AdviceProblem, ShownTransfer } from '~/components/pay/transfer-instructions'
import { permits } from '~/domain/access-scope'
import { identifyAccount } from '~/domain/bank-details'
import { parseCalendarDay } from '~/domain/calendar-day'
import type { PaymentId } from '~/domain/ids'
import { getFormatters } from '~/i18n/formatters'
import { parseAmount } from '~/i18n/parse-amount'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { describeRefresh, NO_REFRESH } from '~/platform/http/page-refresh.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { getPayer } from '~/platform/http/payer.server'
import { readForm } from '~/platform/http/request-body.server'
import type { AppLoadContext } from '~/load-context'
import type { PaymentView } from '~/use-cases/find-payment'

const NOTICES: readonly PaymentNotice[] = ['awaiting_outcome', 'ended', 'gateway_unavailable', 'gateway_uncertain']

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  const view = await context.app.findPayment(getAccount(visit), readPaymentId(params))
  if (!view) throw new Response(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const address = `/payments/${view.id}`
  // A bank takes days: that page need not look again by itself.
  const isTransfer = view.payment?.origin === 'bank_transfer'
  const refresh = view.awaitsOutcome && !isTransfer ? describeRefresh(address, query) : NO_REFRESH
  const transfer = await describeTransfer(context, visit, view, query)
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('pay:payment.pageTitle', { reference: view.reference, creditor: creditor.name }),
    headers: refresh.headers,
    load: () => ({
      creditor,
      scope,
      page: {
        view,
        mayPay: permits(scope, 'pay'),
        transfer,
        notice: NOTICES.find((notice) => notice === query.get('notice')) ?? null,
        stopHref: refresh.stopHref,
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      },
    }),
  })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const { app } = context
  const id = readPaymentId(params)
  const address = `/payments/${id}`
  const form = await readForm(request)
  const intent = intentSchema.safeParse(form.get('intent'))
  if (!intent.success) throw new Response(null, { status: 400 })

  if (intent.data === 'continue') {
    const continued = await app.continuePayment(getPayer(visit), id)
    if (!continued.ok) {
      const notice = NOTICES.find((known) => continued.failure.some(({ kind }) => kind === known)) ?? 'ended'
      return seeOther(`${address}?notice=${notice}`)
    }
    const next = continued.value
    return seeOther(next.kind === 'gateway' ? next.url : `/payments/${next.id}`)
  }
  if (intent.data === 'advise') return seeOther(await advise(context, visit, id, form))
  const canceled = await app.cancelPayment(getPayer(visit), id)
  if (!canceled.ok) {
    if (canceled.failure === 'not_found') throw new Response(null, { status: 404 })
    return seeOther(`${address}?notice=gateway_unavailable`)
  }
  if (canceled.value === 'awaiting_outcome') return seeOther(`${address}?notice=awaiting_outcome`)
  if (intent.data === 'restart') return seeOther(readNext(form))
  return seeOther(canceled.value === 'ended' ? `${address}?notice=ended` : address)
}

/** `restart` cancels, and goes back to the choice that could not be paid because of this payment. */
const intentSchema = z.enum(['continue', 'cancel', 'restart', 'advise'])

/** While a transfer is to come. The form stands until the debtor has said that it paid. */
async function describeTransfer(
  { app }: AppLoadContext,
  visit: DebtorVisit,
  { payment }: PaymentView,
  query: URLSearchParams,
): Promise<ShownTransfer | null> {
  if (payment?.origin !== 'bank_transfer' || !['created', 'pending', 'processing'].includes(payment.status)) return null
  const { creditor, scope, today, formatLocale } = visit
  const described = await app.readTransferInstructions(getAccount(visit), payment)
  if (!described) return null
  const { amountMinor, currency } = payment
  const canAdvise = payment.status === 'pending' && permits(scope, 'pay')
  const advice: AdviceForm = {
    paidOn: query.get('paidOn') ?? today,
    amount: query.get('amount') ?? getFormatters(formatLocale, creditor.timeZone).amount(amountMinor, currency),
    note: (query.get('note') ?? '').slice(0, LONGEST_NOTE),
    ...{ today, currency, problem: PROBLEMS.find((problem) => problem === query.get('problem')) ?? null },
  }
  const { standings } = await app.readBankDetails(getAccount(visit))
  const asked = identifyAccount(described.instructions.account)
  const standing = standings.find(({ account }) => identifyAccount(account) === asked)
  const format = getFormatters(formatLocale, creditor.timeZone)
  const newAccount = standing?.coolingUntil
    ? {
        creditor: creditor.name,
        since: format.instant(standing.since),
        until: format.instant(standing.coolingUntil),
      }
    : null
  return { ...described, newAccount, advice: canAdvise ? advice : null }
}

const PROBLEMS: readonly AdviceProblem[] = ['amount', 'paid_in_future', 'day']

/** The page to go to: the same, with what was sent where it could not be taken. */
async function advise(
  { app }: AppLoadContext,
  visit: DebtorVisit,
  paymentId: PaymentId,
  form: URLSearchParams,
): Promise<string> {
  const address = `/payments/${paymentId}`
  const [paidOnText, amountText] = [form.get('paidOn') ?? '', form.get('amount') ?? '']
  const note = (form.get('note') ?? '').trim().slice(0, LONGEST_NOTE)
  const again = (problem: AdviceProblem) => {
    const sent = { paidOn: paidOnText.slice(0, 10), amount: amountText.slice(0, 30), ...(note === '' ? {} : { note }) }
    return `${address}?${new URLSearchParams({ problem, ...sent }).toString()}`
  }
  const view = await app.findPayment(getAccount(visit), paymentId)
  if (!view?.payment) throw new Response(null, { status: 404 })
  const paidOn = parseCalendarDay(paidOnText)
  if (paidOn === null) return again('day')
  const amount = parseAmount(amountText, view.payment.currency, visit.formatLocale)
  if (!amount.ok) return again('amount')
  const advised = await app.adviseRemittance({
    ...{ payer: getPayer(visit), paymentId, paidOn, amountMinor: amount.value, note: note === '' ? null : note },
  })
  if (advised.ok) return address
  switch (advised.failure) {
    case 'amount_not_positive':
      return again('amount')
    case 'paid_in_future':
      return again('paid_in_future')
    default:
      return `${address}?notice=ended`
  }
}

const LONGEST_NOTE = 200

function readPaymentId(params: Readonly<Record<string, string | undefined>>): PaymentId {
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return id.data as PaymentId
}

/** Only ever a choice of our own: the form's text never decides which page is next. */
function readNext(form: URLSearchParams): string {
  const [path = '', query = ''] = (form.get('next') ?? '').split('?', 2)
  return path === '/pay' && query !== '' ? `/pay?${new URLSearchParams(query).toString()}` : '/pay'
}

function seeOther(address: string) {
  return redirect(address, { status: 303 })
}

export default function PaymentRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay" narrow>
      <PaymentPage {...page} />
    </AccountFrame>
  )
}

/**
 * How a payment stands. GET only reads, and while news is to be expected it asks the browser to look again, a bounded
 * number of times. POST takes a payment on to its provider, or cancels it.
 */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { PaymentPage, type PaymentNotice } from '~/components/pay/payment-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import type { PaymentId } from '~/domain/ids'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { getPayer } from '~/platform/http/payer.server'
import { readForm } from '~/platform/http/request-body.server'

const NOTICES: readonly PaymentNotice[] = ['awaiting_outcome', 'ended', 'gateway_unavailable']

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  const view = await context.app.findPayment(getAccount(visit), readPaymentId(params))
  if (!view) throw new Response(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const address = `/payments/${view.id}`
  const wait = view.awaitsOutcome ? chooseWait(query.get('n')) : null
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('pay:payment.pageTitle', { reference: view.reference, creditor: creditor.name }),
    headers: wait ? { Refresh: `${wait.seconds}; url=${address}?n=${wait.next}` } : {},
    load: () => ({
      creditor,
      scope,
      page: {
        view,
        mayPay: permits(scope, 'pay'),
        notice: NOTICES.find((notice) => notice === query.get('notice')) ?? null,
        stopHref: wait ? `${address}?n=stop` : null,
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
      const isUnavailable = continued.failure.some(({ kind }) => kind === 'gateway_unavailable')
      return seeOther(`${address}?notice=${isUnavailable ? 'gateway_unavailable' : 'ended'}`)
    }
    const next = continued.value
    return seeOther(next.kind === 'gateway' ? next.url : `/payments/${next.id}`)
  }
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
const intentSchema = z.enum(['continue', 'cancel', 'restart'])

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

/** Seconds until the page looks again: soon at first, when a webhook is on its way; five minutes in all. */
const WAITS = [2, 2, 3, 3, 5, 5, 5, 5, 10, 10, 10, 10, 15, 15, 15, 15, 30, 30, 30, 30, 30]

function chooseWait(look: string | null): { seconds: number; next: number } | null {
  const count = look === null ? 0 : /^\d{1,2}$/.test(look) ? Number(look) : WAITS.length
  const seconds = WAITS[count]
  return seconds === undefined ? null : { seconds, next: count + 1 }
}

export default function PaymentRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay" narrow>
      <PaymentPage {...page} />
    </AccountFrame>
  )
}

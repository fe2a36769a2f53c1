/** The page at a session's `url`, and the bank's: enough for a person or a browser test to pay, and no more. */
import type { StripeAccount } from './account'
import { countDecimals } from './amounts'
import { expireOverdueSessions } from './checkout-sessions'
import type { Session } from './contract'
import { METHODS, isMethodType } from './payment-method-types'
import type { StripePayer } from './payer'

interface PageAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * @param form Of a POST; null of a GET.
 * @returns Null where there is no page.
 */
export function answerPage(
  account: StripeAccount,
  payer: StripePayer,
  path: string,
  form: URLSearchParams | null,
): PageAnswer | null {
  expireOverdueSessions(account)
  const [, page, id] = /^\/(c\/pay|authenticate)\/([^/]+)$/.exec(path) ?? []
  if (page === 'c/pay' && id !== undefined) return answerCheckout(account, payer, id, form)
  if (page === 'authenticate' && id !== undefined) return answerBank(account, payer, id, form)
  return null
}

function answerCheckout(
  account: StripeAccount,
  payer: StripePayer,
  id: string,
  form: URLSearchParams | null,
): PageAnswer | null {
  const session = account.find('checkout.session', id)
  if (!session) return null
  if (session.status === 'complete' && form) return redirect(nameSuccess(session))
  if (session.status !== 'open') return write(session, '<p role="status">This session is over.</p>')
  if (!form) return write(session, describeChoices(account, session))
  const [type = '', result = ''] = (form.get('pay') ?? '').split(':')
  if (!isMethodType(type)) return write(session, '<p role="alert">Choose how to pay.</p>')
  const options = form.has('save') ? { save: true } : {}
  const outcome =
    session.mode === 'setup'
      ? payer.saveMethod(id, type)
      : type === 'card'
        ? payer.payByCard(id, {
            ...options,
            ...(result === 'declined' ? { decline: 'generic_decline' } : {}),
            ...(result === 'authenticate' ? { authentication: 'required' } : {}),
          })
        : type === 'ideal' || type === 'bancontact' || type === 'p24'
          ? payer.payByRedirect(id, type, result === 'declined' ? 'failed' : 'paid', options)
          : payer.payByDebit(id, type, options)
  if (outcome === 'authentication_required') return redirect(`${account.origin}/authenticate/${session.payment_intent}`)
  if (outcome === 'declined') {
    return write(
      session,
      `<p role="alert">The payment was declined. Try again.</p>${describeChoices(account, session)}`,
    )
  }
  return redirect(nameSuccess(session))
}

function answerBank(
  account: StripeAccount,
  payer: StripePayer,
  id: string,
  form: URLSearchParams | null,
): PageAnswer | null {
  const intent = account.find('payment_intent', id)
  if (!intent) return null
  const sessionId = account.sessionOfIntent.get(id)
  const session = sessionId === undefined ? null : account.get('checkout.session', sessionId)
  if (!form) {
    const choices = `${button('answer', 'confirm', 'Confirm payment')}${button('answer', 'refuse', 'Refuse payment')}`
    return write(session, `<form method="post"><p>Your bank asks whether it is you.</p>${choices}</form>`)
  }
  const returnUrl = intent.next_action?.redirect_to_url?.return_url
  const outcome = payer.authenticate(id, form.get('answer') === 'confirm' ? 'confirm' : 'refuse')
  if (session) return redirect(outcome === 'declined' ? (session.url ?? account.origin) : nameSuccess(session))
  if (!returnUrl) return write(null, `<p role="status">${outcome}</p>`)
  const target = new URL(returnUrl)
  target.searchParams.set('payment_intent', id)
  target.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '')
  target.searchParams.set('redirect_status', outcome === 'paid' ? 'succeeded' : 'failed')
  return redirect(target.href)
}

function describeChoices(account: StripeAccount, session: Session): string {
  const items = (account.sessionTerms.get(session.id)?.lineItems ?? [])
    .map((item) => `<li>${escape(item.description ?? '')}: ${describeAmount(item.amount_total, item.currency)}</li>`)
    .join('')
  const total =
    session.amount_total === null || session.currency === null
      ? ''
      : `<p>Total: <strong>${describeAmount(session.amount_total, session.currency)}</strong></p>`
  const buttons = session.payment_method_types.filter(isMethodType).flatMap((type) => {
    const { label, flow } = METHODS[type]
    if (session.mode === 'setup') return [button('pay', type, `Save ${label}`)]
    const pay = button('pay', type, `Pay by ${label}`)
    if (flow === 'debit') return [pay]
    const refused = button('pay', `${type}:declined`, `${label}, declined`)
    return flow === 'card'
      ? [pay, refused, button('pay', 'card:authenticate', 'Card, confirmed at the bank')]
      : [pay, refused]
  })
  const save =
    session.saved_payment_method_options?.payment_method_save === 'enabled'
      ? '<p><label><input type="checkbox" name="save"> Save for later</label></p>'
      : ''
  const back = session.cancel_url === null ? '' : `<p><a href="${escape(session.cancel_url)}">Back</a></p>`
  return `<ul>${items}</ul>${total}<form method="post">${save}${buttons.join('')}</form>${back}`
}

function button(name: string, value: string, label: string): string {
  return `<p><button name="${name}" value="${value}">${escape(label)}</button></p>`
}

function describeAmount(amount: number, currency: string): string {
  const decimals = countDecimals(currency)
  return `${(amount / 10 ** decimals).toFixed(decimals)} ${currency.toUpperCase()}`
}

function nameSuccess(session: Session): string {
  return (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id)
}

function redirect(location: string): PageAnswer {
  return { status: 303, headers: { location }, body: '' }
}

function write(session: Session | null, main: string): PageAnswer {
  const locale = session?.locale && session.locale !== 'auto' ? session.locale : 'en'
  const body = `<!doctype html>
<html lang="${escape(locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Checkout (test double)</title></head>
<body><main><h1>Checkout (test double)</h1>${main}</main></body>
</html>
`
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

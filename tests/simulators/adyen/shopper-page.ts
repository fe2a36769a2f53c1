/** The hosted page of a session or link, and the one of an authentication: as little HTML as a browser test needs. */
import type { Checkout } from './checkout'
import { CheckoutClosed, type Shopper, type Visit } from './shopper'
import type { World } from './world'

/** An answer to a browser: a page, or where to go next. */
type PageAnswer = { kind: 'page'; status: number; html: string } | { kind: 'redirect'; location: string }

const METHODS = ['visa', 'mc', 'ideal', 'sepadirectdebit'] as const

/** `/hosted/{session or link}` and `/challenge/{payment}`, shown by GET and used by POST. Null for any other path. */
export function servePage(
  world: World,
  shopper: Shopper,
  { method, path, form }: { method: string; path: string; form: URLSearchParams },
): PageAnswer | null {
  const [, page = '', id = ''] = /^\/(hosted|challenge)\/([A-Z0-9]+)$/.exec(path) ?? []
  try {
    if (page === 'hosted' && world.ledger.checkouts.has(id)) {
      const checkout = shopper.find(id)
      return method === 'POST' ? payOnPage(shopper, checkout, form) : showCheckout(shopper, checkout)
    }
    if (page === 'challenge' && world.ledger.payments.has(id)) {
      if (method !== 'POST') return showChallenge(id)
      const outcome = form.get('action') === 'approve' ? 'authorised' : 'refused'
      return follow(shopper.completeChallenge(id, outcome), `/challenge/${id}`)
    }
  } catch (error) {
    if (error instanceof CheckoutClosed) return showText(410, 'This payment is no longer possible', '')
    throw error
  }
  return null
}

function payOnPage(shopper: Shopper, checkout: Checkout, form: URLSearchParams): PageAnswer {
  const { id } = checkout.facts
  const facts = { paymentMethod: form.get('method') ?? 'visa', store: form.has('store') }
  switch (form.get('action')) {
    case 'authorise':
      return settle(shopper.authorise(id, facts), checkout)
    case 'refuse':
      return settle(shopper.refuse(id, facts), checkout)
    case 'debit':
      return settle(shopper.payByBank(id), checkout)
    case 'challenge':
      return { kind: 'redirect', location: `/challenge/${shopper.startChallenge(id, facts).pspReference}` }
    case 'cancel': {
      const location = shopper.cancel(id)
      return { kind: 'redirect', location: location ?? `/hosted/${id}` }
    }
    default:
      return showText(400, 'There is no such button', '')
  }
}

/** A session sends the payer back by itself; a link shows what became of it, and a way on. */
function settle(visit: Visit, checkout: Checkout): PageAnswer {
  const stay = `/hosted/${checkout.facts.id}`
  return checkout.facts.kind === 'session' ? follow(visit, stay) : { kind: 'redirect', location: stay }
}

function follow({ returnUrl }: Visit, stay: string): PageAnswer {
  return { kind: 'redirect', location: returnUrl ?? stay }
}

function showCheckout(shopper: Shopper, checkout: Checkout): PageAnswer {
  const { amount, reference, storing, shopperReference, kind } = checkout.facts
  const heading = `${amount.currency} ${amount.value} (minor units), ${reference}`
  if (checkout.status !== 'active') {
    const returnUrl = shopper.describeReturn(checkout)
    const way = returnUrl === null ? '' : `<p><a href="${escape(returnUrl)}">Continue</a></p>`
    const status = checkout.status === 'expired' ? 410 : 200
    return showText(status, heading, `<p>Status: ${checkout.status}</p>${way}`)
  }
  const wasRefused = checkout.attempts.at(-1)?.status === 'refused'
  const offered = METHODS.filter((name) => checkout.offers(name))
  const asks = storing === 'askForConsent' && shopperReference !== undefined
  return showText(
    200,
    heading,
    `${wasRefused ? '<p role="alert">The payment was refused.</p>' : ''}
    <form method="post">
      <p><label>Method <select name="method">${offered.map((name) => `<option>${name}</option>`).join('')}</select></label></p>
      ${asks ? '<p><label><input type="checkbox" name="store"> Save for my next payment</label></p>' : ''}
      <p><button name="action" value="authorise">Pay</button></p>
      <p><button name="action" value="refuse">Pay with a refused card</button></p>
      <p><button name="action" value="challenge">Pay with 3D Secure</button></p>
      ${checkout.offers('sepadirectdebit') ? '<p><button name="action" value="debit">Pay by bank debit</button></p>' : ''}
      ${kind === 'session' ? '<p><button name="action" value="cancel">Cancel</button></p>' : ''}
    </form>`,
  )
}

function showChallenge(pspReference: string): PageAnswer {
  return showText(
    200,
    `Authenticate ${pspReference}`,
    `<form method="post">
      <p><button name="action" value="approve">Approve</button></p>
      <p><button name="action" value="fail">Fail</button></p>
    </form>`,
  )
}

function showText(status: number, heading: string, content: string): PageAnswer {
  const title = escape(heading)
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
    <body><main><h1>${title}</h1>${content}</main></body></html>`
  return { kind: 'page', status, html }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

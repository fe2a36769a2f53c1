/** The requests the double answers, each with the SDK's type of its parameters. */
import type { StripeAccount } from './account'
import { checkoutSessionHandlers } from './checkout-sessions'
import type { RequestName, Requests } from './contract'
import { customerHandlers } from './customers'
import { disputeHandlers } from './disputes'
import { reportMissing } from './failures'
import { isInRange, listPage } from './lists'
import { paymentIntentHandlers } from './payment-intents'
import { paymentMethodHandlers } from './payment-methods'
import { refundHandlers } from './refunds'
import { setupIntentHandlers } from './setup-intents'

export interface Route {
  method: 'GET' | 'POST'
  /** Matches the whole path; its group is the id in it. */
  path: RegExp
  /**
   * @param parameters As the form gave them: strings, lists and objects.
   * @throws StripeFailure
   */
  answer(account: StripeAccount, parameters: unknown, id: string): object
}

/** @param path With `:id` where an id stands. */
export function createRoute(method: Route['method'], path: string, answer: Route['answer']): Route {
  return { method, path: new RegExp(`^${path.replace(':id', '([^/]+)')}$`), answer }
}

function route<Name extends RequestName>(
  method: Route['method'],
  path: string,
  name: Name,
  handle: (account: StripeAccount, parameters: Requests[Name], id: string) => object,
): Route {
  return createRoute(method, path, (account, parameters, id) =>
    handle(account, account.schemas.parseRequest(name, parameters), id),
  )
}

const checkout = '/v1/checkout/sessions'

export const ROUTES: readonly Route[] = [
  route('POST', checkout, 'checkout.sessions.create', checkoutSessionHandlers.create),
  route('GET', checkout, 'checkout.sessions.list', (account, { payment_intent, customer, status, ...page }) =>
    listPage(
      checkout,
      account
        .list('checkout.session')
        .filter(
          (session) =>
            (payment_intent === undefined || session.payment_intent === payment_intent) &&
            (customer === undefined || session.customer === customer) &&
            (status === undefined || session.status === status) &&
            isInRange(session.created, page.created),
        ),
      page,
    ),
  ),
  route('GET', `${checkout}/:id`, 'checkout.sessions.retrieve', (account, _, id) =>
    account.get('checkout.session', id),
  ),
  route('POST', `${checkout}/:id/expire`, 'checkout.sessions.expire', checkoutSessionHandlers.expire),
  route('GET', `${checkout}/:id/line_items`, 'checkout.sessions.line_items', (account, page, id) =>
    listPage(`${checkout}/${id}/line_items`, checkoutSessionHandlers.listLineItems(account, id).toReversed(), page),
  ),

  route('POST', '/v1/payment_intents', 'payment_intents.create', paymentIntentHandlers.create),
  route('GET', '/v1/payment_intents', 'payment_intents.list', (account, { customer, ...page }) =>
    listPage(
      '/v1/payment_intents',
      account
        .list('payment_intent')
        .filter(
          (intent) =>
            (customer === undefined || intent.customer === customer) && isInRange(intent.created, page.created),
        ),
      page,
    ),
  ),
  route('GET', '/v1/payment_intents/:id', 'payment_intents.retrieve', (account, _, id) =>
    account.get('payment_intent', id),
  ),
  route('POST', '/v1/payment_intents/:id/confirm', 'payment_intents.confirm', paymentIntentHandlers.confirm),
  route('POST', '/v1/payment_intents/:id/cancel', 'payment_intents.cancel', paymentIntentHandlers.cancel),

  route('POST', '/v1/setup_intents', 'setup_intents.create', setupIntentHandlers.create),
  route('GET', '/v1/setup_intents', 'setup_intents.list', (account, { customer, ...page }) =>
    listPage(
      '/v1/setup_intents',
      account.list('setup_intent').filter((intent) => customer === undefined || intent.customer === customer),
      page,
    ),
  ),
  route('GET', '/v1/setup_intents/:id', 'setup_intents.retrieve', (account, _, id) => account.get('setup_intent', id)),
  route('POST', '/v1/setup_intents/:id/cancel', 'setup_intents.cancel', setupIntentHandlers.cancel),

  route('POST', '/v1/refunds', 'refunds.create', refundHandlers.create),
  route('GET', '/v1/refunds', 'refunds.list', (account, { payment_intent, charge, ...page }) =>
    listPage(
      '/v1/refunds',
      account
        .list('refund')
        .filter(
          (refund) =>
            (payment_intent === undefined || refund.payment_intent === payment_intent) &&
            (charge === undefined || refund.charge === charge) &&
            isInRange(refund.created, page.created),
        ),
      page,
    ),
  ),
  route('GET', '/v1/refunds/:id', 'refunds.retrieve', (account, _, id) => account.get('refund', id)),
  route('POST', '/v1/refunds/:id', 'refunds.update', refundHandlers.update),

  route('GET', '/v1/charges', 'charges.list', (account, { payment_intent, customer, ...page }) =>
    listPage(
      '/v1/charges',
      account
        .list('charge')
        .filter(
          (charge) =>
            (payment_intent === undefined || charge.payment_intent === payment_intent) &&
            (customer === undefined || charge.customer === customer) &&
            isInRange(charge.created, page.created),
        ),
      page,
    ),
  ),
  route('GET', '/v1/charges/:id', 'charges.retrieve', (account, _, id) => account.get('charge', id)),
  route('GET', '/v1/balance_transactions', 'balance_transactions.list', (account, { source, ...page }) =>
    listPage(
      '/v1/balance_transactions',
      account
        .list('balance_transaction')
        .filter(
          (transaction) =>
            (source === undefined || transaction.source === source) && isInRange(transaction.created, page.created),
        ),
      page,
    ),
  ),
  route('GET', '/v1/balance_transactions/:id', 'balance_transactions.retrieve', (account, _, id) =>
    account.get('balance_transaction', id),
  ),

  route('POST', '/v1/customers', 'customers.create', customerHandlers.create),
  route('GET', '/v1/customers', 'customers.list', (account, { email, ...page }) =>
    listPage(
      '/v1/customers',
      account.list('customer').filter((customer) => email === undefined || customer.email === email),
      page,
    ),
  ),
  route('GET', '/v1/customers/:id', 'customers.retrieve', (account, _, id) => account.get('customer', id)),
  route('POST', '/v1/customers/:id', 'customers.update', customerHandlers.update),
  route('GET', '/v1/customers/:id/payment_methods', 'customers.payment_methods', (account, { type, ...page }, id) => {
    account.get('customer', id)
    return listMethods(account, id, type, page)
  }),

  route('GET', '/v1/payment_methods', 'payment_methods.list', (account, { customer, type, ...page }) =>
    listMethods(account, customer, type, page),
  ),
  route('GET', '/v1/payment_methods/:id', 'payment_methods.retrieve', (account, _, id) =>
    account.get('payment_method', id),
  ),
  route('POST', '/v1/payment_methods/:id/attach', 'payment_methods.attach', paymentMethodHandlers.attach),
  route('POST', '/v1/payment_methods/:id/detach', 'payment_methods.detach', paymentMethodHandlers.detach),
  route('GET', '/v1/mandates/:id', 'mandates.retrieve', (account, _, id) => account.get('mandate', id)),

  route('GET', '/v1/disputes', 'disputes.list', (account, { payment_intent, charge, ...page }) =>
    listPage(
      '/v1/disputes',
      account
        .list('dispute')
        .filter(
          (dispute) =>
            (payment_intent === undefined || dispute.payment_intent === payment_intent) &&
            (charge === undefined || dispute.charge === charge) &&
            isInRange(dispute.created, page.created),
        ),
      page,
    ),
  ),
  route('GET', '/v1/disputes/:id', 'disputes.retrieve', (account, _, id) => account.get('dispute', id)),
  route('POST', '/v1/disputes/:id/close', 'disputes.close', disputeHandlers.close),

  route('GET', '/v1/events', 'events.list', (account, { type, types, ...page }) =>
    listPage(
      '/v1/events',
      account.events.filter(
        (event) =>
          (type === undefined || event.type === type) &&
          (types === undefined || types.includes(event.type)) &&
          isInRange(event.created, page.created),
      ),
      page,
    ),
  ),
  route('GET', '/v1/events/:id', 'events.retrieve', (account, _, id) => {
    const event = account.events.find((candidate) => candidate.id === id)
    if (!event) throw reportMissing('event', id)
    return event
  }),
]

function listMethods(
  account: StripeAccount,
  customer: string | undefined,
  type: string | undefined,
  page: Parameters<typeof listPage>[2],
) {
  const methods = account
    .list('payment_method')
    .filter(
      (method) =>
        method.customer !== null &&
        (customer === undefined || method.customer === customer) &&
        (type === undefined || method.type === type),
    )
  return listPage('/v1/payment_methods', methods, page)
}

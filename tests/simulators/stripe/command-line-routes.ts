/**
 * What Stripe's own command line asks for in `stripe trigger` beside the API that we use: prices, payment methods made
 * from tokens, and the calls of the hosted page. Served in the lenient mode alone.
 */
import { readCurrency } from './amounts'
import { createBank } from './bank'
import { refuse, reportMissing } from './failures'
import { createId } from './ids'
import { createPrice } from './line-items'
import { createPayer } from './payer'
import { isMethodType } from './payment-method-types'
import { createPaymentMethod } from './payment-methods'
import { createRoute } from './routes'
import type { Route } from './routes'

/** The account that the command line uses for a debit that is given back. */
const FAILING_IBAN = 'IT60X0542811101000000123456'

export function createCommandLineRoutes(): Route[] {
  const productNames = new Map<string, string>()
  /** Payment methods of the account above. */
  const failing = new Set<string>()
  return [
    createRoute('POST', '/v1/products', (_account, form) => {
      const id = createId('prod', 14)
      productNames.set(id, readText(form, 'name'))
      return { id, object: 'product', name: readText(form, 'name'), active: true }
    }),
    createRoute('POST', '/v1/prices', (account, form) => {
      const product = readText(form, 'product')
      const name = productNames.get(product)
      if (name === undefined) throw reportMissing('product', product, 'product')
      const currency = readCurrency(readText(form, 'currency'))
      const price = createPrice(account, product, Number(readText(form, 'unit_amount')), currency)
      account.prices.set(price.id, { price, name })
      return price
    }),
    createRoute('POST', '/v1/payment_methods', (account, form) => {
      const type = readText(form, 'type')
      if (!isMethodType(type)) throw refuse(`Invalid type: ${type}`, { param: 'type' })
      const method = createPaymentMethod(account, type, { name: 'Jo Doe', email: 'jo@example.com', country: 'AT' })
      if (JSON.stringify(form).includes(FAILING_IBAN)) failing.add(method.id)
      return method
    }),
    createRoute('GET', '/v1/payment_pages/:id', (account, _form, id) => account.get('checkout.session', id)),
    createRoute('POST', '/v1/payment_pages/:id/confirm', (account, form, id) => {
      const session = account.get('checkout.session', id)
      const method = account.get('payment_method', readText(form, 'payment_method'), 'payment_method')
      if (Number(readText(form, 'expected_amount')) !== session.amount_total) {
        throw refuse('The amount is not what was expected.', { param: 'expected_amount' })
      }
      const payer = createPayer(account)
      if (method.type === 'card') payer.payByCard(id)
      else if (method.type === 'sepa_debit') {
        payer.payByDebit(id, 'sepa_debit')
        const bank = createBank(account)
        if (failing.has(method.id)) bank.failDebit(session.payment_intent ?? '')
        else bank.completeDebit(session.payment_intent ?? '')
      } else throw refuse(`The page cannot be paid by ${method.type} here.`, { param: 'payment_method' })
      return session
    }),
  ]
}

function readText(form: unknown, name: string): string {
  const value = new Map<string, unknown>(Object.entries(form ?? {})).get(name)
  if (typeof value !== 'string') throw refuse(`Missing required param: ${name}.`, { param: name })
  return value
}

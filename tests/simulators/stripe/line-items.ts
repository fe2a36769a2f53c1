/** What a Checkout Session is for. */
import type { StripeAccount } from './account'
import { checkCharge, checkGranularity, readCurrency } from './amounts'
import type { LineItem, Price, Requests } from './contract'
import { refuse, refuseUnsimulated, reportMissing } from './failures'
import { createId } from './ids'
import { checkLength, mergeMetadata } from './metadata'

const MOST_ITEMS = 100

type GivenItem = NonNullable<Requests['checkout.sessions.create']['line_items']>[number]
type PriceData = NonNullable<GivenItem['price_data']>

/** @throws StripeFailure (400) */
export function readLineItems(
  account: StripeAccount,
  given: readonly GivenItem[] | undefined,
  sessionCurrency: string | undefined,
): { lineItems: LineItem[]; currency: string; total: number } {
  if (!given || given.length === 0) {
    throw refuse('Missing required param: line_items.', { param: 'line_items', code: 'parameter_missing' })
  }
  if (given.length > MOST_ITEMS) {
    throw refuse(`You may only specify up to ${MOST_ITEMS} line items.`, { param: 'line_items' })
  }
  const lineItems = given.map((item, index) => readLineItem(account, item, `line_items[${index}]`))
  const currencies = new Set(lineItems.map((item) => item.currency))
  if (sessionCurrency) currencies.add(readCurrency(sessionCurrency))
  const [currency] = currencies
  if (currency === undefined || currencies.size > 1) {
    throw refuse('All line items of a Checkout Session must have the same currency.', { param: 'line_items' })
  }
  const total = lineItems.reduce((sum, item) => sum + item.amount_total, 0)
  checkCharge(total, currency, 'line_items')
  return { lineItems, currency, total }
}

function readLineItem(account: StripeAccount, given: GivenItem, param: string): LineItem {
  if (given.tax_rates?.length) throw refuseUnsimulated('tax rates')
  if (given.adjustable_quantity?.enabled === true) throw refuseUnsimulated('adjustable quantities')
  if ((given.price === undefined) === (given.price_data === undefined)) {
    throw refuse('You must specify either `price` or `price_data` for each line item.', { param })
  }
  if (given.quantity === undefined || given.quantity < 1) {
    throw refuse('Quantity is required. Add `quantity` to each line item.', { param: `${param}[quantity]` })
  }
  const { price, name } = given.price_data
    ? readPriceData(account, given.price_data, `${param}[price_data]`)
    : findPrice(account, given.price ?? '', param)
  const amount = (price.unit_amount ?? 0) * given.quantity
  return {
    id: createId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: name,
    metadata: mergeMetadata(given.metadata),
    price,
    quantity: given.quantity,
  }
}

function readPriceData(account: StripeAccount, data: PriceData, param: string): { price: Price; name: string } {
  if (data.recurring) throw refuseUnsimulated('recurring prices')
  if (data.unit_amount_decimal !== undefined) throw refuseUnsimulated('unit_amount_decimal')
  if (data.unit_amount === undefined) {
    throw refuse('You must specify either `unit_amount` or `unit_amount_decimal` when using prices.', { param })
  }
  if (!data.product_data) {
    if (data.product !== undefined) throw refuseUnsimulated('products')
    throw refuse('You must specify either `product` or `product_data` when creating a price.', { param })
  }
  const currency = readCurrency(data.currency, `${param}[currency]`)
  checkGranularity(data.unit_amount, currency, `${param}[unit_amount]`)
  checkLength(data.product_data.name, 250, `${param}[product_data][name]`)
  mergeMetadata(data.product_data.metadata)
  return { price: createPrice(account, createId('prod', 14), data.unit_amount, currency), name: data.product_data.name }
}

function findPrice(account: StripeAccount, id: string, param: string): { price: Price; name: string } {
  const known = account.prices.get(id)
  if (!known) throw reportMissing('price', id, `${param}[price]`)
  return known
}

export function createPrice(account: StripeAccount, product: string, unitAmount: number, currency: string): Price {
  return {
    id: createId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: account.clock(),
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product,
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  }
}

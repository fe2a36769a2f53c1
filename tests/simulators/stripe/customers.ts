import type { StripeAccount } from './account'
import type { Customer, Requests } from './contract'
import { refuseUnsimulated } from './failures'
import { createId } from './ids'
import { checkLength, mergeMetadata } from './metadata'

const UNSIMULATED = [
  'balance',
  'cash_balance',
  'payment_method',
  'shipping',
  'source',
  'tax_id_data',
  'test_clock',
] as const

export const customerHandlers = {
  create: (account: StripeAccount, parameters: Requests['customers.create']): Customer => {
    for (const name of UNSIMULATED)
      if (account.isStrict && parameters[name] !== undefined) throw refuseUnsimulated(name)
    const customer = createCustomer(account, {})
    apply(customer, parameters)
    account.emit('customer.created', customer)
    return customer
  },
  update: (account: StripeAccount, parameters: Requests['customers.update'], id: string): Customer => {
    const customer = account.get('customer', id)
    apply(customer, parameters)
    account.emit('customer.updated', customer)
    return customer
  },
}

export function createCustomer(account: StripeAccount, details: { email?: string; name?: string }): Customer {
  const customer: Customer = {
    id: createId('cus', 14),
    object: 'customer',
    address: null,
    balance: 0,
    created: account.clock(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: details.email ?? null,
    invoice_prefix: createId('x', 8).slice(2).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: details.name ?? null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  account.put('customer', customer)
  return customer
}

function apply(
  customer: Customer,
  parameters: Pick<
    Requests['customers.update'],
    'address' | 'description' | 'email' | 'metadata' | 'name' | 'phone' | 'preferred_locales' | 'tax_exempt'
  >,
): void {
  checkLength(parameters.email, 512, 'email')
  checkLength(parameters.name, 256, 'name')
  const metadata = mergeMetadata(parameters.metadata, customer.metadata)
  if (parameters.description !== undefined) customer.description = parameters.description
  if (parameters.email !== undefined) customer.email = parameters.email
  if (parameters.name !== undefined) customer.name = parameters.name
  if (parameters.phone !== undefined) customer.phone = parameters.phone
  if (parameters.preferred_locales !== undefined) customer.preferred_locales = parameters.preferred_locales
  if (parameters.tax_exempt) customer.tax_exempt = parameters.tax_exempt
  if (parameters.address !== undefined) {
    const { city, country, line1, line2, postal_code, state } = parameters.address || {}
    customer.address = {
      ...{ city: city ?? null, country: country ?? null, line1: line1 ?? null, line2: line2 ?? null },
      ...{ postal_code: postal_code ?? null, state: state ?? null },
    }
  }
  customer.metadata = metadata
}

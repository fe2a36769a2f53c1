/** A method that Adyen keeps, as its owner recognises it. */
import type { Types } from '@adyen/api-library'
import { z } from 'zod'
import type { SavedMethodDetails } from '~/use-cases/ports/payment-gateway'
import { labelMethod, readCardExpiry } from '../method-label'
import { fromAdyenMethodType } from './adyen-methods'

/** How Adyen names a method: with its brand in its own list, by its type alone in webhooks. */
const BRANDS = [
  ['visa', 'Visa'],
  ['electron', 'Visa Electron'],
  ['maestro', 'Maestro'],
  ['mc', 'Mastercard'],
  ['amex', 'American Express'],
  ['diners', 'Diners Club'],
  ['discover', 'Discover'],
  ['jcb', 'JCB'],
  ['cup', 'UnionPay'],
  ['cartebancaire', 'Cartes Bancaires'],
  ['sepadirectdebit', 'SEPA'],
  ['directdebit_GB', 'Bacs'],
  ['ach', 'ACH'],
] as const

/** What a webhook tells of it. */
interface NamedMethod {
  shopperReference: string
  storedPaymentMethodId: string
  type: string
}

export function describeMethodByType({
  shopperReference,
  storedPaymentMethodId,
  type,
}: NamedMethod): SavedMethodDetails {
  return {
    customerReference: shopperReference,
    methodReference: storedPaymentMethodId,
    kind: fromAdyenMethodType(type),
    label: nameBrand(type) ?? 'Card',
    expiresOn: null,
  }
}

const expirySchema = z.object({
  expiryMonth: z
    .string()
    .regex(/^(0?[1-9]|1[0-2])$/)
    .transform(Number),
  /** Two digits or four. */
  expiryYear: z
    .string()
    .regex(/^(20)?\d\d$/)
    .transform((year) => 2000 + (Number(year) % 100)),
})

/** `stored` is the method in Adyen's own list, which says more than its webhook. */
export function describeStoredMethod(
  named: NamedMethod,
  stored: Types.checkout.StoredPaymentMethodResource,
): SavedMethodDetails {
  const type = stored.type ?? named.type
  const expiry = expirySchema.safeParse(stored).data
  const digits = stored.lastFour ?? stored.iban?.slice(-4)
  return {
    ...describeMethodByType({ ...named, type }),
    label: labelMethod(nameBrand(stored.brand ?? type) ?? nameBrand(named.type) ?? 'Card', digits),
    expiresOn: expiry ? readCardExpiry(expiry.expiryYear, expiry.expiryMonth) : null,
  }
}

function nameBrand(type: string): string | null {
  return BRANDS.find(([beginning]) => type.startsWith(beginning))?.[1] ?? null
}

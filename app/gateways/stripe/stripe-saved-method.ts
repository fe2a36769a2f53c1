/** The method a charge was paid with, as it is kept for later payments and recognised by its owner. */
import type { CalendarDay } from '~/domain/calendar-day'
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { SavedMethodDetails } from '~/use-cases/ports/payment-gateway'
import { labelMethod, readCardExpiry } from '../method-label'
import { fromStripeMethodType } from './stripe-methods'
import type { StripeCharge } from './stripe-objects'

type MethodDetails = NonNullable<StripeCharge['payment_method_details']>

const CARD_BRANDS: Readonly<Record<string, string>> = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  discover: 'Discover',
  eftpos_au: 'Eftpos',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
}

/**
 * Null where Stripe keeps nothing that can be charged again. iDEAL and Bancontact pay once: what is kept is a SEPA
 * debit of the account behind them.
 */
export function readSavedMethod({ customer, payment_method, payment_method_details: details }: StripeCharge) {
  if (customer === undefined || customer === null || !details) return null
  const debit = details.ideal?.generated_sepa_debit ?? details.bancontact?.generated_sepa_debit
  const isSinglePayment = details.type === 'ideal' || details.type === 'bancontact'
  const methodReference = isSinglePayment ? debit : payment_method
  if (!methodReference) return null
  const kind: PaymentMethodKind = isSinglePayment ? 'sepa_debit' : fromStripeMethodType(details.type)
  return {
    customerReference: customer,
    methodReference,
    kind,
    label: describeLabel(kind, details),
    expiresOn: details.card ? readExpiry(details.card) : null,
  } satisfies SavedMethodDetails
}

/** Names and digits alone: the same in every language. */
function describeLabel(kind: PaymentMethodKind, details: MethodDetails): string {
  const { card } = details
  if (card) return labelMethod(CARD_BRANDS[card.brand ?? ''] ?? 'Card', card.last4)
  const bank =
    details.sepa_debit ?? details.bacs_debit ?? details.us_bank_account ?? details.ideal ?? details.bancontact
  const digits = bank?.last4 ?? bank?.iban_last4
  switch (kind) {
    case 'sepa_debit':
      return labelMethod('SEPA', digits)
    case 'bacs_debit':
      return labelMethod('Bacs', digits)
    case 'ach_debit':
      return labelMethod(bank?.bank_name ?? 'ACH', digits)
    default:
      return labelMethod(details.type, digits)
  }
}

function readExpiry({ exp_month: month, exp_year: year }: NonNullable<MethodDetails['card']>): CalendarDay | null {
  return month && year ? readCardExpiry(year, month) : null
}

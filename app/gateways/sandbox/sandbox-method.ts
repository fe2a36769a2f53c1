/** Methods the sandbox keeps: which there are, what they are called, and what becomes of a later charge. */
import { calendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { SavedMethodDetails, SavedMethodOutcome } from '~/use-cases/ports/payment-gateway'
import type { SandboxCheckout, SandboxMethod } from '~/use-cases/ports/sandbox-books'

const DEBITS: Readonly<Record<string, PaymentMethodKind>> = {
  EUR: 'sepa_debit',
  GBP: 'bacs_debit',
  USD: 'ach_debit',
}

/** Cards everywhere, and direct debits where there are some. */
export function listSandboxMethods(currency: CurrencyCode): PaymentMethodKind[] {
  const debit = DEBITS[currency]
  return debit === undefined ? ['card'] : ['card', debit]
}

const LABELS: Readonly<Record<SandboxMethod['behaviour'], string>> = {
  succeeds: 'Visa •••• 4242',
  needs_authentication: 'Visa •••• 3220',
  is_declined: 'Visa •••• 0341',
}

const DEBIT_LABELS: Partial<Readonly<Record<PaymentMethodKind, string>>> = {
  sepa_debit: 'SEPA •••• 3201',
  bacs_debit: 'Bacs •••• 2345',
  ach_debit: 'ACH •••• 6789',
}

/** Cards are good for three more years. */
const CARD_YEARS = 3

/** The method that a checkout was paid with, as it is kept under `id`; null where it is not to be. */
export function describeKeptMethod(
  checkout: Pick<SandboxCheckout, 'status' | 'keptFor' | 'method' | 'behaviour' | 'amount'>,
  id: string,
  now: Date,
): SandboxMethod | null {
  const { status, keptFor, method, behaviour, amount } = checkout
  if (status !== 'succeeded' || keptFor === null || method === null) return null
  const kind = method === 'card' ? 'card' : (DEBITS[amount.currency] ?? 'other')
  return {
    id,
    customerReference: keptFor,
    kind,
    label: kind === 'card' ? LABELS[behaviour] : (DEBIT_LABELS[kind] ?? kind),
    expiresOn: kind === 'card' ? calendarDay(`${now.getUTCFullYear() + CARD_YEARS}-12-31`) : null,
    behaviour,
    createdAt: now,
    removedAt: null,
  }
}

export function describeMethodDetails(method: SandboxMethod): SavedMethodDetails {
  const { id, customerReference, kind, label, expiresOn } = method
  return { customerReference, methodReference: id, kind, label, expiresOn }
}

/** How a charge of a kept method stands, which is also the answer to its repetition. */
export function describeChargeOutcome({ id, status, failureCode }: SandboxCheckout): SavedMethodOutcome {
  switch (status) {
    case 'succeeded':
    case 'processing':
      return { status, gatewayReference: id }
    case 'failed':
      return { status: 'declined', gatewayReference: id, ...(failureCode === null ? {} : { failureCode }) }
    case 'open':
    case 'authenticating':
    case 'canceled':
    case 'expired':
      return { status: 'authentication_required', gatewayReference: id, failureCode: 'authentication_required' }
  }
}

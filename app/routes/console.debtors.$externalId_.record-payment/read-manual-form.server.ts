/** What was typed of a payment that came on another way, and what is wrong with it. */
import type { FieldProblem } from '~/components/form-field'
import type { ManualEntry } from '~/components/console/manual-payment-form'
import { parseCalendarDay } from '~/domain/calendar-day'
import { isManualWay } from '~/domain/manual-payment'
import { parseCurrencyCode } from '~/domain/currency'
import { findUnstorableText } from '~/domain/storable-text'
import { parseAmount } from '~/i18n/parse-amount'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { ManualPaymentInput, ManualPaymentRefusal } from '~/use-cases/record-manual-payment'

const MOST_TEXT = 500

type Typed = Omit<ManualPaymentInput, 'creditorId' | 'debtorExternalId' | 'idempotencyKey' | 'recordedBy'>

export function readEntry(form: URLSearchParams): ManualEntry {
  const text = (name: string) => form.get(name)?.slice(0, 2_000) ?? ''
  return {
    currency: text('currency'),
    amount: text('amount'),
    way: text('way'),
    receivedOn: text('receivedOn'),
    externalReference: text('externalReference'),
    note: text('note'),
    invoices: form.getAll('invoice').slice(0, 1_000),
  }
}

/** The payment, or what is wrong with which field. */
export function readManualPayment(entry: ManualEntry, visit: ConsoleVisit): Typed | FieldProblem[] {
  const { t, formatLocale } = visit
  const currency = parseCurrencyCode(entry.currency)
  const amount = currency === null ? null : parseAmount(entry.amount, currency, formatLocale)
  const receivedOn = parseCalendarDay(entry.receivedOn)
  const { way } = entry
  const problems: FieldProblem[] = [
    ...(currency === null ? [{ fieldId: 'currency', text: t('money:problem.currency') }] : []),
    ...(amount === null || (amount.ok && amount.value > 0)
      ? []
      : [{ fieldId: 'amount', text: t(`money:amountProblem.${amount.ok ? 'zero' : amount.failure}`) }]),
    ...(isManualWay(way) ? [] : [{ fieldId: 'way', text: t('money:problem.way') }]),
    ...(receivedOn === null ? [{ fieldId: 'receivedOn', text: t('money:problem.receivedOn') }] : []),
    ...(isText(entry.externalReference) ? [] : [{ fieldId: 'externalReference', text: t('money:problem.text') }]),
    ...(isText(entry.note) ? [] : [{ fieldId: 'note', text: t('money:problem.text') }]),
  ]
  if (problems.length > 0 || currency === null || !amount?.ok || !isManualWay(way) || receivedOn === null)
    return problems
  return {
    currency,
    amountMinor: amount.value,
    way,
    receivedOn,
    externalReference: entry.externalReference.trim() || null,
    note: entry.note.trim() || null,
    invoiceNumbers: entry.invoices.length === 0 ? null : entry.invoices,
  }
}

export function describeRefusal(refusal: ManualPaymentRefusal, { t }: ConsoleVisit): FieldProblem {
  switch (refusal.kind) {
    case 'unknown_invoice':
      return { fieldId: null, text: t('money:problem.invoice', { number: refusal.number }) }
    case 'received_in_future':
      return { fieldId: 'receivedOn', text: t('money:problem.future') }
    case 'amount_not_positive':
      return { fieldId: 'amount', text: t('money:amountProblem.zero') }
    case 'unknown_debtor':
    case 'key_reused':
      return { fieldId: null, text: t('money:refusal.key_reused') }
  }
}

function isText(text: string): boolean {
  return text.trim().length <= MOST_TEXT && findUnstorableText(text) === null
}

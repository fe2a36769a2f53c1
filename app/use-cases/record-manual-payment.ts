import { createHash } from 'node:crypto'
import { dayOfInstant, instantOfDay, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { computeCapacity } from '~/domain/invoice-balance'
import type { ManualWay } from '~/domain/manual-payment'
import { takePaymentEdge, type Payment } from '~/domain/payment'
import { spreadOldestFirst } from '~/domain/payment-allocation'
import { spreadDiscounted } from '~/domain/received-discount'
import { fail, succeed, type Result } from '~/domain/result'
import { AFTER_ALL_NAMED, chargeReceivedMoney, putUnnamedLast, withInterestNotes } from './charge-received-money'
import { lockInvoices, type InvoiceLedger } from './invoice-ledger'
import type { PaymentServices } from './payment-services'
import type { Transaction } from './ports/unit-of-work'
import { readDiscounts } from './read-discounts'
import type { PaymentDetails } from './report-payment'
import { settleReceivedMoney } from './settle-payment'

export interface ManualPaymentInput {
  creditorId: CreditorId
  debtorExternalId: string
  currency: CurrencyCode
  amountMinor: number
  way: ManualWay
  receivedOn: CalendarDay
  externalReference: string | null
  note: string | null
  /** Settled oldest first; null for whatever is open in that currency. */
  invoiceNumbers: readonly string[] | null
  /** Of the form or the request: its repetition is the same payment. */
  idempotencyKey: string
  /** 'user:<id>' or 'key:<id>' */
  recordedBy: string
}

export type ManualPaymentRefusal =
  | { kind: 'unknown_debtor' | 'amount_not_positive' | 'received_in_future' | 'key_reused' }
  /** Not one of the debtor's invoices in that currency. */
  | { kind: 'unknown_invoice'; number: string }

/**
 * Enters money that the creditor received on another way: it settles invoices oldest first, as far as nobody is paying
 * or disputing them, and what is left over is unapplied credit, as with any payment.
 */
export async function recordManualPayment(
  services: Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids'>,
  input: ManualPaymentInput,
): Promise<Result<Payment, ManualPaymentRefusal>> {
  const { creditorId } = input
  if (input.amountMinor <= 0) return fail({ kind: 'amount_not_positive' })
  return services.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const debtor = await transaction.debtors.findByExternalId(creditorId, input.debtorExternalId)
    if (!debtor) return fail({ kind: 'unknown_debtor' })
    if (input.receivedOn > dayOfInstant(services.clock.now(), creditor.timeZone)) {
      return fail({ kind: 'received_in_future' })
    }
    const earlier = await findEarlier(transaction, debtor.id, input)
    if (earlier) return earlier
    const ledger = await lockWanted(transaction, debtor.id, input)
    if (!ledger.ok) return ledger
    // The lock may have been waited for while the same form went through.
    const meanwhile = await findEarlier(transaction, debtor.id, input)
    if (meanwhile) return meanwhile
    const payment = await receive(services, transaction, creditor, debtor.id, input, ledger.value)
    return payment ? succeed(payment) : ((await findEarlier(transaction, debtor.id, input)) ?? refuseCollision())
  })
}

async function lockWanted(
  transaction: Transaction,
  debtorId: DebtorId,
  { creditorId, currency, invoiceNumbers }: ManualPaymentInput,
): Promise<Result<InvoiceLedger, ManualPaymentRefusal>> {
  const invoices =
    invoiceNumbers === null
      ? await transaction.invoices.listOpen(creditorId, debtorId, 'invoice', currency)
      : await transaction.invoices.findByNumbers(creditorId, debtorId, 'invoice', invoiceNumbers)
  const known = new Set(invoices.filter((invoice) => invoice.currency === currency).map(({ number }) => number))
  const unknown = invoiceNumbers?.find((number) => !known.has(number))
  if (unknown !== undefined) return fail({ kind: 'unknown_invoice', number: unknown })
  const meant = invoiceNumbers === null ? invoices : await withInterestNotes(transaction, creditorId, invoices)
  const ids = meant.map(({ id }) => id)
  return succeed(await lockInvoices(transaction, creditorId, ids))
}

/** Null, and nothing done, when the same form was written at the same moment. */
async function receive(
  { ids, clock }: Pick<PaymentServices, 'clock' | 'ids'>,
  transaction: Transaction,
  creditor: Creditor,
  debtorId: DebtorId,
  input: ManualPaymentInput,
  ledger: InvoiceLedger,
): Promise<Payment | null> {
  const { creditorId, amountMinor, receivedOn, way, externalReference, note, recordedBy } = input
  const now = clock.now()
  const payment = createManualPayment(ids, creditor, debtorId, input, now)
  const { policy, questions } = await readDiscounts(transaction, creditor, { debtorId, invoices: ledger.list() })
  const discounted = spreadDiscounted(amountMinor, [...questions.values()], ledger.list(), {
    receivedOn,
    transferDays: way === 'cash' ? 0 : policy.transferDays,
  })
  const wanted = input.invoiceNumbers === null ? ledger.list() : putUnnamedLast(ledger.list(), input.invoiceNumbers)
  const { portions } = spreadOldestFirst(
    amountMinor,
    wanted.map((invoice) => ({ ...invoice, dueNowMinor: computeCapacity(invoice, 0) })),
  )
  const isToday = receivedOn === dayOfInstant(now, creditor.timeZone)
  const receivedAt = isToday ? now : instantOfDay(receivedOn, creditor.timeZone)
  const charged = await chargeReceivedMoney(transaction, creditor, {
    ...{ portions: discounted ?? portions, invoices: ledger.list(), at: receivedAt },
  })
  const intents = charged.map((portion) => ({ concession: null, ...portion, reserved: false }))
  if (!(await transaction.payments.insert(payment, intents))) return null
  const paymentId = payment.id
  const manual = { creditorId, debtorId, paymentId, way, receivedOn, externalReference, note, recordedBy }
  await transaction.manualPayments.insert({ ...manual, recordedAt: now })
  const details: PaymentDetails = {
    receivedOn,
    ...(externalReference === null ? {} : { externalReference }),
    ...(note === null ? {} : { note }),
  }
  return settleReceivedMoney({ transaction, ids, clock }, payment, {
    receivedMinor: amountMinor,
    receivedAt,
    receivedOn,
    chargesDueOn: input.invoiceNumbers === null ? dayOfInstant(now, creditor.timeZone) : AFTER_ALL_NAMED,
    transitions: [takePaymentEdge('created', 'succeeded')],
    late: false,
    because: { at: now, cause: 'console' },
    details,
  })
}

/** Two references met: nothing is kept, and sending the form again settles it. */
function refuseCollision(): never {
  throw new Error('a payment with the same reference was written at the same moment')
}

function createManualPayment(
  ids: PaymentServices['ids'],
  creditor: Creditor,
  debtorId: DebtorId,
  input: ManualPaymentInput,
  now: Date,
): Payment {
  const { creditorId, currency, amountMinor, way } = input
  return {
    id: ids.uuid() as PaymentId,
    creditorId,
    debtorId,
    reference: ids.reference(),
    idempotencyKey: nameKey(input),
    requestSha256: hashRequest(input),
    status: 'created',
    currency,
    amountMinor,
    settledCurrency: currency,
    settledMinor: amountMinor,
    quoteId: null,
    origin: 'manual',
    purpose: null,
    gateway: 'manual',
    gatewayReference: null,
    transactionReference: null,
    bankReference: null,
    keepsMethod: false,
    savedMethodId: null,
    redirectUrl: null,
    method: way,
    failureCode: null,
    locale: creditor.defaultLocale,
    linkId: null,
    payerName: null,
    payerEmail: null,
    createdAt: now,
    expiresAt: now,
    succeededAt: null,
    endedAt: null,
    receivedMinor: null,
    refundedMinor: 0,
    chargedBackMinor: 0,
  }
}

async function findEarlier(
  { payments }: Transaction,
  debtorId: DebtorId,
  input: ManualPaymentInput,
): Promise<Result<Payment, ManualPaymentRefusal> | null> {
  const earlier = await payments.findByIdempotencyKey(input.creditorId, debtorId, nameKey(input))
  if (!earlier) return null
  return earlier.requestSha256 === hashRequest(input) ? succeed(earlier) : fail({ kind: 'key_reused' })
}

/** A debtor's own forms have keys of their own. */
function nameKey({ idempotencyKey }: ManualPaymentInput): string {
  return `manual ${idempotencyKey}`
}

function hashRequest(input: ManualPaymentInput): string {
  const { currency, amountMinor, way, receivedOn, externalReference, note, invoiceNumbers } = input
  return createHash('sha256')
    .update(JSON.stringify([currency, amountMinor, way, receivedOn, externalReference, note, invoiceNumbers]))
    .digest('hex')
}

import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { FxQuote } from '~/domain/fx-quote'
import type { CreditorId, InvoiceId, PaymentId } from '~/domain/ids'
import {
  computeAsked,
  hasPaymentSucceeded,
  isPaymentUnderWay,
  type Payment,
  type PaymentIntent,
} from '~/domain/payment'
import { compareOldestDue } from '~/domain/payment-allocation'
import type { Payer } from '~/domain/payment-order'
import type { PaymentServices } from './payment-services'
import type { Allocation } from './ports/allocation-repository'
import type { TakenDiscount } from './ports/discount-repository'
import type { Transaction } from './ports/unit-of-work'

/** One invoice of a payment or credit application. Amounts are minor units of its currency. */
export interface SettledItem {
  number: string
  /** What the payment was meant to pay of it in money. */
  intendedMinor: number
  /** What it paid of it in money, after refunds and chargebacks. */
  cashMinor: number
  /** What the creditor let go of the rest. */
  writtenOffMinor: number
  /** The settlement discount that was taken with it, and the one that was promised for it. */
  discountMinor: number
  promisedDiscountMinor: number
  /** What credits paid of it. */
  creditMinor: number
  /** Left of the invoice now. */
  openMinor: number
}

export interface UsedCredit {
  kind: 'credit_note' | 'unapplied_credit'
  /** The credit note's number; the reference of the payment that left the credit. */
  label: string
  amountMinor: number
}

/** A settlement discount that was taken, or taken back. */
export interface PaymentDiscount extends Pick<
  TakenDiscount,
  'id' | 'amountMinor' | 'rateBps' | 'deadlineOn' | 'source' | 'taxMode' | 'taxParts' | 'noteNumber'
> {
  /** The invoice's. */
  readonly number: string
}

/** A payment, with or without credits used beside it, or credits used alone (`payment` is then null). */
export interface PaymentView {
  id: string
  reference: string
  /** Of the invoices, and of every amount here but the payment's own, which is charged in `payment.currency`. */
  currency: CurrencyCode
  startedAt: Date
  payment: Payment | null
  /** The rate it was started at; null where it is charged in the invoices' currency. */
  quote: FxQuote | null
  /** Oldest due first. */
  items: SettledItem[]
  credits: UsedCredit[]
  /** In order, with what was taken back. */
  discounts: readonly PaymentDiscount[]
  /** Of a transfer for which a discount was promised: the last day on which it may arrive; null for none. */
  discountReceivedByOn: CalendarDay | null
  /** Of what was received: beyond what the invoices could take, and kept for the debtor. */
  unappliedMinor: number
  /** The provider's page, where it can still be completed. */
  continueUrl: string | null
  canCancel: boolean
  /** True while the page can expect news by itself. */
  awaitsOutcome: boolean
  /** Something was settled, so there is a receipt. */
  hasReceipt: boolean
}

/** What `/payments/{id}` and the receipt show. Null when this debtor has no such payment. Only reads. */
export async function findPayment(
  { unitOfWork }: Pick<PaymentServices, 'unitOfWork'>,
  { creditorId, debtorId }: Pick<Payer, 'creditorId' | 'debtorId'>,
  id: string,
): Promise<PaymentView | null> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const payment = await transaction.payments.findById(creditorId, id as PaymentId)
    if (payment) return describePayment(transaction, payment)
    const application = await transaction.credits.findApplicationById(creditorId, id)
    if (!application) return null
    // Credits used beside a payment are shown on that payment.
    const partner = application.paymentId && (await transaction.payments.findById(creditorId, application.paymentId))
    if (partner) return describePayment(transaction, partner)
    const uses = await transaction.allocations.listByApplications(creditorId, [application.id])
    return {
      id,
      reference: application.reference,
      currency: application.currency,
      startedAt: application.at,
      payment: null,
      quote: null,
      ...(await describeItems(transaction, creditorId, [], [], uses)),
      discountReceivedByOn: null,
      unappliedMinor: 0,
      continueUrl: null,
      canCancel: false,
      awaitsOutcome: false,
      hasReceipt: true,
    }
  })
}

async function describePayment(transaction: Transaction, payment: Payment): Promise<PaymentView> {
  const { creditorId, id, status } = payment
  const intents = await transaction.payments.listIntents(creditorId, id)
  const settled = await transaction.allocations.listByPayment(creditorId, id)
  const applications = await transaction.credits.listApplicationsOfPayment(creditorId, id)
  const uses = await transaction.allocations.listByApplications(
    creditorId,
    applications.map((application) => application.id),
  )
  const unapplied = await transaction.credits.listByPayment(creditorId, id)
  const usesOfUnapplied = await transaction.allocations.listByUnappliedCredits(
    creditorId,
    unapplied.map((credit) => credit.id),
  )
  return {
    id,
    reference: payment.reference,
    currency: payment.settledCurrency,
    startedAt: payment.createdAt,
    payment,
    quote:
      payment.quoteId === null
        ? null
        : await transaction.fxQuotes.findById(creditorId, payment.debtorId, payment.quoteId),
    ...(await describeItems(transaction, creditorId, intents, settled, uses)),
    discountReceivedByOn: findReceivedBy(intents),
    // What went back of it is neither open nor used.
    unappliedMinor:
      unapplied.reduce((sum, { openMinor }) => sum + openMinor, 0) +
      usesOfUnapplied.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    continueUrl: status === 'pending' ? payment.redirectUrl : null,
    canCancel: status === 'created' || status === 'pending',
    awaitsOutcome: isPaymentUnderWay(status),
    hasReceipt: hasPaymentSucceeded(status),
  }
}

async function describeItems(
  transaction: Transaction,
  creditorId: CreditorId,
  intents: readonly PaymentIntent[],
  settled: readonly Allocation[],
  uses: readonly Allocation[],
): Promise<Pick<PaymentView, 'items' | 'credits' | 'discounts'>> {
  const asked = intents.map((intent) => ({ invoiceId: intent.invoiceId, amountMinor: computeAsked(intent) }))
  const [intendedById, creditById] = [sumByInvoice(asked), sumByInvoice(uses.filter(isCredit))]
  const taken = [...settled, ...uses].filter(({ kind }) => kind === 'discount')
  const discountById = sumByInvoice(taken)
  const promisedById = sumByInvoice(
    intents.flatMap(({ invoiceId, concession }) =>
      concession?.kind === 'discount' ? [{ invoiceId, amountMinor: concession.amountMinor }] : [],
    ),
  )
  const cashById = sumByInvoice(settled.filter(({ kind }) => kind === 'cash'))
  const writtenOffById = sumByInvoice(settled.filter(({ kind }) => kind === 'write_off'))
  const invoiceIds = new Set([...intendedById.keys(), ...cashById.keys(), ...creditById.keys()])
  const creditNoteIds = uses.flatMap(({ creditNoteId }) => creditNoteId ?? [])
  const documents = await transaction.invoices.findByIds(creditorId, [...invoiceIds, ...creditNoteIds])
  const unapplied = await transaction.credits.findByIds(
    creditorId,
    uses.flatMap(({ unappliedCreditId }) => unappliedCreditId ?? []),
  )
  const labels = new Map<string, string>([
    ...documents.map(({ id, number }) => [id, number] as const),
    ...unapplied.map(({ id, paymentReference }) => [id, paymentReference] as const),
  ])
  const discounts = await transaction.discounts.listTaken(
    creditorId,
    taken.map(({ id }) => id),
  )
  const usedCredits = new Map<string, UsedCredit>()
  for (const { kind, creditNoteId, unappliedCreditId, amountMinor } of uses) {
    const id = creditNoteId ?? unappliedCreditId
    if (id === null) continue
    const known = usedCredits.get(id) ?? {
      kind: kind === 'credit_note' ? 'credit_note' : 'unapplied_credit',
      label: labels.get(id) ?? '',
      amountMinor: 0,
    }
    usedCredits.set(id, { ...known, amountMinor: known.amountMinor + amountMinor })
  }
  return {
    items: documents
      .filter(({ id }) => invoiceIds.has(id))
      .sort(compareOldestDue)
      .map(({ id, number, openMinor }) => ({
        number,
        intendedMinor: intendedById.get(id) ?? 0,
        cashMinor: cashById.get(id) ?? 0,
        writtenOffMinor: writtenOffById.get(id) ?? 0,
        discountMinor: discountById.get(id) ?? 0,
        promisedDiscountMinor: promisedById.get(id) ?? 0,
        creditMinor: creditById.get(id) ?? 0,
        openMinor,
      })),
    credits: [...usedCredits.values()].sort((left, right) => (left.label < right.label ? -1 : 1)),
    discounts: discounts.map(({ invoiceId, ...discount }) => ({ ...discount, number: labels.get(invoiceId) ?? '' })),
  }
}

function isCredit({ kind }: Allocation): boolean {
  return kind === 'credit_note' || kind === 'unapplied_credit'
}

function findReceivedBy(intents: readonly Pick<PaymentIntent, 'concession'>[]): CalendarDay | null {
  const [first] = intents.flatMap(({ concession }) => concession?.receivedByOn ?? []).sort()
  return first ?? null
}

function sumByInvoice(parts: readonly { invoiceId: InvoiceId; amountMinor: number }[]): Map<InvoiceId, number> {
  const sums = new Map<InvoiceId, number>()
  for (const { invoiceId, amountMinor } of parts) sums.set(invoiceId, (sums.get(invoiceId) ?? 0) + amountMinor)
  return sums
}

import { createHash } from 'node:crypto'
import { createTransferReference, findTransferAccount } from '~/domain/bank-account'
import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { InvoiceId, PaymentId, UnappliedCreditId } from '~/domain/ids'
import { reserve, type InvoiceBalance } from '~/domain/invoice-balance'
import { createMoney } from '~/domain/money'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { Payment } from '~/domain/payment'
import { planPayment, type Payer, type PaymentOrder, type PaymentPlan } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { writeWayChoice } from '~/domain/way-choice'
import { agreeTerms, type PaymentTerms, type PaymentTermsRequest } from './agree-terms'
import { applyCredits } from './apply-credits'
import { describeHolders } from './describe-holders'
import { findCapRefusal, holdForApproval } from './hold-for-approval'
import { lockInvoices, type InvoiceLedger } from './invoice-ledger'
import { describeCredits } from './list-usable-credits'
import { withInstructedAccounts } from './read-bank-details'
import type { PaymentServices } from './payment-services'
import type { CreditApplication, NamedUnappliedCredit } from './ports/credit-repository'
import type { Transaction } from './ports/unit-of-work'

/** How long a payer may take on the provider's page, and to follow a mailed link there. */
const CHECKOUT_LIFETIME_MS = 60 * 60_000
const MAILED_CHECKOUT_LIFETIME_MS = 24 * 60 * 60_000

/** How long a transfer is waited for; at a quoted rate no longer than a bank takes, because the creditor bears the rate. */
const TRANSFER_LIFETIME_MS = 60 * 24 * 60 * 60_000
const QUOTED_TRANSFER_LIFETIME_MS = 7 * 24 * 60 * 60_000

/** A charge that nobody waits for any more (a closed tab, a lost answer) is looked after by its job. */
const CHARGE_SUPERVISION_MS = 2 * 60_000

export interface OpenPaymentInput extends PaymentTermsRequest {
  payer: Payer
  /** As it stood on the review page. */
  order: PaymentOrder
  /** Of the review form: every repetition of that form opens the same payment. */
  idempotencyKey: string
  payerIsPresent: boolean
  /** A second person approved exactly this, which was asked for by the form with that hash. */
  approved?: { requestSha256: string }
}

export interface OpenedPayment {
  paymentId: PaymentId | null
  applicationId: string | null
  /** It waits for a second person, and nothing is opened yet. */
  approvalId?: string
}

/**
 * Opens what was reviewed, in one transaction: the invoices are locked and checked anew, the terms agreed, credits used,
 * and the rest reserved for a payment. No provider is asked.
 */
export async function openPayment(
  services: PaymentServices,
  transaction: Transaction,
  input: OpenPaymentInput,
): Promise<Result<OpenedPayment, PaymentRefusal[]>> {
  const { payer, order } = input
  const { creditorId, debtorId } = payer
  const requestSha256 = input.approved?.requestSha256 ?? hashRequest(input)
  const earlier = await findEarlier(transaction, input, requestSha256)
  if (earlier) return earlier

  const known = await transaction.creditors.findById(creditorId)
  if (!known) throw new Error(`no creditor ${creditorId}`)
  const creditor = await withInstructedAccounts(transaction, known, services.clock.now())
  const { ledger, invoices, creditNotes, unapplied } = await lockOrdered(transaction, payer, order)
  // The lock may have been waited for while the same form went through.
  const meanwhile = await findEarlier(transaction, input, requestSha256)
  if (meanwhile) return meanwhile

  const plan = planPayment(order, invoices, describeCredits(creditNotes, unapplied, creditor.timeZone))
  if (!plan.ok) return fail(await describeHolders(transaction, creditorId, plan.failure, invoices))
  const { creditMinor, cashMinor, uses } = plan.value
  const capRefusal = await findCapRefusal(transaction, payer, plan.value)
  if (capRefusal) return fail([capRefusal])
  const held = await holdForApproval(services, transaction, input, plan.value, requestSha256)
  if (held) return held.ok ? succeed({ paymentId: null, applicationId: null, approvalId: held.value.id }) : held

  const now = services.clock.now()
  let paymentId: PaymentId | null = null
  let openedReference: string | null = null
  // Until the debtor says that it has ordered a transfer, its invoices can be paid in another way.
  let reserves = false
  if (cashMinor > 0) {
    const settled = createMoney(cashMinor, order.currency)
    const terms = await agreeTerms(services, transaction, creditor, payer, settled, input)
    if (!terms.ok) return terms
    const payment = createPayment(services, creditor, input, plan.value, terms.value, { requestSha256, now })
    reserves = payment.origin !== 'bank_transfer'
    const intents = plan.value.cash.map((portion) => ({ ...portion, reserved: reserves }))
    if (!(await transaction.payments.insert(payment, intents))) {
      return (await findEarlier(transaction, input, requestSha256)) ?? refuseCollision()
    }
    if (terms.value.consent) await transaction.savedMethods.insertConsent(payment, terms.value.consent)
    if (payment.savedMethodId !== null) await superviseCharge(transaction, payment, input.payerIsPresent)
    paymentId = payment.id
    openedReference = payment.reference
  }
  let applied: { application: CreditApplication; event: OutcomeEventDraft } | null = null
  if (creditMinor > 0) {
    const application: CreditApplication = {
      id: services.ids.uuid(),
      creditorId,
      debtorId,
      reference: services.ids.reference(),
      idempotencyKey: input.idempotencyKey,
      requestSha256,
      paymentId,
      linkId: payer.linkId,
      currency: order.currency,
      amountMinor: creditMinor,
      at: now,
    }
    if (!(await transaction.credits.insertApplication(application))) {
      return (await findEarlier(transaction, input, requestSha256)) ?? refuseCollision()
    }
    const today = dayOfInstant(now, creditor.timeZone)
    const event = await applyCredits(transaction, services.ids, application, { uses }, { ledger, unapplied, today })
    applied = { application, event }
    openedReference ??= application.reference
  }
  for (const { invoiceId, amountMinor } of reserves ? plan.value.cash : []) {
    ledger.change(invoiceId, (invoice) => reserve(invoice, amountMinor))
  }
  await ledger.save()
  await logOpening(services, transaction, payer, { at: now, reference: openedReference })
  if (applied) await transaction.outcomeLog.append(applied.event)
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return succeed({ paymentId, applicationId: applied?.application.id ?? null })
}

/** What the same form started before; a refusal when its content was another; null when it is new. */
async function findEarlier(
  transaction: Transaction,
  { payer, idempotencyKey, approved }: OpenPaymentInput,
  requestSha256: string,
): Promise<Result<OpenedPayment, PaymentRefusal[]> | null> {
  const { creditorId, debtorId } = payer
  const payment = await transaction.payments.findByIdempotencyKey(creditorId, debtorId, idempotencyKey)
  const application = await transaction.credits.findApplicationByKey(creditorId, debtorId, idempotencyKey)
  const known = payment?.requestSha256 ?? application?.requestSha256
  if (known === undefined) {
    const approval = approved ? null : await transaction.approvals.findByKey(creditorId, debtorId, idempotencyKey)
    if (!approval) return null
    if (approval.requestSha256 !== requestSha256) return fail([refusePayment('form_reused')])
    return succeed({ paymentId: null, applicationId: null, approvalId: approval.id })
  }
  if (known !== requestSha256) return fail([refusePayment('form_reused')])
  return succeed({ paymentId: payment?.id ?? null, applicationId: application?.id ?? null })
}

/** Two keys or references met that cannot be told apart: nothing is kept, and sending the form again settles it. */
function refuseCollision(): never {
  throw new Error('a payment with the same key or reference was written at the same moment')
}

async function lockOrdered(
  transaction: Transaction,
  { creditorId, debtorId }: Payer,
  order: PaymentOrder,
): Promise<{
  ledger: InvoiceLedger
  invoices: InvoiceBalance[]
  creditNotes: InvoiceBalance[]
  unapplied: NamedUnappliedCredit[]
}> {
  const numbers = order.items.map((item) => item.number)
  const named = await transaction.invoices.findByNumbers(creditorId, debtorId, 'invoice', numbers)
  const creditNoteIds = order.credits.filter(({ kind }) => kind === 'credit_note').map(({ id }) => id as InvoiceId)
  const ledger = await lockInvoices(transaction, creditorId, [...named.map(({ id }) => id), ...creditNoteIds])
  const unappliedIds = order.credits
    .filter(({ kind }) => kind === 'unapplied_credit')
    .map(({ id }) => id as UnappliedCreditId)
  const unapplied = await transaction.credits.lockByIds(creditorId, unappliedIds)
  const locked = ledger.list()
  return {
    ledger,
    invoices: locked.filter(({ kind }) => kind === 'invoice'),
    creditNotes: locked.filter(({ kind }) => kind === 'credit_note'),
    unapplied,
  }
}

/** Both sides can read who opened it. */
async function logOpening(
  { ids }: PaymentServices,
  { access }: Transaction,
  { creditorId, debtorId, linkId }: Payer,
  { at, reference }: { at: Date; reference: string | null },
): Promise<void> {
  if (linkId === null) return
  const action = 'payment_opened'
  await access.appendLog({
    id: ids.uuid(),
    ...{ creditorId, debtorId, linkId, action, at },
    clientHint: null,
    subject: reference,
  })
}

async function superviseCharge(
  { jobs }: Transaction,
  { creditorId, debtorId, id: paymentId, createdAt }: Payment,
  payerIsPresent: boolean,
): Promise<void> {
  const startAt = new Date(createdAt.getTime() + CHARGE_SUPERVISION_MS)
  await jobs.enqueue('charge-saved-method', { creditorId, debtorId, paymentId }, payerIsPresent ? { startAt } : {})
}

function createPayment(
  { ids }: PaymentServices,
  creditor: Creditor,
  { payer, order, idempotencyKey, payerIsPresent, approved }: OpenPaymentInput,
  plan: PaymentPlan,
  { way, charged, quoteId, consent }: PaymentTerms,
  { requestSha256, now }: { requestSha256: string; now: Date },
): Payment {
  const origin = describeOrigin(way)
  const reference = ids.reference()
  const account = origin === 'bank_transfer' ? findTransferAccount(creditor, charged.currency) : null
  // Whoever prepared an approved one hears of it by mail.
  const isMailed = !payerIsPresent || approved !== undefined
  const lifetimeMs = chooseLifetime(origin, { isQuoted: quoteId !== null, isMailed })
  return {
    id: ids.uuid() as PaymentId,
    creditorId: payer.creditorId,
    debtorId: payer.debtorId,
    reference,
    idempotencyKey,
    requestSha256,
    status: 'created',
    currency: charged.currency,
    amountMinor: charged.amountMinor,
    settledCurrency: order.currency,
    settledMinor: plan.cashMinor,
    quoteId,
    origin,
    gateway: way.gateway,
    gatewayReference: null,
    transactionReference: null,
    bankReference: account && createTransferReference(account, reference),
    keepsMethod: consent !== null,
    savedMethodId: way.savedMethod?.id ?? null,
    redirectUrl: null,
    method: origin === 'bank_transfer' ? 'bank_transfer' : way.method,
    failureCode: null,
    locale: payer.locale,
    linkId: payer.linkId,
    payerName: payer.name,
    payerEmail: payer.email,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeMs),
    succeededAt: null,
    endedAt: null,
    receivedMinor: null,
    refundedMinor: 0,
    chargedBackMinor: 0,
  }
}

function describeOrigin({ gateway, savedMethod }: PaymentTerms['way']): Payment['origin'] {
  if (savedMethod) return 'saved_method'
  return gateway === 'bank-transfer' ? 'bank_transfer' : 'checkout'
}

function chooseLifetime(
  origin: Payment['origin'],
  { isQuoted, isMailed }: { isQuoted: boolean; isMailed: boolean },
): number {
  if (origin === 'bank_transfer') return isQuoted ? QUOTED_TRANSFER_LIFETIME_MS : TRANSFER_LIFETIME_MS
  return isMailed ? MAILED_CHECKOUT_LIFETIME_MS : CHECKOUT_LIFETIME_MS
}

/** Names everything the form said that decides what is paid, and how. */
function hashRequest({ order, way = null, quote = null, keep = null }: OpenPaymentInput): string {
  const items = order.items.map(({ number, amountMinor }) => [number, amountMinor])
  const credits = order.credits.map(({ kind, id, amountMinor }) => [kind, id, amountMinor])
  const terms = [way && writeWayChoice(way), quote?.id ?? null, keep !== null]
  return createHash('sha256')
    .update(JSON.stringify([order.currency, items, credits, terms]))
    .digest('hex')
}

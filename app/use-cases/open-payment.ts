import { createHash } from 'node:crypto'
import { createTransferReference, findTransferAccount } from '~/domain/bank-account'
import { dayOfInstant } from '~/domain/calendar-day'
import type { Concession } from '~/domain/concession'
import type { Creditor } from '~/domain/creditor'
import type { InvoiceId, PaymentId, UnappliedCreditId } from '~/domain/ids'
import { reserve, settle, settlePlanned, unplan, type InvoiceBalance } from '~/domain/invoice-balance'
import { createMoney } from '~/domain/money'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import { computeReservation, type Payment, type PaymentIntent } from '~/domain/payment'
import { breakDownOrder, type Payer, type PaymentOrder, type PaymentBreakdown } from '~/domain/payment-order'
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
import { readCharges } from './read-charges'
import { readConcessions } from './read-concessions'
import { findPlanRefusal, holdInstalments } from './pay-instalments'
import type { PaymentServices } from './payment-services'
import { findOfferRefusal } from './settle-offer'
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

  const findConcession = await readConcessions(transaction, creditor, {
    ...{ debtorId, invoices, at: services.clock.now() },
    purpose: order.purpose ?? null,
  })
  const usable = describeCredits(creditNotes, unapplied, creditor.timeZone)
  const findCharge = await readCharges(transaction, creditor, {
    ...{ invoices, at: services.clock.now() },
    purpose: order.purpose ?? null,
  })
  const plan = breakDownOrder(order, invoices, usable, findConcession, findCharge)
  if (!plan.ok) return fail(await describeHolders(transaction, creditorId, plan.failure, invoices))
  const planRefusal = await findPlanRefusal(transaction, creditorId, order, invoices)
  if (planRefusal) return fail([planRefusal])
  const offerRefusal = await findOfferRefusal(transaction, creditorId, order)
  if (offerRefusal) return fail([offerRefusal])
  const { creditMinor, cashMinor, uses } = plan.value
  const capRefusal = await findCapRefusal(transaction, payer, plan.value)
  if (capRefusal) return fail([capRefusal])
  const held = await holdForApproval(services, transaction, input, plan.value, requestSha256)
  if (held) return held.ok ? succeed({ paymentId: null, applicationId: null, approvalId: held.value.id }) : held

  const now = services.clock.now()
  let paymentId: PaymentId | null = null
  let openedReference: string | null = null
  let intents: PaymentIntent[] = []
  // Until the debtor says that it has ordered a transfer, its invoices can be paid in another way.
  let reserves = false
  let reserving: Payment | null = null
  if (cashMinor > 0) {
    const settled = createMoney(cashMinor, order.currency)
    const terms = await agreeTerms(services, transaction, creditor, payer, settled, input)
    if (!terms.ok) return terms
    const payment = createPayment(services, creditor, input, plan.value, terms.value, { requestSha256, now })
    reserves = payment.origin !== 'bank_transfer'
    reserving = reserves ? payment : null
    intents = listPortions(plan.value).map((portion) => ({
      ...portion,
      concession: toPromise(plan.value.concessions.get(portion.invoiceId) ?? null, payment),
      reserved: reserves,
    }))
    if (!(await transaction.payments.insert(payment, intents))) {
      return (await findEarlier(transaction, input, requestSha256)) ?? refuseCollision()
    }
    if (terms.value.consent) await transaction.savedMethods.insertConsent(payment, terms.value.consent)
    if (payment.savedMethodId !== null) await superviseCharge(transaction, payment, input.payerIsPresent)
    paymentId = payment.id
    openedReference = payment.reference
  }
  let events: OutcomeEventDraft[] = []
  let applicationId: string | null = null
  if (creditMinor > 0) {
    // What a credit settles to the end earns its concession at once; the others wait for the money.
    const awaited = new Set(intents.filter(({ amountMinor }) => amountMinor > 0).map(({ invoiceId }) => invoiceId))
    const concessions = [...plan.value.concessions].filter(([invoiceId]) => !awaited.has(invoiceId))
    const about = { creditor, amountMinor: creditMinor, requestSha256, paymentId, now }
    const used = await spendCredits(services, transaction, input, about, { uses, concessions }, { ledger, unapplied })
    if (!used) return (await findEarlier(transaction, input, requestSha256)) ?? refuseCollision()
    events = used.events
    applicationId = used.application.id
    openedReference ??= used.application.reference
  }
  for (const intent of reserves ? intents : []) {
    const amountMinor = computeReservation(intent)
    ledger.change(intent.invoiceId, (invoice) => reserve(takeFromPlan(order, invoice, amountMinor), amountMinor))
  }
  await ledger.save({ ids: services.ids, at: now, planId: order.purpose?.kind === 'plan' ? order.purpose.id : null })
  if (reserving)
    await holdInstalments(transaction, reserving, { isCollection: !input.payerIsPresent && payer.linkId === null })
  await logOpening(services, transaction, payer, { at: now, reference: openedReference })
  for (const event of events) await transaction.outcomeLog.append(event)
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return succeed({ paymentId, applicationId })
}

/** Uses the credits of an order on its invoices; null where the same form has used them meanwhile. */
async function spendCredits(
  { ids }: PaymentServices,
  transaction: Transaction,
  { payer, order, idempotencyKey }: OpenPaymentInput,
  about: { creditor: Creditor; amountMinor: number; requestSha256: string; paymentId: PaymentId | null; now: Date },
  settlement: Pick<PaymentBreakdown, 'uses'> & { concessions: readonly (readonly [InvoiceId, Concession])[] },
  { ledger, unapplied }: { ledger: InvoiceLedger; unapplied: readonly NamedUnappliedCredit[] },
): Promise<{ application: CreditApplication; events: OutcomeEventDraft[] } | null> {
  const { creditor, amountMinor, requestSha256, paymentId, now } = about
  const { creditorId, debtorId, linkId } = payer
  const application: CreditApplication = {
    ...{ id: ids.uuid(), creditorId, debtorId, reference: ids.reference(), idempotencyKey, requestSha256 },
    ...{ paymentId, linkId, currency: order.currency, amountMinor, at: now },
  }
  if (!(await transaction.credits.insertApplication(application))) return null
  const settleBy = order.purpose?.kind === 'plan' ? settlePlanned : settle
  const books = { ledger, unapplied, today: dayOfInstant(now, creditor.timeZone), settleBy }
  return { application, events: await applyCredits(transaction, ids, application, settlement, books) }
}

/** What is paid in money of each invoice, with what is charged beside it; also where that is all that is paid of it. */
function listPortions({
  items,
  cash,
  charges,
}: PaymentBreakdown): Pick<PaymentIntent, 'invoiceId' | 'amountMinor' | 'charge'>[] {
  return items.flatMap(({ invoice: { id: invoiceId } }) => {
    const amountMinor = cash.find((portion) => portion.invoiceId === invoiceId)?.amountMinor ?? 0
    const charge = charges.get(invoiceId)
    if (amountMinor === 0 && !charge) return []
    return [{ invoiceId, amountMinor, ...(charge ? { charge } : {}) }]
  })
}

/** Of money that a provider moves, what counts is when it was started. */
function toPromise(concession: Concession | null, { origin }: Payment): Concession | null {
  return concession && origin !== 'bank_transfer' ? { ...concession, receivedByOn: null } : concession
}

/** A payment of instalments takes over what the plan was to pay. */
function takeFromPlan({ purpose }: PaymentOrder, invoice: InvoiceBalance, amountMinor: number): InvoiceBalance {
  return purpose?.kind === 'plan' ? unplan(invoice, Math.min(amountMinor, invoice.plannedMinor)) : invoice
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
  plan: PaymentBreakdown,
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
    purpose: order.purpose ?? null,
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
  const items = order.items.map(({ number, amountMinor, concessionMinor = 0, chargesMinor = 0 }) => {
    if (chargesMinor > 0) return [number, amountMinor, concessionMinor, chargesMinor]
    return concessionMinor === 0 ? [number, amountMinor] : [number, amountMinor, concessionMinor]
  })
  const credits = order.credits.map(({ kind, id, amountMinor }) => [kind, id, amountMinor])
  const terms = [way && writeWayChoice(way), quote?.id ?? null, keep !== null]
  return createHash('sha256')
    .update(JSON.stringify([order.currency, items, credits, terms, ...(order.purpose ? [order.purpose] : [])]))
    .digest('hex')
}

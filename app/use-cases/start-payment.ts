import { createHash } from 'node:crypto'
import { dayOfInstant } from '~/domain/calendar-day'
import { permits } from '~/domain/access-scope'
import type { InvoiceId, PaymentId, UnappliedCreditId } from '~/domain/ids'
import { reserve, type InvoiceBalance } from '~/domain/invoice-balance'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { Payment } from '~/domain/payment'
import { planPayment, type Payer, type PaymentOrder, type PaymentPlan } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { applyCredits } from './apply-credits'
import { continuePayment, type NextStep } from './continue-payment'
import { describeHolders } from './describe-holders'
import { lockInvoices, type InvoiceLedger } from './invoice-ledger'
import { describeCredits } from './list-usable-credits'
import { chooseGateway, type PaymentServices } from './payment-services'
import type { CreditApplication, NamedUnappliedCredit } from './ports/credit-repository'
import type { Transaction } from './ports/unit-of-work'

/** How long a payer may take on the provider's page. */
const CHECKOUT_LIFETIME_MS = 60 * 60_000

export interface StartPaymentInput {
  payer: Payer
  /** As it stood on the review page. */
  order: PaymentOrder
  /** Of the review form: every repetition of that form starts the same payment. */
  idempotencyKey: string
}

interface Opened {
  paymentId: PaymentId | null
  applicationId: string | null
}

/**
 * Starts what was reviewed. In one transaction the invoices are locked and checked anew, credits are used, and the rest
 * is reserved for a payment; after the commit the provider is asked for a checkout.
 *
 * Repeating it with the same key (a double click, the back button, a lost answer) finds the first payment and goes on
 * with it. Two forms that want the same money cannot both have it: the second is told who holds it.
 */
export async function startPayment(
  services: PaymentServices,
  input: StartPaymentInput,
): Promise<Result<NextStep, PaymentRefusal[]>> {
  const { payer } = input
  if (!permits(payer.scope, 'pay')) return fail([refusePayment('not_allowed')])
  const { creditorId, debtorId } = payer
  const opened = await services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, (transaction) =>
    openPayment(services, transaction, input),
  )
  if (!opened.ok) return opened
  const { paymentId, applicationId } = opened.value
  if (paymentId !== null) return continuePayment(services, payer, paymentId)
  return applicationId === null
    ? fail([refusePayment('nothing_selected')])
    : succeed({ kind: 'status', id: applicationId })
}

async function openPayment(
  services: PaymentServices,
  transaction: Transaction,
  input: StartPaymentInput,
): Promise<Result<Opened, PaymentRefusal[]>> {
  const { payer, order } = input
  const { creditorId, debtorId } = payer
  const requestSha256 = hashOrder(order)
  const earlier = await findEarlier(transaction, input, requestSha256)
  if (earlier) return earlier

  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const { ledger, invoices, creditNotes, unapplied } = await lockOrdered(transaction, payer, order)
  // The lock may have been waited for while the same form went through.
  const meanwhile = await findEarlier(transaction, input, requestSha256)
  if (meanwhile) return meanwhile

  const plan = planPayment(order, invoices, describeCredits(creditNotes, unapplied, creditor.timeZone))
  if (!plan.ok) return fail(await describeHolders(transaction, creditorId, plan.failure, invoices))
  const { creditMinor, cashMinor, uses } = plan.value

  const now = services.clock.now()
  let paymentId: PaymentId | null = null
  if (cashMinor > 0) {
    const gateway = chooseGateway(services, creditor)
    if (!gateway) return fail([refusePayment('no_gateway')])
    const payment = createPayment(services, input, plan.value, { requestSha256, gateway: gateway.name, now })
    const intents = plan.value.cash.map((portion) => ({ ...portion, reserved: true }))
    if (!(await transaction.payments.insert(payment, intents))) {
      return (await findEarlier(transaction, input, requestSha256)) ?? refuseCollision()
    }
    paymentId = payment.id
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
  }
  for (const { invoiceId, amountMinor } of plan.value.cash) {
    ledger.change(invoiceId, (invoice) => reserve(invoice, amountMinor))
  }
  await ledger.save()
  if (applied) await transaction.outcomeLog.append(applied.event)
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return succeed({ paymentId, applicationId: applied?.application.id ?? null })
}

/** What the same form started before; a refusal when its content was another; null when it is new. */
async function findEarlier(
  transaction: Transaction,
  { payer, idempotencyKey }: StartPaymentInput,
  requestSha256: string,
): Promise<Result<Opened, PaymentRefusal[]> | null> {
  const { creditorId, debtorId } = payer
  const payment = await transaction.payments.findByIdempotencyKey(creditorId, debtorId, idempotencyKey)
  const application = await transaction.credits.findApplicationByKey(creditorId, debtorId, idempotencyKey)
  const known = payment?.requestSha256 ?? application?.requestSha256
  if (known === undefined) return null
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

function createPayment(
  { ids }: PaymentServices,
  { payer, order, idempotencyKey }: StartPaymentInput,
  plan: PaymentPlan,
  origin: { requestSha256: string; gateway: string; now: Date },
): Payment {
  return {
    id: ids.uuid() as PaymentId,
    creditorId: payer.creditorId,
    debtorId: payer.debtorId,
    reference: ids.reference(),
    idempotencyKey,
    requestSha256: origin.requestSha256,
    status: 'created',
    currency: order.currency,
    amountMinor: plan.cashMinor,
    settledCurrency: order.currency,
    settledMinor: plan.cashMinor,
    quoteId: null,
    origin: 'checkout',
    gateway: origin.gateway,
    gatewayReference: null,
    transactionReference: null,
    bankReference: null,
    keepsMethod: false,
    savedMethodId: null,
    redirectUrl: null,
    method: null,
    failureCode: null,
    locale: payer.locale,
    linkId: payer.linkId,
    payerName: payer.name,
    payerEmail: payer.email,
    createdAt: origin.now,
    expiresAt: new Date(origin.now.getTime() + CHECKOUT_LIFETIME_MS),
    succeededAt: null,
    endedAt: null,
    receivedMinor: null,
    refundedMinor: 0,
    chargedBackMinor: 0,
  }
}

function hashOrder(order: PaymentOrder): string {
  const items = order.items.map(({ number, amountMinor }) => [number, amountMinor])
  const credits = order.credits.map(({ kind, id, amountMinor }) => [kind, id, amountMinor])
  return createHash('sha256')
    .update(JSON.stringify([order.currency, items, credits]))
    .digest('hex')
}

import { permits } from '~/domain/access-scope'
import { maskEmail } from '~/domain/access-link'
import type { Creditor } from '~/domain/creditor'
import type { FxQuote } from '~/domain/fx-quote'
import { isQuoteUsable } from '~/domain/fx-quote'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { createMoney, type Money } from '~/domain/money'
import {
  breakDownOrder,
  resolveSelection,
  type CreditSelection,
  type Payer,
  type PaymentOrder,
  type PaymentBreakdown,
  type PaymentSelection,
} from '~/domain/payment-order'
import type { PaymentPurpose } from '~/domain/payment'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { describeHolders } from './describe-holders'
import { findApprovalLimit } from './hold-for-approval'
import { findCodeAddress } from './issue-one-time-code'
import { readCharges } from './read-charges'
import { readConcessions } from './read-concessions'
import { listUsableCredits } from './list-usable-credits'
import { listWaysToPay, readRouting, type OfferedWays } from './list-ways-to-pay'
import type { PaymentServices } from './payment-services'
import type { Transaction } from './ports/unit-of-work'
import { findOfferRefusal } from './settle-offer'
import { listPayCurrencies, type PayCurrency } from './quote-payment'
import { findHonouredQuote } from './read-payoff-quote'

/** How the money of an order can be paid; there is none to pay where credits cover everything. */
export interface PaymentOptions {
  /** What is charged: the sum of the order, or what the quote says for it. */
  charged: Money
  quote: FxQuote | null
  /** The quote that was asked for is over, or was for another sum: the review goes back to the invoices' currency. */
  staleQuote: FxQuote | null
  ways: OfferedWays
  /** The invoices' own first. */
  currencies: PayCurrency[]
  /** Whom a one-time code would go to, masked; null when nobody is on file, and no method can then be kept. */
  codeAddress: string | null
}

export interface PaymentReview {
  /** Goes into the form as it is; starting it pays exactly this. */
  order: PaymentOrder
  plan: PaymentBreakdown
  /** Of this form; fresh at every review. */
  idempotencyKey: string
  options: PaymentOptions | null
  /** The debtor's limit that this is above, in minor units: a second person has to approve. Null where one is enough. */
  approvalLimitMinor: number | null
}

export interface ReviewInput {
  payer: Payer
  selection: PaymentSelection
  credits: CreditSelection
  /** What it is to fulfil; none for the invoices alone. */
  purpose?: PaymentPurpose | null
  /** A rate that was locked for this choice. */
  quoteId?: string | null
}

type Services = Pick<PaymentServices, 'unitOfWork' | 'ids' | 'gateways' | 'clock'>

/** Turns a choice into the exact order that will be started, or says everything that is wrong with it. Only reads. */
export async function reviewPayment(
  services: Services,
  { payer, selection, credits, purpose = null, quoteId = null }: ReviewInput,
): Promise<Result<PaymentReview, PaymentRefusal[]>> {
  if (!permits(payer.scope, 'pay')) return fail([refusePayment('not_allowed')])
  const { creditorId, debtorId } = payer
  return services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const planned = await planSelection(transaction, creditor, payer, {
      ...{ selection, credits, purpose, at: services.clock.now() },
    })
    if (!planned.ok) return planned
    const { order, plan } = planned.value
    const idempotencyKey = services.ids.uuid()
    const approvalLimitMinor = await findApprovalLimit(transaction, payer, plan)
    if (plan.cashMinor === 0) return succeed({ order, plan, idempotencyKey, options: null, approvalLimitMinor })
    const settled = createMoney(plan.cashMinor, order.currency)
    const options = await describeOptions(services, transaction, creditor, payer, settled, quoteId)
    const { ways, limited } = options.ways
    if (ways.length === 0 && options.currencies.length <= 1) {
      return fail([refusePayment(limited.length > 0 ? 'amount_beyond_limits' : 'no_gateway')])
    }
    return succeed({ order, plan, idempotencyKey, options, approvalLimitMinor })
  })
}

/** The order that a choice amounts to at this moment, and its plan. */
export async function planSelection(
  transaction: Transaction,
  creditor: Creditor,
  payer: Payer,
  { selection, credits, purpose = null, at }: Pick<ReviewInput, 'selection' | 'credits' | 'purpose'> & { at: Date },
): Promise<Result<Pick<PaymentReview, 'order' | 'plan'>, PaymentRefusal[]>> {
  const selected = await findSelected(transaction, payer, selection)
  const quote = await findHonouredQuote(transaction, creditor, { purpose, at })
  // All of what a quote is about, not all of the account.
  const quoted = quote && new Set(quote.items.map(({ invoiceId }) => invoiceId))
  const invoices = quoted ? selected.filter(({ id }) => quoted.has(id)) : selected
  const usable = await listUsableCredits(transaction, creditor, payer.debtorId)
  const findConcession = await readConcessions(transaction, creditor, {
    ...{ debtorId: payer.debtorId, invoices, at },
    purpose,
  })
  const findCharge = await readCharges(transaction, creditor, { invoices, at, purpose })
  const chosen = resolveSelection(selection, credits, invoices, usable, findConcession, findCharge)
  if (!chosen.ok) return chosen
  const order: PaymentOrder = purpose === null ? chosen.value : { ...chosen.value, purpose }
  const plan = breakDownOrder(order, invoices, usable, findConcession, findCharge)
  if (!plan.ok) return fail(await describeHolders(transaction, payer.creditorId, plan.failure, invoices))
  const offerRefusal = await findOfferRefusal(transaction, payer.creditorId, order)
  if (offerRefusal) return fail([offerRefusal])
  return succeed({ order, plan: plan.value })
}

async function describeOptions(
  services: Services,
  transaction: Transaction,
  creditor: Creditor,
  { creditorId, debtorId, email }: Payer,
  settled: Money,
  quoteId: string | null,
): Promise<PaymentOptions> {
  const asked = quoteId === null ? null : await transaction.fxQuotes.findById(creditorId, debtorId, quoteId)
  const isSame = asked?.settled.currency === settled.currency && asked.settled.amountMinor === settled.amountMinor
  const quote = asked && isSame && isQuoteUsable(asked, services.clock.now()) ? asked : null
  const charged = quote?.charged ?? settled
  const routing = await readRouting(transaction, services, creditor, debtorId)
  const address = await findCodeAddress(transaction, { creditorId, debtorId, recipientEmail: email })
  return {
    charged,
    quote,
    staleQuote: quote ? null : asked,
    ways: await listWaysToPay(transaction, services, creditor, debtorId, routing.route(charged)),
    currencies: await listPayCurrencies(services, transaction, { creditor, settled, findStep: routing.findStep }),
    codeAddress: address === null ? null : maskEmail(address),
  }
}

function findSelected(
  { invoices }: Transaction,
  { creditorId, debtorId }: Payer,
  selection: PaymentSelection,
): Promise<InvoiceBalance[]> {
  if (selection.kind !== 'invoices') return invoices.listOpen(creditorId, debtorId, 'invoice', selection.currency)
  const numbers = selection.items.map((item) => item.number)
  return invoices.findByNumbers(creditorId, debtorId, 'invoice', numbers)
}

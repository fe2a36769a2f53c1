import { createHash } from 'node:crypto'
import { isQuoteUsable, type FxQuote } from '~/domain/fx-quote'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import type { ApprovalLimit, PaymentApproval } from '~/domain/payment-approval'
import { breakDownOrder } from '~/domain/payment-order'
import type { PaymentRefusal } from '~/domain/payment-refusal'
import { listUsableCredits } from './list-usable-credits'
import { readCharges } from './read-charges'
import { readConcessions } from './read-concessions'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

const SHOWN_APPROVALS = 50

interface Account {
  creditorId: CreditorId
  debtorId: DebtorId
}

/** What waits for a second person and what was decided, and from which sums on one is needed. Only reads. */
export async function readApprovals(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, debtorId }: Account,
): Promise<{ approvals: PaymentApproval[]; limits: ApprovalLimit[] }> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ approvals }) => ({
    approvals: await approvals.list(creditorId, debtorId, SHOWN_APPROVALS),
    limits: await approvals.listLimits(creditorId, debtorId),
  }))
}

/** One line of a prepared payment, and the invoice as it stands now. Minor units of the invoices' currency. */
export interface PreparedItem {
  number: string
  amountMinor: number
  /** Null where the invoice cannot be seen any more. */
  openMinor: number | null
  dueNowMinor: number | null
}

export interface PreparedPayment {
  approval: PaymentApproval
  items: PreparedItem[]
  /** Why it cannot be paid as it was prepared; empty while it can. */
  refusals: PaymentRefusal[]
  /** Of all that is decided about: who approves says what was seen, and is asked again when that has changed. */
  fingerprint: string
}

/** A prepared payment as it stands at this moment, and the rate that was locked for it; null when there is none. Only reads. */
export async function readApproval(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, debtorId, id, quoteId }: Account & { id: string; quoteId: string | null },
): Promise<(PreparedPayment & { quote: FxQuote | null }) | null> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const approval = await transaction.approvals.findById(creditorId, id)
    if (!approval) return null
    const asked = quoteId === null ? null : await transaction.fxQuotes.findById(creditorId, debtorId, quoteId)
    const quote = asked && isQuoteUsable(asked, clock.now()) ? asked : null
    return { ...(await describePrepared(transaction, approval, clock.now())), quote }
  })
}

/** The same inside a transaction that is open already. */
export async function describePrepared(
  transaction: Transaction,
  approval: PaymentApproval,
  at: Date,
): Promise<PreparedPayment> {
  const { creditorId, debtorId, order, id } = approval
  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const numbers = order.items.map(({ number }) => number)
  const invoices = await transaction.invoices.findByNumbers(creditorId, debtorId, 'invoice', numbers)
  const credits = order.credits.length === 0 ? [] : await listUsableCredits(transaction, creditor, debtorId)
  const purpose = order.purpose ?? null
  const findConcession = await readConcessions(transaction, creditor, { debtorId, invoices, at, purpose })
  const findCharge = await readCharges(transaction, creditor, { invoices, at, purpose })
  const plan = breakDownOrder(order, invoices, credits, findConcession, findCharge)
  const items = order.items.map(({ number, amountMinor, concessionMinor = 0, chargesMinor = 0 }) => {
    const invoice = invoices.find((candidate) => candidate.number === number)
    return {
      ...{ number, amountMinor, concessionMinor, chargesMinor },
      openMinor: invoice?.openMinor ?? null,
      dueNowMinor: invoice ? computeDueNow(invoice) : null,
    }
  })
  const used = order.credits.map(
    ({ id: creditId }) => credits.find((credit) => credit.id === creditId)?.openMinor ?? null,
  )
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([id, items, order.credits, used]))
    .digest('base64url')
  return { approval, items, refusals: plan.ok ? [] : plan.failure, fingerprint }
}

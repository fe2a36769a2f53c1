import type { Creditor } from '~/domain/creditor'
import type { CreditorId, PaymentId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import type { KeptTransaction } from '~/domain/kept-transaction'
import { spreadOldestFirst } from '~/domain/payment-allocation'
import { computeRefundable } from '~/domain/payment-reversal'
import { fail, succeed, type Result } from '~/domain/result'
import { takeBack } from './correct-payment'
import { putUnnamedLast, withInterestNotes } from './charge-received-money'
import { lockInvoices } from './invoice-ledger'
import { receiveForPayment, receiveFromDebtor, type TransferServices } from './receive-transfer'
import type { Transaction } from './ports/unit-of-work'

interface Decision {
  creditorId: CreditorId
  transactionId: string
  /** 'user:<id>' or 'key:<id>' */
  decidedBy: string
}

/** `not_open`: somebody, or a rule, has decided meanwhile. */
export type AssignmentRefusal =
  | { kind: 'unknown_transaction' | 'not_open' | 'not_incoming' | 'unknown_debtor' | 'unknown_payment' }
  | { kind: 'unknown_invoice'; number: string }

export type AssignmentTarget =
  /** A payment that was to be made by transfer. */
  | { kind: 'payment'; paymentId: string }
  /** Oldest first, and what is left over is unapplied credit; all of it where no invoice is named. */
  | { kind: 'debtor'; externalId: string; invoiceNumbers: readonly string[] }

/** A person says whose money a transfer is, and what it is for. It settles at once. */
export function assignBankTransaction(
  services: TransferServices,
  { target, ...decision }: Decision & { target: AssignmentTarget },
): Promise<Result<KeptTransaction, AssignmentRefusal>> {
  const { ids, clock } = services
  return decideOpen(services, decision, async (transaction, creditor, kept) => {
    if (kept.transaction.kind !== 'incoming') return fail({ kind: 'not_incoming' })
    const steps = { transaction, ids, clock }
    if (target.kind === 'payment') {
      const known = await transaction.payments.findById(creditor.id, target.paymentId as PaymentId)
      const isTaken = known?.origin === 'bank_transfer' && known.currency === kept.transaction.amount.currency
      if (!isTaken) return fail({ kind: 'unknown_payment' })
      const payment = await receiveForPayment(steps, creditor, kept, known.id)
      return succeed({
        ...{ ...kept, status: 'assigned', debtorId: payment.debtorId, paymentId: payment.id },
        ...{ referencePaymentId: known.id, decision: { kind: 'assigned', invoiceNumbers: [] } },
      })
    }
    const debtor = await transaction.debtors.findByExternalId(creditor.id, target.externalId)
    if (!debtor) return fail({ kind: 'unknown_debtor' })
    const chosen = await choosePortions(transaction, kept, debtor.id, target.invoiceNumbers)
    if (!chosen.ok) return chosen
    const found = { debtorId: debtor.id, ...chosen.value }
    const payment = await receiveFromDebtor(steps, creditor, kept, found)
    const { invoiceNumbers } = target
    return succeed({
      ...{ ...kept, status: 'assigned', debtorId: debtor.id, paymentId: payment.id },
      decision: { kind: 'assigned', invoiceNumbers },
    })
  })
}

/** A person says that a transaction settles nothing here, and why. */
export function ignoreBankTransaction(
  services: TransferServices,
  { reason, ...decision }: Decision & { reason: string },
): Promise<Result<KeptTransaction, AssignmentRefusal>> {
  return decideOpen(services, decision, (_, __, kept) =>
    Promise.resolve(succeed({ ...kept, status: 'ignored', decision: { kind: 'ignored', reason } })),
  )
}

/** `nothing_left`: of its money something has gone back already, so that not all of it can be decided about anew. */
export type UndoRefusal = { kind: 'unknown_transaction' | 'not_decided' | 'nothing_left' }

/**
 * Takes back what was decided about a transaction, by a rule or by a person: the payment it became is corrected, with the
 * reason, and the transaction is open again.
 */
export function undoBankDecision(
  { unitOfWork, clock, ids }: TransferServices,
  { creditorId, transactionId, reason, decidedBy }: Decision & { reason: string },
): Promise<Result<KeptTransaction, UndoRefusal>> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const { bankStatements, payments, paymentReversals } = transaction
    await bankStatements.lockMatching(creditorId)
    const kept = await bankStatements.lock(creditorId, transactionId)
    if (!kept) return fail({ kind: 'unknown_transaction' })
    if (kept.status === 'open' || kept.decision.kind === 'not_incoming' || kept.decision.kind === 'reversed') {
      return fail({ kind: 'not_decided' })
    }
    const payment = kept.paymentId && (await payments.lock(creditorId, kept.paymentId))
    if (payment) {
      const amountMinor = computeRefundable(payment, await paymentReversals.listByPayment(creditorId, payment.id))
      if (amountMinor !== payment.receivedMinor) return fail({ kind: 'nothing_left' })
      const request = { idempotencyKey: `undo ${kept.id} ${ids.uuid()}`, requestSha256: null }
      // The transaction may become another payment's.
      const freed = { ...payment, transactionReference: null }
      await takeBack({ transaction, ids, clock }, freed, { ...request, amountMinor, reason, requestedBy: decidedBy })
    }
    const undone: KeptTransaction = {
      ...{ ...kept, status: 'open', decision: { kind: 'undone', reason } },
      ...{ debtorId: null, paymentId: null, referencePaymentId: null, decidedAt: clock.now(), decidedBy },
    }
    await bankStatements.save(undone)
    return succeed(undone)
  })
}

function decideOpen(
  { unitOfWork, clock }: TransferServices,
  { creditorId, transactionId, decidedBy }: Decision,
  decide: (
    transaction: Transaction,
    creditor: Creditor,
    kept: KeptTransaction,
  ) => Promise<Result<KeptTransaction, AssignmentRefusal>>,
): Promise<Result<KeptTransaction, AssignmentRefusal>> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    await transaction.bankStatements.lockMatching(creditorId)
    const kept = await transaction.bankStatements.lock(creditorId, transactionId)
    if (!kept) return fail({ kind: 'unknown_transaction' })
    if (kept.status !== 'open' || kept.decision.kind === 'waiting') return fail({ kind: 'not_open' })
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const decided = await decide(transaction, creditor, kept)
    if (!decided.ok) return decided
    const known = { ...decided.value, decidedAt: clock.now(), decidedBy }
    await transaction.bankStatements.save(known)
    return succeed(known)
  })
}

async function choosePortions(
  transaction: Transaction,
  { creditorId, transaction: { amount } }: KeptTransaction,
  debtorId: Parameters<Transaction['invoices']['findByNumbers']>[1],
  numbers: readonly string[],
) {
  const named = await transaction.invoices.findByNumbers(creditorId, debtorId, 'invoice', numbers)
  const invoices = named.filter(({ currency }) => currency === amount.currency)
  const unknown = numbers.find((number) => !invoices.some((invoice) => invoice.number === number))
  if (unknown !== undefined) return fail({ kind: 'unknown_invoice', number: unknown } as const)
  const meant = await withInterestNotes(transaction, creditorId, invoices)
  const invoiceIds = meant.map(({ id }) => id)
  const ledger = await lockInvoices(transaction, creditorId, invoiceIds)
  const due = putUnnamedLast(ledger.list(), numbers).map((invoice) => ({
    ...invoice,
    dueNowMinor: computeDueNow(invoice),
  }))
  return succeed({ portions: spreadOldestFirst(amount.amountMinor, due).portions, invoiceIds })
}

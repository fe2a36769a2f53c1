import { isMatchable } from '~/domain/bank-transaction'
import { matchTransfer } from '~/domain/bank-matching'
import type { Creditor } from '~/domain/creditor'
import type { CreditorId, PaymentId } from '~/domain/ids'
import type { KeptTransaction } from '~/domain/kept-transaction'
import { collectTransferLookup } from '~/domain/transfer-candidates'
import { receiveForPayment, receiveFromDebtor, type TransferServices } from './receive-transfer'
import { reverseTransfer } from './reverse-transfer'
import type { SettlementSteps } from './settle-payment'

/**
 * Decides about one transaction of the account that nothing was decided about, and does what follows, in one
 * transaction: settles what cannot be mistaken, takes back what the bank took back, and leaves the rest to a person with
 * what speaks for each possibility. Null when it was decided meanwhile.
 */
export function matchBankTransaction(
  { unitOfWork, clock, ids }: TransferServices,
  creditor: Creditor,
  id: string,
): Promise<KeptTransaction | null> {
  return unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async (transaction) => {
    // One after the other: what a transfer is compared with must not change meanwhile.
    await transaction.bankStatements.lockMatching(creditor.id)
    const kept = await transaction.bankStatements.lock(creditor.id, id)
    if (kept?.status !== 'open' || kept.decision.kind !== 'waiting') return null
    const steps = { transaction, clock, ids }
    const decided = { ...kept, ...(await decide(steps, creditor, kept)), decidedAt: clock.now(), decidedBy: 'rule' }
    await transaction.bankStatements.save(decided)
    return decided
  })
}

type Decided = Partial<KeptTransaction> & Pick<KeptTransaction, 'status' | 'decision'>

async function decide(steps: SettlementSteps, creditor: Creditor, kept: KeptTransaction): Promise<Decided> {
  const { transaction: read } = kept
  if (read.kind === 'incoming_reversed') return decideReversal(steps, creditor, kept)
  if (!isMatchable(read)) return { status: 'ignored', decision: { kind: 'not_incoming' } }
  const candidates = await steps.transaction.bankStatements.findCandidates(creditor.id, collectTransferLookup(read))
  const decision = matchTransfer(read, candidates)
  switch (decision.kind) {
    case 'for_a_person':
      return { status: 'open', decision }
    case 'matched_by_reference': {
      const { target, differenceMinor, reasons } = decision
      const referencePaymentId = target.id as PaymentId
      const payment = await receiveForPayment(steps, creditor, kept, referencePaymentId)
      return {
        ...{ status: 'matched', debtorId: payment.debtorId, paymentId: payment.id, referencePaymentId },
        decision: { kind: 'matched_by_reference', reference: target.reference, differenceMinor, reasons },
      }
    }
    case 'matched_by_numbers': {
      const { debtorId, portions, reasons } = decision
      const payment = await receiveFromDebtor(steps, creditor, kept, { debtorId, portions })
      return {
        ...{ status: 'matched', debtorId, paymentId: payment.id },
        decision: { kind: 'matched_by_numbers', reasons },
      }
    }
  }
}

async function decideReversal(steps: SettlementSteps, creditor: Creditor, kept: KeptTransaction): Promise<Decided> {
  const original = await reverseTransfer(steps, creditor, kept)
  if (!original) return { status: 'open', decision: { kind: 'reversal_unclear' } }
  const { debtorId, paymentId, id: transactionId } = original
  return { status: 'matched', debtorId, paymentId, decision: { kind: 'reversed', transactionId } }
}

/** Matches whatever is left of a file whose loading was cut short. The handler of the job `match-bank-transactions`. */
export async function matchBankStatement(
  services: TransferServices,
  { creditorId, statementId }: { creditorId: CreditorId; statementId: string },
): Promise<void> {
  const { creditor, waiting } = await services.unitOfWork.run(
    { kind: 'creditor', creditorId },
    async (transaction) => ({
      creditor: await transaction.creditors.findById(creditorId),
      waiting: await transaction.bankStatements.listWaiting(creditorId, statementId),
    }),
  )
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  for (const id of waiting) await matchBankTransaction(services, creditor, id)
}

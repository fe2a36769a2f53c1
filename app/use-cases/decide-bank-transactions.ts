import { isMatchable } from '~/domain/bank-transaction'
import { matchTransfer, type DiscountedInvoice, type MatchDecision } from '~/domain/bank-matching'
import type { CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { DebtorId, InvoiceId, PaymentId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import type { KeptTransaction } from '~/domain/kept-transaction'
import { listPossibleDiscounts } from '~/domain/received-discount'
import { mayBeSameMovement } from '~/domain/told-before'
import {
  collectTransferLookup,
  getCounterpartyAccount,
  type DebtorCandidate,
  type TransferCandidates,
} from '~/domain/transfer-candidates'
import { collectReports, type CollectedReports } from './collect-reports'
import { readDiscounts } from './read-discounts'
import { getBookingDay, receiveForPayment, receiveFromDebtor, type TransferServices } from './receive-transfer'
import { reverseTransfer } from './reverse-transfer'
import type { SettlementSteps } from './settle-payment'
import type { Transaction } from './ports/unit-of-work'

type Decided = Partial<KeptTransaction> & Pick<KeptTransaction, 'status' | 'decision'>

/**
 * Decides about transactions of the account that nothing was decided about, and does what follows, in one transaction:
 * settles what cannot be mistaken, takes back what the bank took back, and leaves the rest to a person with what speaks
 * for each possibility. `ids` are in the order of the file. Returns how many of them, from the first, are done with: it
 * stops before money of a debtor whose balance another of them has moved already, so that the log tells of each by itself.
 */
export function decideTransactions(
  { unitOfWork, clock, ids: idSource }: TransferServices,
  creditor: Creditor,
  ids: readonly string[],
): Promise<number> {
  return unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async (transaction) => {
    // One after the other: what a transfer is compared with must not change meanwhile.
    await transaction.bankStatements.lockMatching(creditor.id)
    const places = new Map(ids.map((id, place) => [id, place]))
    const placeOf = ({ id }: KeptTransaction) => places.get(id) ?? ids.length
    const waiting = (await transaction.bankStatements.lockWaiting(creditor.id, ids)).sort(
      (left, right) => placeOf(left) - placeOf(right),
    )
    const [first] = waiting
    if (!first) return ids.length
    const conclude = (kept: KeptTransaction, decided: Decided): KeptTransaction => ({
      ...{ ...kept, ...decided, decidedAt: clock.now(), decidedBy: 'rule' },
    })
    if (first.transaction.kind === 'incoming_reversed') {
      const decided = await decideReversal({ transaction, clock, ids: idSource }, creditor, first)
      await transaction.bankStatements.save(conclude(first, decided))
      return placeOf(first) + 1
    }
    const reports = waiting.length === 1 ? null : collectReports(transaction)
    const steps = { transaction: reports?.transaction ?? transaction, clock, ids: idSource }
    const reader = readCandidates(transaction, creditor, waiting, reports)
    const settledDebtors = new Set<DebtorId>()
    const tellings = await transaction.bankStatements.findOtherTellings(
      creditor.id,
      waiting.map(({ id }) => id),
    )
    const finish = async (count: number) => {
      await reader.flush()
      await reports?.send(creditor.id)
      return count
    }
    for (const [index, kept] of waiting.entries()) {
      const { transaction: read } = kept
      // By itself: what it takes back may be among these.
      if (read.kind === 'incoming_reversed') return finish(placeOf(kept))
      if (!isMatchable(read)) {
        reader.note(conclude(kept, { status: 'ignored', decision: { kind: 'not_incoming' } }))
        continue
      }
      const others = tellings.get(kept.id) ?? []
      const circumstances = { isToldBefore: others.some(({ transaction: other }) => mayBeSameMovement(read, other)) }
      let decision = matchTransfer(read, await reader.read(index), circumstances)
      // A list that was cut says nothing a match rests on; but what is suggested should be open.
      if (decision.kind === 'for_a_person' && reader.isOutdated(index)) {
        decision = matchTransfer(read, await reader.readAnew(index), circumstances)
      }
      if (decision.kind === 'for_a_person' && decision.obstacles.some(({ kind }) => kind === 'amount_differs')) {
        const candidates = await reader.read(index)
        const discounts = await readNamedDiscounts(
          transaction,
          creditor,
          candidates,
          getBookingDay(kept, creditor, clock.now()),
        )
        if (discounts.size > 0) decision = matchTransfer(read, candidates, { ...circumstances, discounts })
      }
      if (decision.kind !== 'for_a_person') {
        if (settledDebtors.has(decision.debtorId)) return finish(placeOf(kept))
        settledDebtors.add(decision.debtorId)
      }
      reader.note(conclude(kept, await carryOut(steps, creditor, kept, decision)))
    }
    return finish(ids.length)
  })
}

/** What may be let go of the invoices that a transfer names, which are all of one debtor. */
async function readNamedDiscounts(
  transaction: Transaction,
  creditor: Creditor,
  { named }: TransferCandidates,
  receivedOn: CalendarDay,
): Promise<ReadonlyMap<InvoiceId, DiscountedInvoice>> {
  const open = named.filter(({ openMinor }) => openMinor > 0)
  const [first] = open
  if (!first || open.some(({ debtorId }) => debtorId !== first.debtorId)) return new Map()
  const invoices = await transaction.invoices.findByIds(
    creditor.id,
    open.map(({ id }) => id),
  )
  const { policy, questions } = await readDiscounts(transaction, creditor, { debtorId: first.debtorId, invoices })
  if (questions.size === 0) return new Map()
  return new Map(
    invoices
      .filter((invoice) => computeDueNow(invoice) === invoice.openMinor)
      .map((invoice): [InvoiceId, DiscountedInvoice] => {
        const question = questions.get(invoice.id)
        const possible = question ? listPossibleDiscounts(question, receivedOn, policy.transferDays) : []
        return [invoice.id, { invoice, possible }]
      }),
  )
}

async function carryOut(
  steps: SettlementSteps,
  creditor: Creditor,
  kept: KeptTransaction,
  decision: MatchDecision,
): Promise<Decided> {
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

/**
 * What each of them is compared with, as if it were read the moment it is decided: read for all of them at once, and
 * again for the rest where a decision has changed any of it. `note` keeps a decision, which `flush` writes.
 */
function readCandidates(
  { bankStatements }: Transaction,
  creditor: Creditor,
  waiting: readonly KeptTransaction[],
  reports: CollectedReports | null,
) {
  let known = new Map<string, TransferCandidates>()
  let unwritten: KeptTransaction[] = []
  const debtors = new Set<DebtorId>()
  const accounts = new Set<string>()
  const getAt = (index: number): KeptTransaction => {
    const kept = waiting[index]
    if (!kept) throw new RangeError(`there is no transaction at ${index}`)
    return kept
  }
  /** Whether anything has changed, or only what stands in a list that was cut. */
  const compare = ({ id, transaction }: KeptTransaction): 'as_read' | 'cut_list_changed' | 'changed' => {
    const candidates = known.get(id)
    if (!candidates || accounts.has(getCounterpartyAccount(transaction) ?? '')) return 'changed'
    const isCut = !candidates.isSameAmountComplete
    const hasOpened = reports?.hasLeftOpen(transaction.amount) === true
    const changed = candidates.debtors.filter((debtor) => debtors.has(debtor.id))
    if (changed.length === 0 && !hasOpened) return 'as_read'
    const { references, named, sameAmount } = candidates
    const isListed = (items: readonly { debtorId: DebtorId }[], id: DebtorId) =>
      items.some(({ debtorId }) => debtorId === id)
    const isOnlyInCut = ({ id, ownsAccount }: DebtorCandidate) =>
      !ownsAccount && isListed(sameAmount, id) && !isListed(references, id) && !isListed(named, id)
    return isCut && changed.every(isOnlyInCut) ? 'cut_list_changed' : 'changed'
  }
  const flush = async () => {
    await bankStatements.saveMany(creditor.id, unwritten)
    unwritten = []
  }
  const readAnew = async (index: number): Promise<TransferCandidates> => {
    await flush()
    const rest = waiting.slice(index).filter(({ transaction }) => isMatchable(transaction))
    const lookups = rest.map(({ transaction }) => collectTransferLookup(transaction))
    const found = await bankStatements.findCandidates(creditor.id, lookups)
    known = new Map(rest.flatMap(({ id }, place) => (found[place] ? [[id, found[place]]] : [])))
    debtors.clear()
    accounts.clear()
    reports?.forgetLeftOpen()
    const fresh = known.get(getAt(index).id)
    if (!fresh) throw new RangeError('only incoming money is compared')
    return fresh
  }
  return {
    flush,
    readAnew,
    isOutdated: (index: number) => compare(getAt(index)) !== 'as_read',
    async read(index: number): Promise<TransferCandidates> {
      const kept = getAt(index)
      const before = compare(kept) === 'changed' ? undefined : known.get(kept.id)
      return before ?? readAnew(index)
    },
    note(decided: KeptTransaction) {
      unwritten.push(decided)
      if (decided.debtorId === null) return
      debtors.add(decided.debtorId)
      const account = getCounterpartyAccount(decided.transaction)
      if (account !== null) accounts.add(account)
    },
  }
}

/**
 * Which debt an incoming transfer settles. Matched is what cannot be mistaken: a reference that was issued, or numbers
 * of invoices together with their exact amount and a payer that fits. Everything else goes to a person, with what speaks
 * for each possibility. A wrong match costs trust with two debtors; a question costs a minute.
 */
import { isMatchable, type BankTransaction } from './bank-transaction'
import { areMistakable } from './document-number'
import type { DebtorId, InvoiceId } from './ids'
import type { InvoiceBalance } from './invoice-balance'
import { explainObstacle, explainReason, type MatchObstacle, type MatchReason } from './match-reason'
import { suggestMatches, type MatchSuggestion } from './match-suggestion'
import { createMoney, type Money } from './money'
import { readNamedInvoices, type NamedInvoice, type NamedInvoices } from './named-invoices'
import { weighPayer, type PayerEvidence } from './payer-evidence'
import { divideDiscounted, type PossibleDiscounts, type ReceivedPortion } from './received-discount'
import {
  listRemittanceTexts,
  type InvoiceCandidate,
  type ReferenceCandidate,
  type TransferCandidates,
} from './transfer-candidates'

export type MatchDecision =
  /** By its reference: what it settles, and what becomes of a remainder, are the allocation's rules. */
  | {
      readonly kind: 'matched_by_reference'
      readonly debtorId: DebtorId
      readonly target: ReferenceCandidate
      /** Received less what was still expected: negative for a short payment. */
      readonly differenceMinor: number
      readonly reasons: readonly MatchReason[]
    }
  /** By numbers: the portions sum to the transfer. */
  | {
      readonly kind: 'matched_by_numbers'
      readonly debtorId: DebtorId
      readonly portions: readonly ReceivedPortion[]
      readonly reasons: readonly MatchReason[]
    }
  | {
      readonly kind: 'for_a_person'
      readonly obstacles: readonly MatchObstacle[]
      /** Best first. */
      readonly suggestions: readonly MatchSuggestion[]
    }

type Verdict =
  Exclude<MatchDecision, { kind: 'for_a_person' }> | { readonly kind: 'open'; readonly obstacle: MatchObstacle }

/** More named invoices than this are left to a person rather than tried in every combination. */
const MOST_COMBINED = 12

/** An invoice of which everything open is due, and what may be let go of it for money that came on that day. */
export interface DiscountedInvoice {
  readonly invoice: InvoiceBalance
  readonly possible: PossibleDiscounts
}

export interface MatchCircumstances {
  /** A file of another kind may have told of the same money. */
  readonly isToldBefore?: boolean
  /** Of the invoices named, those that have one. */
  readonly discounts?: ReadonlyMap<InvoiceId, DiscountedInvoice>
}

const NO_DISCOUNTS: ReadonlyMap<InvoiceId, DiscountedInvoice> = new Map()

/**
 * Decides on one transfer. Throws a RangeError for one that is not booked incoming money: reversals, debits and pending
 * entries are never matched.
 */
export function matchTransfer(
  transaction: BankTransaction,
  candidates: TransferCandidates,
  { isToldBefore = false, discounts = NO_DISCOUNTS }: MatchCircumstances = {},
): MatchDecision {
  if (!isMatchable(transaction)) throw new RangeError('only booked incoming money is matched')
  const payer = weighPayer(transaction, candidates.debtors)
  const texts = listRemittanceTexts(transaction)
  const numbers = readNamedInvoices(texts, candidates.named, ({ debtorId }) => payer.judge(debtorId) === 'confirmed')
  const found = decide(transaction, candidates, payer, numbers, discounts)
  const verdict = isToldBefore && found.kind !== 'open' ? leave('told_before') : found
  if (verdict.kind !== 'open') return verdict
  return {
    kind: 'for_a_person',
    obstacles: [verdict.obstacle],
    suggestions: suggestMatches({ transaction, candidates, payer, numbers, texts }),
  }
}

function decide(
  transaction: BankTransaction,
  candidates: TransferCandidates,
  payer: PayerEvidence,
  numbers: NamedInvoices,
  discounts: ReadonlyMap<InvoiceId, DiscountedInvoice>,
): Verdict {
  if (transaction.isUndivided) return leave('undivided')
  const targets = [...new Map(candidates.references.map((one) => [`${one.kind} ${one.id}`, one])).values()]
  const [target, ...others] = targets
  if (others.length > 0) return leave('several_references')
  if (target !== undefined) return decideByReference(transaction, target, payer, numbers)
  return decideByNumbers(transaction, candidates, payer, numbers, discounts)
}

function decideByReference(
  { amount }: BankTransaction,
  target: ReferenceCandidate,
  payer: PayerEvidence,
  { named }: NamedInvoices,
): Verdict {
  const { debtorId, reference } = target
  if (target.currency !== amount.currency) return leave('currency_differs', { currency: target.currency })
  if (target.receivedMinor >= target.amountMinor) return leave('reference_paid', { reference })
  if (payer.judge(debtorId) === 'contradicted') return leave('other_payer')
  // Digits alone may be anything; a whole number that is another debtor's was meant.
  const other = named.find(({ invoice, tier }) => tier !== 'digits' && invoice.debtorId !== debtorId)
  if (other !== undefined) return leave('other_debtor_named', { number: other.invoice.number })
  return {
    kind: 'matched_by_reference',
    debtorId,
    target,
    differenceMinor: amount.amountMinor - (target.amountMinor - target.receivedMinor),
    reasons: [explainReason('reference_found', { reference }), ...payer.explain(debtorId)],
  }
}

function decideByNumbers(
  { amount }: BankTransaction,
  candidates: TransferCandidates,
  payer: PayerEvidence,
  { named, ambiguous }: NamedInvoices,
  discounts: ReadonlyMap<InvoiceId, DiscountedInvoice>,
): Verdict {
  if (!candidates.isNamedComplete) return leave('too_many')
  const [unclear] = ambiguous
  if (unclear !== undefined) return leave('number_ambiguous', { number: unclear.written })
  const [first] = named
  if (first === undefined) return leave('nothing_found')
  const { debtorId } = first.invoice
  if (named.some(({ invoice }) => invoice.debtorId !== debtorId)) return leave('several_debtors_named')
  const foreign = named.find(({ invoice }) => invoice.currency !== amount.currency)
  if (foreign !== undefined) return leave('currency_differs', { currency: foreign.invoice.currency })
  const credit = named.find(({ invoice }) => invoice.kind === 'credit_note')
  if (credit !== undefined) return leave('credit_note_named', { number: credit.invoice.number })
  const open = named.filter(({ invoice }) => invoice.openMinor > 0)
  if (open.length === 0) return leave('settled_already', { number: first.invoice.number })
  const settled = chooseSettled(amount.amountMinor, open)
  if (settled !== null) return confirm({ amount, debtorId, settled, portions: null, candidates, payer })
  const discounted = chooseDiscounted(amount.amountMinor, open, discounts)
  if (discounted !== null) return confirm({ amount, debtorId, ...discounted, candidates, payer })
  return leave('amount_differs', { open: sumOpen(open, amount) })
}

/** All of them, or the one whose amount it is; null where neither is so, or where more than one choice fits. */
function chooseSettled(amountMinor: number, open: readonly NamedInvoice[]): readonly NamedInvoice[] | null {
  if (open.length > MOST_COMBINED) return null
  const fitting: (readonly NamedInvoice[])[] = []
  for (let choice = 1; choice < 2 ** open.length; choice += 1) {
    const chosen = open.filter((_, index) => (choice >> index) % 2 === 1)
    if (chosen.reduce((sum, { invoice }) => sum + invoice.openMinor, 0) === amountMinor) fitting.push(chosen)
  }
  const [only, ...others] = fitting
  if (only === undefined || others.length > 0) return null
  return only.length === 1 || only.length === open.length ? only : null
}

/** All of them, or the only one, less the discounts that can be taken; null where no choice or more than one fits. */
function chooseDiscounted(
  amountMinor: number,
  open: readonly NamedInvoice[],
  discounts: ReadonlyMap<InvoiceId, DiscountedInvoice>,
): { settled: readonly NamedInvoice[]; portions: readonly ReceivedPortion[] } | null {
  const choices = open.length === 1 ? [open] : [open, ...open.map((one) => [one])]
  const fitting = choices.flatMap((settled) => {
    const candidates = settled.map(({ invoice }) => discounts.get(invoice.id))
    const known = candidates.filter((candidate) => candidate !== undefined)
    const portions = known.length === settled.length ? divideDiscounted(amountMinor, known) : null
    return portions ? [{ settled, portions }] : []
  })
  const [only, ...others] = fitting
  return only && others.length === 0 ? only : null
}

/** Numbers and amount fit: is it the right payer, and was nothing else meant? */
function confirm(match: {
  amount: Money
  debtorId: DebtorId
  settled: readonly NamedInvoice[]
  /** Null where all that is open is paid. */
  portions: readonly ReceivedPortion[] | null
  candidates: TransferCandidates
  payer: PayerEvidence
}): Verdict {
  const { amount, debtorId, settled, portions, candidates, payer } = match
  const verdict = payer.judge(debtorId)
  if (verdict === 'contradicted') return leave('other_payer')
  const isConfirmed = verdict === 'confirmed'
  const isSingular =
    settled.length === 1 &&
    candidates.isSameAmountComplete &&
    candidates.sameAmount.every(({ id }) => id === settled[0]?.invoice.id)
  if (!isConfirmed) {
    // Without a word on the payer, number and amount have to point at each other from afar.
    const isWritten = settled.every(({ tier }) => tier !== 'digits')
    if (!isWritten || (settled.length === 1 && !isSingular)) return leave('payer_unconfirmed')
  }
  const rivals = candidates.siblings.filter(
    (rival) => rival.debtorId === debtorId && !settled.some(({ invoice }) => invoice.id === rival.id),
  )
  for (const { invoice } of settled) {
    const rival = rivals.find((one) => isRival(one, invoice))
    if (rival !== undefined) return leave('number_mistakable', { number: invoice.number, other: rival.number })
  }
  return {
    kind: 'matched_by_numbers',
    debtorId,
    portions: portions ?? settled.map(({ invoice }) => ({ invoiceId: invoice.id, amountMinor: invoice.openMinor })),
    reasons: [
      ...settled.map(({ invoice }) => explainReason('number_found', { number: invoice.number })),
      explainReason(portions ? 'discounted_equals' : settled.length === 1 ? 'amount_equals' : 'sum_equals', { amount }),
      ...(isSingular ? [explainReason('amount_singular')] : []),
      ...payer.explain(debtorId),
    ],
  }
}

function isRival(rival: InvoiceCandidate, invoice: InvoiceCandidate): boolean {
  return (
    rival.openMinor === invoice.openMinor &&
    rival.currency === invoice.currency &&
    areMistakable(rival.number, invoice.number)
  )
}

function sumOpen(open: readonly NamedInvoice[], { currency }: Money): Money {
  return createMoney(
    open.reduce((sum, { invoice }) => sum + invoice.openMinor, 0),
    currency,
  )
}

function leave(kind: MatchObstacle['kind'], params: MatchObstacle['params'] = {}): Verdict {
  return { kind: 'open', obstacle: explainObstacle(kind, params) }
}

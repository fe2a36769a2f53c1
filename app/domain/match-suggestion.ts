/** What a person is offered for a transfer that was not matched: possibilities, the likeliest first, each with reasons. */
import type { BankTransaction } from './bank-transaction'
import { resemblesNumber, splitIntoGroups } from './document-number'
import type { DebtorId } from './ids'
import { explainReason, type MatchReason, type MatchReasonKind } from './match-reason'
import type { NamedInvoices } from './named-invoices'
import type { PayerEvidence } from './payer-evidence'
import type { InvoiceCandidate, ReferenceCandidate, TransferCandidates } from './transfer-candidates'

export interface MatchSuggestion {
  readonly debtorId: DebtorId
  /** The payment or advice whose reference was found; null for invoices. */
  readonly target: ReferenceCandidate | null
  /** Empty where only the debtor is known, or all that is open of it is meant. */
  readonly invoices: readonly InvoiceCandidate[]
  readonly reasons: readonly MatchReason[]
}

const MOST_SUGGESTIONS = 5

const WEIGHTS: Readonly<Record<MatchReasonKind, number>> = {
  reference_found: 100,
  number_found: 40,
  sum_equals: 35,
  amount_equals: 30,
  discounted_equals: 30,
  account_known: 30,
  total_equals: 25,
  number_alike: 20,
  name_alike: 15,
  amount_singular: 10,
}

interface Evidence {
  readonly transaction: BankTransaction
  readonly candidates: TransferCandidates
  readonly payer: PayerEvidence
  readonly numbers: NamedInvoices
  /** What the payer wrote. */
  readonly texts: readonly string[]
}

/** What a transfer may be meant to pay, the likeliest first, each with what speaks for it; for a person to decide. */
export function suggestMatches(evidence: Evidence): MatchSuggestion[] {
  const suggestions = [
    ...suggestTargets(evidence),
    ...suggestNamed(evidence),
    ...suggestSameAmount(evidence),
    ...suggestPayers(evidence),
  ]
  const unique = new Map<string, MatchSuggestion>()
  for (const suggestion of suggestions) {
    const key = describe(suggestion)
    const known = unique.get(key)
    if (known === undefined || weigh(suggestion) > weigh(known)) unique.set(key, suggestion)
  }
  return [...unique.values()]
    .map((suggestion) => ({ suggestion, weight: weigh(suggestion), key: describe(suggestion) }))
    .sort((left, right) => right.weight - left.weight || (left.key < right.key ? -1 : 1))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ suggestion }) => suggestion)
}

function suggestTargets({ candidates, payer, transaction }: Evidence): MatchSuggestion[] {
  return candidates.references.map((target) => ({
    debtorId: target.debtorId,
    target,
    invoices: [],
    reasons: [
      explainReason('reference_found', { reference: target.reference }),
      ...(target.currency === transaction.amount.currency && target.amountMinor === transaction.amount.amountMinor
        ? [explainReason('amount_equals', { amount: transaction.amount })]
        : []),
      ...payer.explain(target.debtorId),
    ],
  }))
}

/** The invoices that the text names, for each debtor that has some. */
function suggestNamed({ numbers, payer, transaction }: Evidence): MatchSuggestion[] {
  const invoices = [...numbers.named.map(({ invoice }) => invoice), ...numbers.ambiguous.flatMap((one) => one.invoices)]
  const debtorIds = new Set(invoices.map(({ debtorId }) => debtorId))
  return [...debtorIds].map((debtorId) => {
    const own = [...new Set(invoices.filter((invoice) => invoice.debtorId === debtorId))]
    const open = own.filter(({ kind }) => kind === 'invoice')
    const sumMinor = open.reduce((sum, { openMinor }) => sum + openMinor, 0)
    const isSum = sumMinor === transaction.amount.amountMinor
    return {
      debtorId,
      target: null,
      invoices: own,
      reasons: [
        ...own.map(({ number }) => explainReason('number_found', { number })),
        ...(isSum
          ? [explainReason(open.length === 1 ? 'amount_equals' : 'sum_equals', { amount: transaction.amount })]
          : []),
        ...payer.explain(debtorId),
      ],
    }
  })
}

function suggestSameAmount({ candidates, payer, transaction, texts }: Evidence): MatchSuggestion[] {
  const groups = texts.map(splitIntoGroups)
  return candidates.sameAmount.map((invoice) => ({
    debtorId: invoice.debtorId,
    target: null,
    invoices: [invoice],
    reasons: [
      explainReason('amount_equals', { amount: transaction.amount }),
      ...(candidates.isSameAmountComplete && candidates.sameAmount.length === 1
        ? [explainReason('amount_singular')]
        : []),
      ...(groups.some((one) => resemblesNumber(one, invoice.number))
        ? [explainReason('number_alike', { number: invoice.number })]
        : []),
      ...payer.explain(invoice.debtorId),
    ],
  }))
}

/** Who paid, whatever it is for. */
function suggestPayers({ candidates, payer, transaction }: Evidence): MatchSuggestion[] {
  const { amount } = transaction
  return candidates.debtors
    .filter(({ id }) => payer.judge(id) === 'confirmed')
    .map(({ id, openMinor }) => ({
      debtorId: id,
      target: null,
      invoices: [],
      reasons: [
        ...(openMinor === amount.amountMinor ? [explainReason('total_equals', { amount })] : []),
        ...payer.explain(id),
      ],
    }))
}

function weigh({ reasons }: MatchSuggestion): number {
  return reasons.reduce((sum, { kind }) => sum + WEIGHTS[kind], 0)
}

function describe({ debtorId, target, invoices }: MatchSuggestion): string {
  return JSON.stringify([debtorId, target?.id ?? null, invoices.map(({ id }) => id).sort()])
}

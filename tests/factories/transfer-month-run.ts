/** Matches a month transfer by transfer, on indexes like the database's, and judges every decision. */
import { matchTransfer, type MatchDecision } from '~/domain/bank-matching'
import { computeNumberKeys } from '~/domain/document-number'
import type { DebtorId } from '~/domain/ids'
import { normalizePartyName } from '~/domain/party-name'
import {
  collectTransferLookup,
  type InvoiceCandidate,
  type TransferCandidates,
  type TransferLookup,
} from '~/domain/transfer-candidates'
import type { MonthInvoice, MonthPayment, MonthTransfer, TransferMonth } from './transfer-month'

const MOST_SAME_AMOUNT = 50

export interface MonthOutcome {
  readonly transfer: MonthTransfer
  readonly decision: MatchDecision
  /** Null where a person decides. */
  readonly isRight: boolean | null
  /** For a person: what was meant is among the suggestions. */
  readonly isSuggested: boolean
}

/** Settles what was matched and learns the payers' accounts as it goes on, as the portal does. */
export function matchMonth(month: TransferMonth): MonthOutcome[] {
  const book = indexMonth(month)
  return month.transfers.map((transfer) => {
    const { transaction, meant } = transfer
    const decision = matchTransfer(transaction, book.find(collectTransferLookup(transaction)))
    const isRight = judge(decision, transfer)
    book.settle(transfer, decision)
    const isSuggested =
      decision.kind === 'for_a_person' && decision.suggestions.some(({ debtorId }) => debtorId === meant.debtorId)
    return { transfer, decision, isRight, isSuggested }
  })
}

/** Right is the debtor and nothing but what was meant; a part of it is right, another invoice is not. */
function judge(decision: MatchDecision, { meant }: MonthTransfer): boolean | null {
  switch (decision.kind) {
    case 'matched_by_reference':
      return decision.debtorId === meant.debtorId && decision.target.id === meant.payment?.id
    case 'matched_by_numbers': {
      const ids = new Set(meant.invoices.map(({ id }) => id))
      return decision.debtorId === meant.debtorId && decision.portions.every(({ invoiceId }) => ids.has(invoiceId))
    }
    case 'for_a_person':
      return null
  }
}

class Index<Item> {
  readonly #items = new Map<string, Set<Item>>()

  add(key: string, item: Item): void {
    const known = this.#items.get(key)
    if (known === undefined) this.#items.set(key, new Set([item]))
    else known.add(item)
  }

  delete(key: string, item: Item): void {
    this.#items.get(key)?.delete(item)
  }

  find(key: string): Item[] {
    return [...(this.#items.get(key) ?? [])]
  }
}

function indexMonth(month: TransferMonth) {
  const byFull = new Index<MonthInvoice>()
  const byDigits = new Index<MonthInvoice>()
  const byAmount = new Index<MonthInvoice>()
  const byDebtor = new Index<MonthInvoice>()
  const accounts = new Index<DebtorId>()
  const names = new Index<DebtorId>()
  const references = new Index<MonthPayment>()
  const debtors = new Map(month.debtors.map((debtor) => [debtor.id, debtor]))
  const amountKey = ({ currency, openMinor }: { currency: string; openMinor: number }) => `${currency} ${openMinor}`

  for (const invoice of month.invoices) {
    const keys = computeNumberKeys(invoice.number)
    byFull.add(keys.full, invoice)
    byDigits.add(keys.digits, invoice)
    byDebtor.add(invoice.debtorId, invoice)
    if (invoice.openMinor > 0) byAmount.add(amountKey(invoice), invoice)
  }
  for (const debtor of month.debtors) {
    if (debtor.isAccountKnown) accounts.add(debtor.iban, debtor.id)
    names.add(normalizePartyName(debtor.name), debtor.id)
  }
  for (const payment of month.payments) {
    references.add(payment.bankReference, payment)
    references.add(payment.reference, payment)
  }

  const describe = (invoice: MonthInvoice): InvoiceCandidate => ({ ...invoice, kind: 'invoice' })

  const find = (lookup: TransferLookup): TransferCandidates => {
    const named = [
      ...new Set([
        ...lookup.numberKeys.full.flatMap((key) => byFull.find(key)),
        ...lookup.numberKeys.digits.flatMap((key) => byDigits.find(key)),
      ]),
    ]
    const same = byAmount.find(amountKey({ currency: lookup.currency, openMinor: lookup.amountMinor }))
    const sameAmount = same.slice(0, MOST_SAME_AMOUNT)
    const siblings = named
      .filter(({ openMinor }) => openMinor > 0)
      .flatMap((invoice) => byAmount.find(amountKey(invoice)).filter(({ debtorId }) => debtorId === invoice.debtorId))
    const payments = [...lookup.bankReferences, ...lookup.paymentReferences].flatMap((key) => references.find(key))
    const owners = new Set(lookup.counterpartyAccount === null ? [] : accounts.find(lookup.counterpartyAccount))
    const ids = new Set([
      ...[...named, ...sameAmount, ...payments].map(({ debtorId }) => debtorId),
      ...owners,
      ...lookup.counterpartyNames.flatMap((key) => names.find(key)),
    ])
    return {
      references: payments.map((payment) => ({ ...payment, kind: 'payment' })),
      named: named.map(describe),
      isNamedComplete: true,
      sameAmount: sameAmount.map(describe),
      isSameAmountComplete: same.length <= MOST_SAME_AMOUNT,
      siblings: siblings.map(describe),
      debtors: [...ids].map((id) => ({
        id,
        name: debtors.get(id)?.name ?? '',
        ownsAccount: owners.has(id),
        openMinor: byDebtor
          .find(id)
          .filter(({ currency }) => currency === lookup.currency)
          .reduce((sum, { openMinor }) => sum + openMinor, 0),
      })),
    }
  }

  const close = (invoice: MonthInvoice) => {
    byAmount.delete(amountKey(invoice), invoice)
    invoice.openMinor = 0
  }

  /** A person assigns what was left to the debtor that was meant, and the account is known from then on. */
  const settle = ({ transaction, meant }: MonthTransfer, decision: MatchDecision) => {
    if (decision.kind === 'matched_by_reference' && meant.payment !== null) {
      meant.payment.receivedMinor += transaction.amount.amountMinor
    }
    if (transaction.amount.amountMinor >= meant.invoices.reduce((sum, { openMinor }) => sum + openMinor, 0)) {
      meant.invoices.forEach(close)
    }
    if (transaction.counterparty.iban !== null) accounts.add(transaction.counterparty.iban, meant.debtorId)
  }

  return { find, settle }
}

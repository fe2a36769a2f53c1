/**
 * What an incoming transfer is matched against. `collectTransferLookup` says what to ask for; each of its members is
 * answered by an index, never by going through all there is.
 */
import { findBankReferences, findPaymentReferences, readPaymentReference, type BankReference } from './bank-reference'
import type { BankTransaction } from './bank-transaction'
import type { CurrencyCode } from './currency'
import { listNumberKeys, splitIntoGroups } from './document-number'
import type { DebtorId, InvoiceId } from './ids'
import type { DocumentKind } from './invoice'
import { normalizePartyName } from './party-name'

export interface TransferLookup {
  readonly amountMinor: number
  readonly currency: CurrencyCode
  /** Readings of references with right check digits: those that were issued are the candidates. */
  readonly bankReferences: readonly BankReference[]
  /** Short references of payments, as `Payment.reference` is written. */
  readonly paymentReferences: readonly string[]
  /** For the keys of `computeNumberKeys`: invoices of which either is in its list. */
  readonly numberKeys: { readonly full: readonly string[]; readonly digits: readonly string[] }
  /** The payer's account, by which earlier transfers say whose it is; null where it is not given. */
  readonly counterpartyAccount: string | null
  /** The payer's names by `normalizePartyName`. */
  readonly counterpartyNames: readonly string[]
}

/** A payment or advice for which a reference was issued. */
export interface ReferenceCandidate {
  readonly kind: 'payment' | 'remittance_advice'
  readonly id: string
  readonly debtorId: DebtorId
  /** As it was found, to be shown. */
  readonly reference: string
  readonly currency: CurrencyCode
  /** What was announced. */
  readonly amountMinor: number
  /** What came in for it before. */
  readonly receivedMinor: number
}

export interface InvoiceCandidate {
  readonly id: InvoiceId
  readonly debtorId: DebtorId
  /** An invoice below zero is a credit note here. */
  readonly kind: DocumentKind
  readonly number: string
  readonly currency: CurrencyCode
  /** Not negative; 0 where it is settled. */
  readonly openMinor: number
}

export interface DebtorCandidate {
  readonly id: DebtorId
  readonly name: string
  /** A transfer from the same account was assigned to it before. */
  readonly ownsAccount: boolean
  /** All that is open of its invoices in the transfer's currency. */
  readonly openMinor: number
}

export interface TransferCandidates {
  readonly references: readonly ReferenceCandidate[]
  /** Invoices and credit notes with one of `numberKeys`, open or not, in any currency. */
  readonly named: readonly InvoiceCandidate[]
  /** False where the list was cut at a limit: nothing is matched by numbers then. */
  readonly isNamedComplete: boolean
  /** Open invoices of the creditor with exactly the transfer's amount and currency. */
  readonly sameAmount: readonly InvoiceCandidate[]
  /** False where the list was cut at a limit, as that of a common price may be. */
  readonly isSameAmountComplete: boolean
  /** Open invoices of the debtors of `named` with currency and open amount of one of these: easily mistaken for it. */
  readonly siblings: readonly InvoiceCandidate[]
  /**
   * The debtors of all the above, those that own the account, and those whose name by `normalizePartyName` is among the
   * payer's.
   */
  readonly debtors: readonly DebtorCandidate[]
}

/** What the payer wrote, in the pieces in which it is searched for numbers. */
export function listRemittanceTexts({ remittance }: BankTransaction): string[] {
  return [
    ...remittance.references.map(({ reference }) => reference),
    ...remittance.documentNumbers,
    // Banks break one text into several lines, also inside a number.
    remittance.unstructured.join('\n'),
    remittance.additional.join('\n'),
  ].filter((text) => text !== '')
}

/** The names of whoever sent the money or for whom it was sent, as the bank states them. */
export function listCounterpartyNames({ counterparty, ultimateCounterpartyName }: BankTransaction): string[] {
  return [counterparty.name, ultimateCounterpartyName].filter((name) => name !== null)
}

/** The account that the money came from: its IBAN, else a number of its country; null where the bank states none. */
export function getCounterpartyAccount({ counterparty }: BankTransaction): string | null {
  return counterparty.iban ?? counterparty.accountNumber
}

/** By what the books are searched for what a transfer may pay. */
export function collectTransferLookup(transaction: BankTransaction): TransferLookup {
  const texts = listRemittanceTexts(transaction)
  const { endToEndId } = transaction.references
  // A payer's software may put our reference into its own.
  const searched = endToEndId === null ? texts : [...texts, endToEndId]
  const bankReferences = unique(searched.flatMap(findBankReferences))
  const keys = texts.map((text) => listNumberKeys(splitIntoGroups(text)))
  return {
    amountMinor: transaction.amount.amountMinor,
    currency: transaction.amount.currency,
    bankReferences,
    paymentReferences: unique([
      ...searched.flatMap(findPaymentReferences),
      ...bankReferences.map(readPaymentReference).filter((reference) => reference !== null),
    ]),
    numberKeys: {
      full: unique(keys.flatMap(({ full }) => full)),
      digits: unique(keys.flatMap(({ digits }) => digits)),
    },
    counterpartyAccount: getCounterpartyAccount(transaction),
    counterpartyNames: unique(listCounterpartyNames(transaction).map(normalizePartyName)).filter((key) => key !== ''),
  }
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)]
}

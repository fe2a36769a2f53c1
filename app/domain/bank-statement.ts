/**
 * What a bank says about an account: statements, their entries, and the transactions an entry is made of. Names follow
 * ISO 20022 (camt.052, camt.053, camt.054), whichever file it came from.
 */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { Money } from './money'

/** An end-of-day statement (camt.053), a notification (camt.054), a report during the day (camt.052), or a table. */
export type BankStatementKind = 'statement' | 'notification' | 'report' | 'table'

export type CreditDebit = 'credit' | 'debit'

/** Only a booked entry is money: BOOK, PDNG, INFO, FUTR. */
export type EntryStatus = 'booked' | 'pending' | 'information' | 'future'

export interface BankParty {
  readonly name: string | null
  /** Without spaces, upper case; as the bank states it. */
  readonly iban: string | null
  /** An account number of another kind. */
  readonly accountNumber: string | null
  readonly bic: string | null
}

/** What identifies a transaction along its way; null where the file leaves it out or says "not provided". */
export interface TransactionReferences {
  /** The bank's own (AcctSvcrRef). */
  readonly bankReference: string | null
  /** Of the payer. */
  readonly endToEndId: string | null
  readonly uetr: string | null
  readonly transactionId: string | null
  readonly instructionId: string | null
  readonly clearingReference: string | null
  readonly mandateId: string | null
}

/** What the payer wrote. */
export interface Remittance {
  readonly unstructured: readonly string[]
  /** Creditor references, with the scheme the file names ("SCOR", "QRR", "ISR Reference"). */
  readonly references: readonly { readonly reference: string; readonly scheme: string | null }[]
  /** Numbers of documents named in structured form (RfrdDocInf). */
  readonly documentNumbers: readonly string[]
  /** Additional remittance information of the structured form. */
  readonly additional: readonly string[]
}

/** One transaction inside an entry (TxDtls). */
export interface EntryDetail {
  /** As stated, never negative; may be in another currency than the entry's. Null where the file gives none. */
  readonly amount: Money | null
  readonly direction: CreditDebit | null
  readonly references: TransactionReferences
  /** Who paid and who was paid, and in whose name. */
  readonly debtor: BankParty
  readonly creditor: BankParty
  readonly ultimateDebtorName: string | null
  readonly ultimateCreditorName: string | null
  readonly remittance: Remittance
  /** Why it came back (ISO 20022 code, such as AC04); null where it did not. */
  readonly returnReason: string | null
  readonly additionalInformation: string | null
  /** Fees the bank names for it. */
  readonly charges: readonly BankCharge[]
}

export interface BankCharge {
  readonly amount: Money
  readonly direction: CreditDebit
  /** True where the entry's amount has it in already. */
  readonly isIncluded: boolean
}

/** One booking on the account (Ntry). */
export interface StatementEntry {
  /** What the balance moves by, never negative. */
  readonly amount: Money
  readonly direction: CreditDebit
  /** It takes back an earlier booking of the opposite direction. */
  readonly isReversal: boolean
  readonly status: EntryStatus
  readonly bookedOn: CalendarDay | null
  readonly valueOn: CalendarDay | null
  /** The bank's own reference of the booking (AcctSvcrRef). */
  readonly bankReference: string | null
  readonly entryReference: string | null
  /** Domain, family and sub-family ("PMNT/RCDT/ESCT"), else the bank's own code. */
  readonly transactionCode: string | null
  /** Of payments that the bank booked in one sum. */
  readonly batch: { readonly paymentInformationId: string | null; readonly transactionCount: number | null } | null
  readonly charges: readonly BankCharge[]
  readonly additionalInformation: string | null
  readonly details: readonly EntryDetail[]
}

export interface StatementBalance {
  /** ISO 20022 code: OPBD, CLBD, ITBD, CLAV... */
  readonly code: string
  /** Negative where the account is overdrawn. */
  readonly amount: Money
  readonly on: CalendarDay | null
}

export interface BankStatement {
  readonly kind: BankStatementKind
  /** The bank's id of it; null for a table. */
  readonly id: string | null
  /** Number among the account's statements. */
  readonly sequenceNumber: string | null
  readonly account: {
    readonly iban: string | null
    readonly accountNumber: string | null
    readonly currency: CurrencyCode | null
    readonly ownerName: string | null
  }
  readonly fromOn: CalendarDay | null
  readonly toOn: CalendarDay | null
  readonly balances: readonly StatementBalance[]
  readonly entries: readonly StatementEntry[]
}

export const NO_PARTY: BankParty = { name: null, iban: null, accountNumber: null, bic: null }

export const NO_REFERENCES: TransactionReferences = {
  bankReference: null,
  endToEndId: null,
  uetr: null,
  transactionId: null,
  instructionId: null,
  clearingReference: null,
  mandateId: null,
}

/** What banks write where they have nothing to say. */
const NOT_PROVIDED = /^(?:not ?-?provided|nonref|none|n\/?a|0+|[-.]+)?$/i

/** An identifier as given; null where it is empty, or says in words or zeros that there is none. */
export function readIdentifier(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? ''
  return NOT_PROVIDED.test(trimmed) ? null : trimmed
}

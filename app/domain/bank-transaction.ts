/**
 * The transactions of a statement, one by one and each with a fingerprint: the same money has the same fingerprint in a
 * file loaded twice, in two files that overlap, and in a notification and the statement that follows it.
 */
import { createHash } from 'node:crypto'
import {
  NO_PARTY,
  NO_REFERENCES,
  type BankParty,
  type BankStatement,
  type EntryDetail,
  type EntryStatus,
  type Remittance,
  type StatementEntry,
  type TransactionReferences,
} from './bank-statement'
import type { CalendarDay } from './calendar-day'
import type { Money } from './money'

export type BankTransactionKind =
  /** Somebody paid. */
  | 'incoming'
  | 'outgoing'
  /** What somebody paid was taken back: a returned direct debit, a booking reversed. */
  | 'incoming_reversed'
  /** What was paid from the account came back. */
  | 'outgoing_returned'

export interface BankTransaction {
  /** SHA-256, lower-case hex; unique within a creditor. */
  readonly fingerprint: string
  /** Of the entry it is a part of; the same as `fingerprint` where it is all of it. */
  readonly entryFingerprint: string
  readonly kind: BankTransactionKind
  readonly status: EntryStatus
  /** What moved on the account, never negative. */
  readonly amount: Money
  readonly bookedOn: CalendarDay | null
  readonly valueOn: CalendarDay | null
  /** Of the account: its IBAN, else its number. */
  readonly account: string | null
  /** The other side: who paid, or who was paid. */
  readonly counterparty: BankParty
  /** In whose name, where the file says so. */
  readonly ultimateCounterpartyName: string | null
  readonly references: TransactionReferences
  readonly remittance: Remittance
  readonly returnReason: string | null
  /**
   * Several payments in one sum that the file does not divide, or divides in a way that does not add up: a person has
   * to look.
   */
  readonly isUndivided: boolean
}

/**
 * The transactions of a statement in its order. An entry with several details becomes one transaction each where their
 * amounts are in its currency and sum to it; else one of the entry's amount, undivided. What an entry moved is always
 * the sum of its transactions.
 */
export function listBankTransactions(statement: BankStatement): BankTransaction[] {
  const account = statement.account.iban ?? statement.account.accountNumber
  const count = createCounter()
  return statement.entries.flatMap((entry) => {
    const identity = JSON.stringify([
      account,
      entry.amount.currency,
      entry.amount.amountMinor,
      entry.direction,
      entry.isReversal,
      entry.bookedOn ?? entry.valueOn,
      identifyEntry(entry),
    ])
    const entryFingerprint = hash(identity, count(identity))
    const parts = divideEntry(entry)
    const common = { entry, account, entryFingerprint }
    if (parts === null) return [describe({ ...common, fingerprint: entryFingerprint, detail: mergeDetails(entry) })]
    const countPart = createCounter()
    return parts.map(({ detail, amount }) => {
      const part = JSON.stringify([entryFingerprint, amount.amountMinor, identifyDetail(detail)])
      return describe({ ...common, fingerprint: hash(part, countPart(part)), detail, amount })
    })
  })
}

/** True for money that came in, is booked, and can be matched with what is owed. */
export function isMatchable(transaction: BankTransaction): boolean {
  return transaction.kind === 'incoming' && transaction.status === 'booked' && transaction.amount.amountMinor > 0
}

/** A transaction that was kept before. */
export interface KnownTransaction {
  readonly fingerprint: string
  readonly entryFingerprint: string
  /** True once anything was done with it: matched, assigned or set aside by a person. */
  readonly isSettled: boolean
}

export interface EntryLoad {
  /** To be kept, in the file's order. */
  readonly added: BankTransaction[]
  /** Fingerprints of undivided sums that the file now divides: to be removed together with adding the parts. */
  readonly replaced: string[]
  readonly unchanged: BankTransaction[]
  /** Parts of a sum that a person has dealt with as a whole: nothing is added, and it is worth telling. */
  readonly settledAsWhole: BankTransaction[]
}

/**
 * What loading changes, given what is known of the same entries (found by `entryFingerprint`). Only booked transactions
 * are kept: a pending one comes again. Loading the same again adds nothing, in whatever order a notification with the
 * parts and a statement with their sum come.
 */
export function planLoad(transactions: readonly BankTransaction[], known: readonly KnownTransaction[]): EntryLoad {
  const plan: EntryLoad = { added: [], replaced: [], unchanged: [], settledAsWhole: [] }
  const entries = new Map<string, { verdict: EntryVerdict; isWhole: boolean }>()
  const knownByEntry = groupByEntry(known)
  const added = new Set<string>()
  for (const transaction of transactions) {
    if (transaction.status !== 'booked') continue
    const { fingerprint, entryFingerprint } = transaction
    const isWhole = fingerprint === entryFingerprint
    const entry = entries.get(entryFingerprint) ?? {
      verdict: judgeEntry(knownByEntry.get(entryFingerprint), isWhole),
      isWhole,
    }
    entries.set(entryFingerprint, entry)
    // Of an entry that a file has twice, the first counts.
    if (entry.verdict === 'known' || entry.isWhole !== isWhole || added.has(fingerprint)) {
      plan.unchanged.push(transaction)
    } else if (entry.verdict === 'settled') {
      plan.settledAsWhole.push(transaction)
    } else {
      plan.added.push(transaction)
      added.add(fingerprint)
      if (entry.verdict === 'divide' && !plan.replaced.includes(entryFingerprint)) plan.replaced.push(entryFingerprint)
    }
  }
  return plan
}

type EntryVerdict = 'new' | 'divide' | 'known' | 'settled'

function judgeEntry(known: readonly KnownTransaction[] | undefined, isWhole: boolean): EntryVerdict {
  if (known === undefined) return 'new'
  const whole = known.find(({ fingerprint, entryFingerprint }) => fingerprint === entryFingerprint)
  if (isWhole || whole === undefined) return 'known'
  return whole.isSettled ? 'settled' : 'divide'
}

function groupByEntry(known: readonly KnownTransaction[]): ReadonlyMap<string, readonly KnownTransaction[]> {
  const groups = new Map<string, KnownTransaction[]>()
  for (const one of known) {
    const group = groups.get(one.entryFingerprint)
    if (group === undefined) groups.set(one.entryFingerprint, [one])
    else group.push(one)
  }
  return groups
}

function describe(from: {
  entry: StatementEntry
  account: string | null
  entryFingerprint: string
  fingerprint: string
  detail: EntryDetail
  amount?: Money
}): BankTransaction {
  const { entry, detail, account, entryFingerprint, fingerprint } = from
  const kind = classify(entry, detail)
  // A reversal keeps the roles of what it reverses.
  const isPaidToUs = kind === 'incoming' || kind === 'incoming_reversed'
  const references = {
    ...detail.references,
    bankReference: detail.references.bankReference ?? entry.bankReference,
  }
  return {
    fingerprint,
    entryFingerprint,
    kind,
    status: entry.status,
    amount: from.amount ?? entry.amount,
    bookedOn: entry.bookedOn,
    valueOn: entry.valueOn,
    account,
    counterparty: isPaidToUs ? detail.debtor : detail.creditor,
    ultimateCounterpartyName: isPaidToUs ? detail.ultimateDebtorName : detail.ultimateCreditorName,
    references,
    remittance: detail.remittance,
    returnReason: detail.returnReason,
    isUndivided: from.amount === undefined && (entry.details.length > 1 || (entry.batch?.transactionCount ?? 1) > 1),
  }
}

function classify(entry: StatementEntry, detail: EntryDetail): BankTransactionKind {
  const comesBack = entry.isReversal || detail.returnReason !== null
  if (entry.direction === 'credit') return comesBack ? 'outgoing_returned' : 'incoming'
  return comesBack ? 'incoming_reversed' : 'outgoing'
}

/** The parts of an entry; null where it is one payment or cannot be divided. */
function divideEntry(entry: StatementEntry): { detail: EntryDetail; amount: Money }[] | null {
  if (entry.details.length < 2) return null
  const parts: { detail: EntryDetail; amount: Money }[] = []
  let sumMinor = 0
  for (const detail of entry.details) {
    const { amount, direction } = detail
    if (amount === null || amount.currency !== entry.amount.currency) return null
    if (direction !== null && direction !== entry.direction) return null
    sumMinor += amount.amountMinor
    parts.push({ detail, amount })
  }
  return sumMinor === entry.amount.amountMinor ? parts : null
}

const NO_DETAIL: EntryDetail = {
  amount: null,
  direction: null,
  references: NO_REFERENCES,
  debtor: NO_PARTY,
  creditor: NO_PARTY,
  ultimateDebtorName: null,
  ultimateCreditorName: null,
  remittance: { unstructured: [], references: [], documentNumbers: [], additional: [] },
  returnReason: null,
  additionalInformation: null,
  charges: [],
}

/** All that is said of an entry as if it were one payment. Parties are those of the only detail, else nobody's. */
function mergeDetails(entry: StatementEntry): EntryDetail {
  const [first = NO_DETAIL, ...others] = entry.details
  const spoken = entry.details.length === 0 && entry.additionalInformation ? [entry.additionalInformation] : []
  const remittances = entry.details.map((detail) => detail.remittance)
  const remittance: Remittance = {
    unstructured: [...spoken, ...remittances.flatMap((one) => one.unstructured)],
    references: remittances.flatMap((one) => one.references),
    documentNumbers: remittances.flatMap((one) => one.documentNumbers),
    additional: remittances.flatMap((one) => one.additional),
  }
  return others.length === 0 ? { ...first, remittance } : { ...NO_DETAIL, remittance }
}

/** The bank's own reference where there is one: notification and statement share it. Else what the parts say. */
function identifyEntry(entry: StatementEntry): readonly unknown[] {
  if (entry.bankReference !== null) return ['bank', entry.bankReference]
  const batchId = entry.batch?.paymentInformationId ?? null
  if (batchId !== null) return ['batch', batchId]
  if (entry.details.length === 0) return ['text', packText([entry.additionalInformation ?? ''])]
  return ['details', ...entry.details.map(identifyDetail)]
}

function identifyDetail(detail: EntryDetail): readonly unknown[] {
  const { bankReference, uetr, transactionId, endToEndId } = detail.references
  const own = bankReference ?? uetr ?? transactionId
  if (own !== null) return ['own', own]
  const { remittance, debtor, creditor } = detail
  return [
    'content',
    endToEndId,
    [debtor.iban ?? debtor.accountNumber, creditor.iban ?? creditor.accountNumber],
    packText([
      ...remittance.references.map(({ reference }) => reference),
      ...remittance.unstructured,
      ...remittance.documentNumbers,
      ...remittance.additional,
    ]),
  ]
}

/** Line breaks and spacing differ between a bank's files. */
function packText(texts: readonly string[]): string {
  return texts.join('').replace(/\s+/g, '').toUpperCase()
}

/** Tells equals within one statement apart by their number, so that two equal payments of a day stay two. */
function createCounter(): (key: string) => number {
  const counts = new Map<string, number>()
  return (key) => {
    const count = counts.get(key) ?? 0
    counts.set(key, count + 1)
    return count
  }
}

function hash(identity: string, ordinal: number): string {
  return createHash('sha256').update(`${ordinal} ${identity}`).digest('hex')
}

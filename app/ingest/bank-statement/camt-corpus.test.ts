/** Every public camt file of ../shared/data against the figures that another implementation took from it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listBankTransactions } from '~/domain/bank-transaction'
import type { BankStatement, EntryDetail } from '~/domain/bank-statement'
import type { Money } from '~/domain/money'
import { defaultIngestLimits } from '../ingest-limits'
import { readCamtStatements } from './read-camt-statements'

const corpus = path.resolve('../shared/data/bank/camt')
const isAbsent = !existsSync(corpus)
if (isAbsent) console.warn('skipped: the public camt files (../shared/data/bank/camt) are not here')
const files = isAbsent ? [] : readdirSync(corpus).filter((file) => file.endsWith('.xml') && !file.includes('.wrong.'))

type Node = { [name: string]: unknown }

function read(file: string): BankStatement[] {
  const result = readCamtStatements(readFileSync(path.join(corpus, file)), defaultIngestLimits)
  if (!result.ok) throw new Error(`${file}: ${JSON.stringify(result.failure)}`)
  return result.value
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : [])
const dig = (value: unknown, ...names: string[]): unknown =>
  names.reduce<unknown>((current, name) => (isNode(current) ? current[name] : undefined), value)

/** The JSON writes an object that it has inside itself once, and a word the second time. */
function theirStatements(json: Node): { head: Node; entries: Node[] }[] {
  const entries = nodes(json['getEntries'])
  const records = nodes(json['getRecords'])
  const own = nodes(entries.map((entry) => entry['getRecord']))
  const heads = new Map([...own, ...records].map((record) => [String(record['getId']), record]))
  const idOf = (entry: Node) => dig(entry, 'getRecord', 'getId')
  return [...heads].map(([id, head]) => ({
    head,
    entries: [
      ...entries.filter((entry) => idOf(entry) === id),
      ...nodes(head['getEntries']).filter((entry) => idOf(entry) === '__RECURSIVITY__' || idOf(entry) === undefined),
    ],
  }))
}

function theirMoney(value: unknown): string | null {
  const amount = dig(value, 'getAmount')
  const code = dig(value, 'getCurrency', 'getCode')
  return typeof amount === 'string' && typeof code === 'string' ? `${amount} ${code}` : null
}

/** Their days are instants in UTC; ours are days where the bank is, the same in these files. */
function theirDay(value: unknown): string | null {
  const instant = dig(value, '0')
  return typeof instant === 'string' ? instant.slice(0, 10) : null
}

function theirParty(detail: Node, kind: string): { name: string | null; account: string | null } {
  const party = nodes(detail['getRelatedParties']).find(
    (one) => dig(one, 'getRelatedPartyType', '__CLASS__') === `Genkgo\\Camt\\DTO\\${kind}`,
  )
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  return {
    name: text(dig(party, 'getRelatedPartyType', 'getName')) ?? text(dig(party, 'getAccount', 'getName')),
    account: text(dig(party, 'getAccount', 'getIdentification')),
  }
}

function theirDetails(entry: Node): Node[] {
  const list: unknown = entry['getTransactionDetails']
  const [first, ...others] = Array.isArray(list) ? (list as unknown[]) : []
  const single = entry['getTransactionDetail']
  return [...(isNode(first) ? [first] : isNode(single) && first !== undefined ? [single] : []), ...nodes(others)]
}

/** Of several remittance blocks they repeat the first by a word. */
function theirBlocks(information: unknown, one: string, all: string): Node[] {
  const list = dig(information, all)
  if (!Array.isArray(list)) return []
  const single = dig(information, one)
  return list.flatMap((block): Node[] =>
    isNode(block) ? [block] : block === '__RECURSIVITY__' && isNode(single) ? [single] : [],
  )
}

function theirFigures(json: Node) {
  return theirStatements(json).map(({ head, entries }) => ({
    id: head['getId'],
    account: dig(head, 'getAccount', 'getIdentification'),
    sequence: head['getElectronicSequenceNumber'] ?? head['getLegalSequenceNumber'],
    from: theirDay(head['getFromDate']),
    to: theirDay(head['getToDate']),
    balances: nodes(head['getBalances']).map((one) => `${theirMoney(one['getAmount'])} ${theirDay(one['getDate'])}`),
    entries: entries.map((entry) => ({
      amount: theirMoney(entry['getAmount']),
      direction: entry['getCreditDebitIndicator'],
      isReversal: entry['getReversalIndicator'],
      status: entry['getStatus'],
      bookedOn: theirDay(entry['getBookingDate']),
      valueOn: theirDay(entry['getValueDate']),
      bankReference: entry['getAccountServicerReference'],
      batch: entry['getBatchPaymentId'],
      information: entry['getAdditionalInfo'],
      details: theirDetails(entry).map((detail) => {
        const information = detail['getRemittanceInformation']
        const structured = theirBlocks(information, 'getStructuredBlock', 'getStructuredBlocks')
        return {
          endToEndId: dig(detail, 'getReference', 'getEndToEndId') ?? null,
          uetr: dig(detail, 'getReference', 'getUuidEndToEndReference') ?? null,
          amount: theirMoney(detail['getAmount'])?.replace('-', '') ?? null,
          debtor: theirParty(detail, 'Debtor'),
          creditor: theirParty(detail, 'Creditor'),
          ultimateDebtor: theirParty(detail, 'UltimateDebtor').name,
          unstructured: theirBlocks(information, 'getUnstructuredBlock', 'getUnstructuredBlocks').map(
            (block) => block['getMessage'],
          ),
          references: structured
            .map((block) => {
              const own = block['getCreditorReferenceInformation']
              return own === '__RECURSIVITY__' ? dig(information, 'getCreditorReferenceInformation') : own
            })
            .filter(isNode)
            .map((one) => `${String(one['getCode'] ?? one['getProprietary'])} ${String(one['getRef'])}`),
        }
      }),
    })),
  }))
}

const money = ({ amountMinor, currency }: Money) => `${amountMinor} ${currency}`

function ourFigures(statements: readonly BankStatement[]) {
  return statements.map((statement) => ({
    id: statement.id,
    account: statement.account.iban ?? statement.account.accountNumber,
    sequence: statement.sequenceNumber,
    from: statement.fromOn,
    to: statement.toOn,
    balances: statement.balances.map((balance) => `${money(balance.amount)} ${balance.on}`),
    entries: statement.entries.map((entry) => ({
      amount: `${entry.direction === 'debit' && entry.amount.amountMinor > 0 ? '-' : ''}${money(entry.amount)}`,
      direction: entry.direction === 'credit' ? 'CRDT' : 'DBIT',
      isReversal: entry.isReversal,
      status: { booked: 'BOOK', pending: 'PDNG', information: 'INFO', future: 'FUTR' }[entry.status],
      bookedOn: entry.bookedOn,
      valueOn: entry.valueOn,
      bankReference: entry.bankReference,
      batch: entry.batch?.paymentInformationId ?? null,
      information: entry.additionalInformation ?? '',
      details: entry.details.map(ourDetail),
    })),
  }))
}

function ourDetail(detail: EntryDetail) {
  const account = (party: EntryDetail['debtor']) => party.iban ?? party.accountNumber
  return {
    endToEndId: detail.references.endToEndId,
    uetr: detail.references.uetr,
    amount: detail.amount === null ? null : money(detail.amount),
    debtor: { name: detail.debtor.name, account: account(detail.debtor) },
    creditor: { name: detail.creditor.name, account: account(detail.creditor) },
    ultimateDebtor: detail.ultimateDebtorName,
    unstructured: detail.remittance.unstructured,
    references: detail.remittance.references.map((one) => `${one.scheme} ${one.reference}`),
  }
}

describe('public camt files', () => {
  it.skipIf(isAbsent)('are 25 with figures beside them', () => {
    expect(files).toHaveLength(25)
  })

  it.skipIf(isAbsent).each(files)('%s says what its figures say', (file) => {
    const json: unknown = JSON.parse(readFileSync(path.join(corpus, file.replace(/\.xml$/, '.json')), 'utf8'))
    if (!isNode(json)) throw new Error(`${file}: no figures`)
    const [ours, theirs] = [ourFigures(read(file)), theirFigures(json)]
    expect(ours).toHaveLength(Array.isArray(json['getRecords']) ? json['getRecords'].length : -1)
    // Of the file with two statements they wrote down the figures of the second alone.
    expect(ours.slice(-theirs.length)).toEqual(theirs)
  })

  it.skipIf(isAbsent).each(files)('%s loses nothing when it is divided into transactions', (file) => {
    for (const statement of read(file)) {
      const sum = (all: readonly { amount: Money }[]) =>
        all.reduce((total, { amount }) => total + amount.amountMinor, 0)
      const transactions = listBankTransactions(statement)
      expect(sum(transactions)).toBe(sum(statement.entries))
      expect(new Set(transactions.map(({ fingerprint }) => fingerprint)).size).toBe(transactions.length)
      expect(listBankTransactions(read(file).find(({ id }) => id === statement.id)!)).toEqual(transactions)
    }
  })

  it.skipIf(isAbsent)('refuses the one without a statement', () => {
    const read = readCamtStatements(readFileSync(path.join(corpus, 'camt053.v2.wrong.xml')), defaultIngestLimits)
    expect(read).toMatchObject({ ok: false, failure: { code: 'no_document', place: { line: 3 } } })
  })
})

/** camt.052, camt.053 and camt.054 of every version as statements. */
import type { BankStatement, BankStatementKind, StatementBalance } from '~/domain/bank-statement'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import type { Result } from '~/domain/result'
import type { IngestLimits } from '../ingest-limits'
import { catchRefusal, refuse, type IngestRefusal } from '../ingest-refusal'
import { normalizeIban } from '../normalize-iban'
import { parseXml, type XmlVocabulary } from '../xml/parse-xml'
import { findElement, listElements, placeOf, readText, requireElement, type XmlElement } from '../xml/xml-element'
import { readCamtEntry } from './read-camt-entry'
import { readAccountNumber, readCamtAmount, readCamtDay, readDirection } from './read-camt-values'

/** The standard's own address, or a bank's older one that ends in the same message name; files without any as well. */
const CAMT_NAMESPACE = /^$|camt\.05[234]\.001\.\d\d$/

const vocabulary: XmlVocabulary = {
  prefixByNamespace: { get: (namespace) => (CAMT_NAMESPACE.test(namespace) ? '' : undefined) },
}

/** Version 1 has the version in the name of its message. */
const MESSAGES: readonly { name: RegExp; element: string; kind: BankStatementKind }[] = [
  { name: /^BkToCstmrStmt(?:V\d\d)?$/, element: 'Stmt', kind: 'statement' },
  { name: /^BkToCstmrDbtCdtNtfctn(?:V\d\d)?$/, element: 'Ntfctn', kind: 'notification' },
  { name: /^BkToCstmrAcctRpt(?:V\d\d)?$/, element: 'Rpt', kind: 'report' },
]

/** Reads the statements of a file in its order; a refusal names line and element. */
export function readCamtStatements(bytes: Uint8Array, limits: IngestLimits): Result<BankStatement[], IngestRefusal> {
  return catchRefusal(() => readMessage(parseXml(bytes, vocabulary, limits)))
}

function readMessage(root: XmlElement): BankStatement[] {
  const body = root.name === 'Document' ? root.children[0] : undefined
  const message = MESSAGES.find(({ name }) => name.test(body?.name ?? ''))
  if (body === undefined || message === undefined) {
    const found = body?.name ?? root.name
    return refuse('unknown_format', `${found} is neither camt.052, camt.053 nor camt.054`, placeOf(root))
  }
  const statements = listElements(body, message.element)
  if (statements.length === 0) refuse('no_document', 'the file has no statement', placeOf(body))
  return statements.map((statement) => readStatement(statement, message.kind))
}

function readStatement(statement: XmlElement, kind: BankStatementKind): BankStatement {
  const account = requireElement(statement, 'the account', 'Acct')
  const id = findElement(account, 'Id')
  const period = findElement(statement, 'FrToDt')
  return {
    kind,
    id: readText(statement, 'Id') ?? null,
    sequenceNumber: readText(statement, 'ElctrncSeqNb') ?? readText(statement, 'LglSeqNb') ?? null,
    account: {
      iban: normalizeIban(readText(id, 'IBAN')) ?? null,
      accountNumber: readAccountNumber(id) ?? null,
      currency: parseCurrencyCode(readText(account, 'Ccy') ?? ''),
      ownerName: readText(account, 'Ownr', 'Nm') ?? null,
    },
    fromOn: readCamtDay(findElement(period, 'FrDtTm') ?? findElement(period, 'FrDt')),
    toOn: readCamtDay(findElement(period, 'ToDtTm') ?? findElement(period, 'ToDt')),
    balances: listElements(statement, 'Bal').map(readBalance),
    entries: listElements(statement, 'Ntry').map(readCamtEntry),
  }
}

function readBalance(balance: XmlElement): StatementBalance {
  const { amount, isNegative } = readCamtAmount(requireElement(balance, 'the amount', 'Amt'))
  const isOwed = (readDirection(balance) === 'debit') !== isNegative
  const type = findElement(balance, 'Tp')
  const holder = findElement(type, 'CdOrPrtry') ?? type
  return {
    code: readText(holder, 'Cd') ?? readText(holder, 'Prtry') ?? 'OTHR',
    amount: isOwed ? createMoney(-amount.amountMinor, amount.currency) : amount,
    on: readCamtDay(findElement(balance, 'Dt')),
  }
}

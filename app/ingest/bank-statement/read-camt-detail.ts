/** One transaction inside a camt entry (TxDtls). */
import type { BankCharge, EntryDetail, Remittance, TransactionReferences } from '~/domain/bank-statement'
import { readIdentifier } from '~/domain/bank-statement'
import { findElement, listElements, readText, readTexts, type XmlElement } from '../xml/xml-element'
import { flipDirection, readCamtAmount, readDirection, readParty, readPartyName } from './read-camt-values'

export function readCamtDetail(details: XmlElement): EntryDetail {
  const parties = findElement(details, 'RltdPties')
  const agents = findElement(details, 'RltdAgts')
  const stated = findElement(details, 'Amt') ?? findElement(details, 'AmtDtls', 'TxAmt', 'Amt')
  const signed = stated === undefined ? null : readCamtAmount(stated)
  const direction = readDirection(details) ?? null
  const returned = findElement(details, 'RtrInf')
  return {
    amount: signed?.amount ?? null,
    direction: direction !== null && signed?.isNegative === true ? flipDirection(direction) : direction,
    references: readReferences(findElement(details, 'Refs')),
    debtor: readParty(findElement(parties, 'Dbtr'), findElement(parties, 'DbtrAcct'), findElement(agents, 'DbtrAgt')),
    creditor: readParty(findElement(parties, 'Cdtr'), findElement(parties, 'CdtrAcct'), findElement(agents, 'CdtrAgt')),
    ultimateDebtorName: readPartyName(findElement(parties, 'UltmtDbtr')) ?? null,
    ultimateCreditorName: readPartyName(findElement(parties, 'UltmtCdtr')) ?? null,
    remittance: readRemittance(findElement(details, 'RmtInf')),
    returnReason: returned === undefined ? null : readReturnReason(returned),
    additionalInformation: readText(details, 'AddtlTxInf') ?? null,
    charges: readCharges(details),
  }
}

/** Fees of an entry or a transaction: records since version 3, amounts side by side before. Zero ones are left out. */
export function readCharges(element: XmlElement): BankCharge[] {
  return listElements(element, 'Chrgs').flatMap((charges) => {
    const records = listElements(charges, 'Rcrd')
    return (records.length === 0 ? [charges] : records).flatMap((record) => {
      const stated = findElement(record, 'Amt') ?? findElement(record, 'TtlChrgsAndTaxAmt')
      if (stated === undefined) return []
      const { amount, isNegative } = readCamtAmount(stated)
      if (amount.amountMinor === 0) return []
      const direction = readDirection(record) ?? 'debit'
      return [
        {
          amount,
          direction: isNegative ? flipDirection(direction) : direction,
          isIncluded: readText(record, 'ChrgInclInd') === 'true',
        },
      ]
    })
  })
}

function readReferences(refs: XmlElement | undefined): TransactionReferences {
  const read = (name: string) => readIdentifier(readText(refs, name))
  return {
    bankReference: read('AcctSvcrRef'),
    endToEndId: read('EndToEndId'),
    uetr: read('UETR'),
    transactionId: read('TxId'),
    instructionId: read('InstrId'),
    clearingReference: read('ClrSysRef'),
    mandateId: read('MndtId'),
  }
}

function readRemittance(information: XmlElement | undefined): Remittance {
  const structured = listElements(information, 'Strd')
  return {
    unstructured: readTexts(information, 'Ustrd'),
    references: structured.flatMap((block) => {
      const creditorReference = findElement(block, 'CdtrRefInf')
      // Version 1 has CdtrRef and a type with its code directly inside.
      const reference = readText(creditorReference, 'Ref') ?? readText(creditorReference, 'CdtrRef')
      if (reference === undefined) return []
      const type = findElement(creditorReference, 'Tp') ?? findElement(creditorReference, 'CdtrRefTp')
      const holder = findElement(type, 'CdOrPrtry') ?? type
      return [{ reference, scheme: readText(holder, 'Cd') ?? readText(holder, 'Prtry') ?? null }]
    }),
    documentNumbers: structured.flatMap((block) =>
      listElements(block, 'RfrdDocInf').flatMap((document) => {
        const number = readText(document, 'Nb') ?? readText(document, 'RfrdDocNb')
        return number === undefined ? [] : [number]
      }),
    ),
    additional: structured.flatMap((block) => readTexts(block, 'AddtlRmtInf')),
  }
}

/** The code, else what the bank says instead; a return without a reason is one all the same. */
function readReturnReason(returned: XmlElement): string {
  return (
    readText(returned, 'Rsn', 'Cd') ??
    readText(returned, 'Rsn', 'Prtry') ??
    readText(returned, 'RtrRsn', 'Cd') ??
    readText(returned, 'AddtlInf') ??
    'NARR'
  )
}

/** One booking of a camt file (Ntry). */
import type { EntryStatus, StatementEntry } from '~/domain/bank-statement'
import { readIdentifier } from '~/domain/bank-statement'
import { refuse } from '../ingest-refusal'
import { findElement, listElements, placeOf, readText, requireElement, type XmlElement } from '../xml/xml-element'
import { readCamtDetail, readCharges } from './read-camt-detail'
import { flipDirection, readCamtAmount, readCamtDay, readDirection } from './read-camt-values'

const STATUS_BY_CODE: ReadonlyMap<string, EntryStatus> = new Map([
  ['BOOK', 'booked'],
  ['PDNG', 'pending'],
  ['INFO', 'information'],
  ['FUTR', 'future'],
])

export function readCamtEntry(entry: XmlElement): StatementEntry {
  const { amount, isNegative } = readCamtAmount(requireElement(entry, 'the amount', 'Amt'))
  const stated = readDirection(entry) ?? refuse('missing_field', 'the direction is missing', placeOf(entry))
  const details = listElements(entry, 'NtryDtls')
  const batch = details.map((block) => findElement(block, 'Btch')).find((block) => block !== undefined)
  const count = readText(batch, 'NbOfTxs')
  return {
    amount,
    direction: isNegative ? flipDirection(stated) : stated,
    isReversal: isNegative || ['true', '1'].includes(readText(entry, 'RvslInd') ?? ''),
    status: readStatus(entry),
    bookedOn: readCamtDay(findElement(entry, 'BookgDt')),
    valueOn: readCamtDay(findElement(entry, 'ValDt')),
    bankReference: readIdentifier(readText(entry, 'AcctSvcrRef')),
    entryReference: readIdentifier(readText(entry, 'NtryRef')),
    transactionCode: readTransactionCode(findElement(entry, 'BkTxCd')),
    batch:
      batch === undefined
        ? null
        : {
            paymentInformationId: readIdentifier(readText(batch, 'PmtInfId') ?? readText(batch, 'MsgId')),
            transactionCount: count !== undefined && /^\d{1,9}$/.test(count) ? Number(count) : null,
          },
    charges: readCharges(entry),
    additionalInformation: readText(entry, 'AddtlNtryInf') ?? null,
    details: [
      ...details.flatMap((block) => listElements(block, 'TxDtls')),
      // Version 1 has them side by side with the booking.
      ...listElements(entry, 'TxDtls'),
    ].map(readCamtDetail),
  }
}

/** A code, since version 8 inside `Cd`. What a bank names itself is not known to be money. */
function readStatus(entry: XmlElement): EntryStatus {
  const status = requireElement(entry, 'the status', 'Sts')
  const code = readText(status, 'Cd') ?? status.text
  const known = STATUS_BY_CODE.get(code)
  if (known !== undefined) return known
  if (findElement(status, 'Prtry') !== undefined) return 'information'
  return refuse('invalid_field', `"${code.slice(0, 10)}" is not a status of an entry`, placeOf(status))
}

function readTransactionCode(code: XmlElement | undefined): string | null {
  const domain = findElement(code, 'Domn')
  const parts = [readText(domain, 'Cd'), readText(domain, 'Fmly', 'Cd'), readText(domain, 'Fmly', 'SubFmlyCd')]
  const known = parts.filter((part) => part !== undefined)
  return known.length > 0 ? known.join('/') : (readText(code, 'Prtry', 'Cd') ?? null)
}

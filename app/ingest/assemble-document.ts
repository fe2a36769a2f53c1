/** What the XML formats and the tables share in making a document: derived totals, unique line ids, the debtor. */
import type { DocumentPlace } from '~/domain/document-refusal'
import type { InvoiceDocument, InvoiceLine, InvoiceTotals, TaxBreakdown } from '~/domain/invoice'
import { identifyDebtor } from './identify-debtor'
import { refuse } from './ingest-refusal'

/** The database indexes keys, and its index entries are bounded. */
const MAX_KEY_LENGTH = 200

/**
 * UNTDID 1001 codes of credit notes, as EN 16931's code list binds them. 384 (corrected invoice) is an invoice whose
 * figures may be negative.
 */
const CREDIT_NOTE_TYPE_CODES = new Set('81 83 261 262 296 308 381 396 420 458 502 503 532'.split(' '))

export function isCreditNoteTypeCode(typeCode: string | undefined): boolean {
  return typeCode !== undefined && CREDIT_NOTE_TYPE_CODES.has(typeCode)
}

/** A quarter of the largest safe integer, so that no later sum or difference of two totals leaves the safe integers. */
const MAX_COUNTABLE_MINOR = Math.floor(Number.MAX_SAFE_INTEGER / 4)

/** Refuses a document whose amounts, taken together, are beyond exact counting. */
export function requireCountable(amounts: readonly number[]): void {
  const magnitude = amounts.reduce((total, amount) => total + Math.abs(amount), 0)
  if (magnitude > MAX_COUNTABLE_MINOR) refuse('invalid_field', 'the amounts are too large to be counted exactly')
}

/** The totals a document states; what it leaves out is undefined. Minor units. */
export interface StatedTotals {
  lineNetMinor: number | undefined
  allowanceMinor: number | undefined
  chargeMinor: number | undefined
  netMinor: number | undefined
  taxMinor: number | undefined
  grossMinor: number | undefined
  prepaidMinor: number | undefined
  roundingMinor: number | undefined
  thirdPartyMinor?: number | undefined
  payableMinor: number
}

/**
 * Completes the totals a document leaves out (small profiles state only some). What is stated stays as it is, right or
 * wrong: `findInvoiceDifferences` reports where it does not add up.
 */
export function completeTotals(
  stated: StatedTotals,
  lines: readonly InvoiceLine[],
  taxBreakdown: readonly TaxBreakdown[],
): InvoiceTotals {
  const allowanceMinor = stated.allowanceMinor ?? 0
  const chargeMinor = stated.chargeMinor ?? 0
  const taxMinor = stated.taxMinor ?? sum(taxBreakdown.map((part) => part.taxMinor))
  const netOfLines =
    lines.length === 0 && stated.netMinor !== undefined
      ? stated.netMinor + allowanceMinor - chargeMinor
      : sum(lines.map((line) => line.netMinor))
  const lineNetMinor = stated.lineNetMinor ?? netOfLines
  const netMinor = stated.netMinor ?? lineNetMinor - allowanceMinor + chargeMinor
  const totals: InvoiceTotals = {
    lineNetMinor,
    allowanceMinor,
    chargeMinor,
    netMinor,
    taxMinor,
    grossMinor: stated.grossMinor ?? netMinor + taxMinor,
    prepaidMinor: stated.prepaidMinor ?? 0,
    roundingMinor: stated.roundingMinor ?? 0,
    ...(stated.thirdPartyMinor === undefined ? {} : { thirdPartyMinor: stated.thirdPartyMinor }),
    payableMinor: stated.payableMinor,
  }
  requireCountable([
    ...lines.map((line) => line.netMinor),
    totals.lineNetMinor,
    allowanceMinor,
    chargeMinor,
    netMinor,
    taxMinor,
    totals.grossMinor,
    totals.prepaidMinor,
    totals.roundingMinor,
    totals.thirdPartyMinor ?? 0,
    totals.payableMinor,
  ])
  return totals
}

/** Makes line ids unique, as disputes refer to them: a repeated or missing one gets its position. */
export function withUniqueLineIds(lines: readonly InvoiceLine[]): InvoiceLine[] {
  const seen = new Set<string>()
  return lines.map((line, index) => {
    let lineId = line.lineId === '' ? String(index + 1) : line.lineId
    while (seen.has(lineId)) lineId = `${lineId}~${index + 1}`
    seen.add(lineId)
    return lineId === line.lineId ? line : { ...line, lineId }
  })
}

/** The debtor of a buyer; refuses a buyer with neither identifier nor name. */
export function requireDebtor(buyer: InvoiceDocument['buyer'], place: DocumentPlace): string {
  const debtor =
    identifyDebtor(buyer) ?? refuse('missing_field', 'the buyer (BG-7) has neither an identifier nor a name', place)
  return requireKey(debtor, 'the identifier of the buyer', place)
}

/** A number or identifier by which rows are found; refuses one that is longer than any real one. */
export function requireKey(text: string, term: string, place: DocumentPlace): string {
  if (text.length <= MAX_KEY_LENGTH) return text
  return refuse('invalid_field', `${term} has more than ${MAX_KEY_LENGTH} characters`, place)
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

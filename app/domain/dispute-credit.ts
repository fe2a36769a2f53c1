/**
 * The credit note that granting a dispute issues: what was granted of each line, at the line's own tax, so that the
 * figures of the note add up as EN 16931 wants them and its payable is what was granted to the cent.
 */
import type { DocumentDetails } from './account-invoice'
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { InvoiceDocument, InvoiceLine, Party, TaxBreakdown } from './invoice'
import { multiplyRatio, splitMinor } from './money'

/** What was granted of one line. */
export interface GrantedLine {
  /** Of the invoice's line; 0 for the invoice as a whole. */
  readonly position: number
  readonly name: string
  readonly taxPercent: string | null
  readonly taxCategory: string | null
  readonly claimedNetMinor: number
  readonly claimedMinor: number
  /** Gross of tax, at most what was claimed. */
  readonly grantedMinor: number
}

export interface CreditNoteTerms {
  readonly number: string
  readonly issueOn: CalendarDay
  readonly currency: CurrencyCode
  readonly debtorExternalId: string
  /** Why, as the creditor says it. */
  readonly note: string
  readonly invoice: {
    readonly number: string
    readonly issueOn: CalendarDay
    readonly purchaseOrder: string | null
    readonly document: Pick<DocumentDetails, 'buyer' | 'seller' | 'taxBreakdown' | 'buyerReference'>
  }
}

/** UNTDID 1001: credit note. */
const CREDIT_NOTE = '381'

interface NetAndTax {
  readonly name: string
  readonly lineId: string
  readonly netMinor: number
  readonly taxMinor: number
  readonly category: string
  readonly percent: string | null
}

/**
 * The credit note (UNTDID 1001: 381) for what is granted of a dispute, line by line; what concerns the whole invoice is
 * split over its rates of tax. Lines of which nothing is granted are left out.
 */
export function createCreditNote(terms: CreditNoteTerms, granted: readonly GrantedLine[]): InvoiceDocument {
  const parts = granted
    .filter(({ grantedMinor }) => grantedMinor > 0)
    .flatMap((line) => (line.position === 0 ? splitByTax(line, terms) : [divideLine(line)]))
  const netMinor = sum(parts.map((part) => part.netMinor))
  const taxMinor = sum(parts.map((part) => part.taxMinor))
  const { number, issueOn, currency, debtorExternalId, invoice } = terms
  const { buyer, seller, buyerReference } = invoice.document
  const payableMinor = netMinor + taxMinor
  return {
    kind: 'credit_note',
    number,
    issueOn,
    dueOn: issueOn,
    currency,
    typeCode: CREDIT_NOTE,
    notes: [terms.note],
    ...(buyerReference === undefined ? {} : { buyerReference }),
    ...(invoice.purchaseOrder === null ? {} : { purchaseOrder: invoice.purchaseOrder }),
    precedingInvoices: [{ number: invoice.number, issueOn: invoice.issueOn }],
    ...(seller === undefined ? {} : { seller: copyParty(seller) }),
    buyer: copyParty(buyer),
    debtorExternalId,
    settlementDiscounts: [],
    lines: parts.map(toLine),
    allowancesAndCharges: [],
    taxBreakdown: groupByTax(parts),
    totals: {
      lineNetMinor: netMinor,
      allowanceMinor: 0,
      chargeMinor: 0,
      netMinor,
      taxMinor,
      grossMinor: payableMinor,
      prepaidMinor: 0,
      roundingMinor: 0,
      payableMinor,
    },
    attachments: [],
  }
}

function divideLine({ position, name, taxPercent, taxCategory, ...amounts }: GrantedLine): NetAndTax {
  const netMinor = multiplyRatio(amounts.claimedNetMinor, amounts.grantedMinor, amounts.claimedMinor)
  return {
    name,
    lineId: String(position),
    netMinor,
    taxMinor: amounts.grantedMinor - netMinor,
    category: taxCategory ?? (Number(taxPercent ?? 0) > 0 ? 'S' : 'Z'),
    percent: taxPercent,
  }
}

/** The invoice as a whole: in proportion to what it says of each rate. */
function splitByTax(line: GrantedLine, { invoice }: CreditNoteTerms): NetAndTax[] {
  const rates = invoice.document.taxBreakdown.filter(({ taxableMinor, taxMinor }) => taxableMinor + taxMinor > 0)
  if (rates.length === 0) return [divideLine(line)]
  const parts = splitMinor(
    line.grantedMinor,
    rates.map(({ taxableMinor, taxMinor }) => taxableMinor + taxMinor),
  )
  return rates.flatMap(({ category, percent, taxableMinor, taxMinor }, index): NetAndTax[] => {
    const grossMinor = parts[index] ?? 0
    if (grossMinor === 0) return []
    const netMinor = multiplyRatio(grossMinor, taxableMinor, taxableMinor + taxMinor)
    return [
      {
        name: line.name,
        lineId: String(index + 1),
        netMinor,
        taxMinor: grossMinor - netMinor,
        category,
        percent: percent ?? null,
      },
    ]
  })
}

function toLine({ name, lineId, netMinor, category, percent }: NetAndTax): InvoiceLine {
  return {
    lineId,
    name,
    quantity: '1',
    netMinor,
    taxCategory: category,
    ...(percent === null ? {} : { taxPercent: percent }),
  }
}

function groupByTax(parts: readonly NetAndTax[]): TaxBreakdown[] {
  const groups = new Map<string, TaxBreakdown>()
  for (const { category, percent, netMinor, taxMinor } of parts) {
    const key = `${category} ${percent ?? ''}`
    const group = groups.get(key) ?? {
      category,
      ...(percent === null ? {} : { percent }),
      taxableMinor: 0,
      taxMinor: 0,
    }
    group.taxableMinor += netMinor
    group.taxMinor += taxMinor
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** What a party is called and where it is; how it is paid and reached stays with the invoice. */
function copyParty({ name, vatId, addressLines, city, postalCode, countryCode }: Party): Party {
  return {
    name,
    ...(vatId === undefined ? {} : { vatId }),
    ...(addressLines === undefined ? {} : { addressLines }),
    ...(city === undefined ? {} : { city }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(countryCode === undefined ? {} : { countryCode }),
  }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

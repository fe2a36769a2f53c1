/**
 * The credit note of a settlement discount as an invoice document: a line for each rate of tax that the discount corrects.
 * What a discount on the net amount lets go leaves the tax as it was charged, so it is outside the scope of VAT. The note
 * that takes a discount back states the same as an invoice, which is owed again.
 */
import type { DocumentDetails } from './account-invoice'
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { DiscountTaxMode } from './discount-policy'
import type { InvoiceDocument, InvoiceLine, Party, TaxBreakdown } from './invoice'
import type { DiscountTaxPart } from './settlement-discount'

/** UNTDID 1001: credit note; commercial invoice. */
const CREDIT_NOTE = '381'
const INVOICE = '380'
const OUTSIDE_SCOPE = 'O'

export interface DiscountNoteTerms {
  readonly number: string
  readonly issueOn: CalendarDay
  readonly currency: CurrencyCode
  readonly debtorExternalId: string
  /** They sum to the discount; negative where it is taken back. */
  readonly taxParts: readonly DiscountTaxPart[]
  readonly taxMode: DiscountTaxMode
  /** What each line is called, in the reader's words. */
  readonly text: string
  readonly seller: Party
  readonly buyer: Party
  readonly invoice: {
    readonly number: string
    readonly issueOn: CalendarDay
    readonly document: Pick<DocumentDetails, 'buyerReference' | 'taxBreakdown'>
  }
  /** The number of the note that this one cancels; null where it cancels none. */
  readonly cancels: string | null
}

/**
 * The credit note that states a settlement discount by rates of tax; where the discount is taken back (negative parts),
 * the invoice that cancels that note.
 */
export function createDiscountNote(terms: DiscountNoteTerms): InvoiceDocument {
  const { number, issueOn, currency, debtorExternalId, taxParts, taxMode, text, seller, buyer, invoice } = terms
  const isCancellation = taxParts.some(({ netMinor, taxMinor }) => netMinor + taxMinor < 0)
  const sign = isCancellation ? -1 : 1
  const parts = taxParts.map((part) => ({
    ...(taxMode === 'included' ? part : { category: OUTSIDE_SCOPE, percent: null }),
    netMinor: sign * part.netMinor,
    taxMinor: sign * part.taxMinor,
  }))
  const isTaxed = parts.some(({ category }) => category !== OUTSIDE_SCOPE)
  const netMinor = parts.reduce((sum, part) => sum + part.netMinor, 0)
  const taxMinor = parts.reduce((sum, part) => sum + part.taxMinor, 0)
  const { buyerReference } = invoice.document
  const canceled = terms.cancels === null ? [] : [{ number: terms.cancels }]
  return {
    kind: isCancellation ? 'invoice' : 'credit_note',
    number,
    issueOn,
    dueOn: issueOn,
    currency,
    typeCode: isCancellation ? INVOICE : CREDIT_NOTE,
    ...(buyerReference === undefined ? {} : { buyerReference }),
    precedingInvoices: [{ number: invoice.number, issueOn: invoice.issueOn }, ...canceled],
    seller: isTaxed ? seller : withoutVatId(seller),
    buyer: isTaxed ? buyer : withoutVatId(buyer),
    debtorExternalId,
    settlementDiscounts: [],
    lines: parts.map(({ category, percent, netMinor: lineMinor }, index): InvoiceLine => ({
      ...{ lineId: String(index + 1), name: text, quantity: '1', netMinor: lineMinor, taxCategory: category },
      ...(percent === null ? {} : { taxPercent: percent }),
    })),
    allowancesAndCharges: [],
    taxBreakdown: groupByTax(parts, invoice.document.taxBreakdown),
    totals: {
      ...{ lineNetMinor: netMinor, allowanceMinor: 0, chargeMinor: 0, netMinor, taxMinor },
      ...{ grossMinor: netMinor + taxMinor, prepaidMinor: 0, roundingMinor: 0, payableMinor: netMinor + taxMinor },
    },
    attachments: [],
  }
}

/** EN 16931 names no VAT identifier in a document outside the scope of VAT (BR-O-02). */
function withoutVatId({ vatId: _, ...party }: Party): Party {
  return party
}

/** Why a category bears no tax is as the invoice says it. */
function groupByTax(parts: readonly DiscountTaxPart[], ofInvoice: readonly TaxBreakdown[]): TaxBreakdown[] {
  const groups = new Map<string, TaxBreakdown>()
  for (const { category, percent, netMinor, taxMinor } of parts) {
    const key = `${category} ${percent ?? ''}`
    const reason = ofInvoice.find((rate) => rate.category === category)?.exemptionReason
    const group = groups.get(key) ?? {
      ...{ category, taxableMinor: 0, taxMinor: 0 },
      ...(percent === null ? {} : { percent }),
      ...(reason === undefined ? {} : { exemptionReason: reason }),
    }
    group.taxableMinor += netMinor
    group.taxMinor += taxMinor
    groups.set(key, group)
  }
  return [...groups.values()]
}

/**
 * The document that bills interest and compensation of an invoice. Neither is the price of a supply, so both are outside
 * the scope of VAT (EN 16931 category O). Its lines say by numbers, days and laws what they are for, in no language.
 */
import type { DocumentDetails } from './account-invoice'
import { sumCharge, type Charge } from './charge'
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { InvoiceDocument, InvoiceLine } from './invoice'
import { addDays } from './calendar-day'

export interface InterestNoteTerms {
  readonly number: string
  readonly issueOn: CalendarDay
  readonly currency: CurrencyCode
  readonly debtorExternalId: string
  readonly charge: Charge
  /** The laws that interest and compensation are owed by; null for a contract. */
  readonly laws: { readonly interest: string | null; readonly compensation: string | null }
  readonly invoice: {
    readonly number: string
    readonly issueOn: CalendarDay
    readonly dueOn: CalendarDay
    readonly document: Pick<DocumentDetails, 'buyer' | 'seller' | 'buyerReference'>
  }
}

/** UNTDID 1001: debit note. */
const DEBIT_NOTE = '383'
const OUTSIDE_SCOPE = 'O'

/**
 * The debit note (UNTDID 1001: 383) that bills late interest and compensation, both outside the scope of VAT, due on
 * the day of its issue.
 */
export function createInterestNote(terms: InterestNoteTerms): InvoiceDocument {
  const { number, issueOn, currency, debtorExternalId, charge, laws, invoice } = terms
  const { buyer, seller, buyerReference } = invoice.document
  const payableMinor = sumCharge(charge)
  const period = `${addDays(invoice.dueOn, 1)}/${charge.throughOn}`
  const lines = [
    describeLine('1', charge.interestMinor, [invoice.number, laws.interest, period]),
    describeLine('2', charge.compensationMinor, [invoice.number, laws.compensation]),
  ].filter(({ netMinor }) => netMinor > 0)
  return {
    kind: 'invoice',
    number,
    issueOn,
    dueOn: issueOn,
    currency,
    typeCode: DEBIT_NOTE,
    notes: [],
    ...(buyerReference === undefined ? {} : { buyerReference }),
    precedingInvoices: [{ number: invoice.number, issueOn: invoice.issueOn }],
    ...(seller === undefined ? {} : { seller }),
    buyer,
    debtorExternalId,
    settlementDiscounts: [],
    lines,
    allowancesAndCharges: [],
    taxBreakdown: [{ category: OUTSIDE_SCOPE, taxableMinor: payableMinor, taxMinor: 0 }],
    totals: {
      lineNetMinor: payableMinor,
      allowanceMinor: 0,
      chargeMinor: 0,
      netMinor: payableMinor,
      taxMinor: 0,
      grossMinor: payableMinor,
      prepaidMinor: 0,
      roundingMinor: 0,
      payableMinor,
    },
    attachments: [],
  }
}

function describeLine(lineId: string, netMinor: number, parts: readonly (string | null)[]): InvoiceLine {
  const name = parts.filter((part) => part !== null).join(' · ')
  return { lineId, name, quantity: '1', netMinor, taxCategory: OUTSIDE_SCOPE }
}

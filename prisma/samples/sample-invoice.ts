/**
 * How the hand-written content of the samples is put down: what a person decides about an invoice. Everything that
 * follows from it (line amounts, VAT breakdown, totals, dates) is worked out by build-document.
 *
 * Days are counted back from the anchor day, the day the demo's database was first made.
 */
import type { DocumentKind, InvoiceDocument, InvoiceLine } from '~/domain/invoice'

/** How a sample is written. `plain-ubl` is UBL 2.1 that claims no European profile (United States sales tax). */
export type SampleFormat = 'xrechnung-ubl' | 'peppol-ubl' | 'plain-ubl' | 'factur-x-cii' | 'csv'

/** Either a share of its base, in basis points, or a fixed amount. */
export type SampleAllowanceCharge = {
  kind: 'allowance' | 'charge'
  reason: string
  /** UNTDID 5189 for an allowance, 7161 for a charge. */
  reasonCode: string
} & ({ rateBps: number } | { amountMinor: number })

export interface SampleTax {
  /** BT-151 as UNCL5305: S, Z, E, AE, K, G, O. */
  category: string
  /** 1900 = 19 %; absent for category O, which has no rate. */
  rateBps?: number
}

export interface SampleLine extends Omit<
  InvoiceLine,
  'lineId' | 'netMinor' | 'taxCategory' | 'taxPercent' | 'allowancesAndCharges' | 'periodStartOn' | 'periodEndOn'
> {
  unitCode: string
  unitPrice: string
  tax: SampleTax
  allowancesAndCharges?: readonly SampleAllowanceCharge[]
  /** BG-26, as days before the anchor. */
  periodDaysAgo?: { start: number; end: number }
}

type References = Partial<
  Pick<
    InvoiceDocument,
    | 'notes'
    | 'buyerReference'
    | 'purchaseOrder'
    | 'salesOrder'
    | 'contractReference'
    | 'projectReference'
    | 'despatchAdvice'
    | 'paymentTerms'
  >
>

export interface SampleInvoice extends References {
  /** Invoice unless stated. */
  kind?: DocumentKind
  number: string
  issuedDaysAgo: number
  /** Days from issue to due date; the account's when absent. */
  termDays?: number
  /** The account's when absent. */
  format?: SampleFormat
  lines: readonly SampleLine[]
  /** A document-level allowance or charge names the tax it falls under. */
  allowancesAndCharges?: readonly (SampleAllowanceCharge & { tax: SampleTax })[]
  /** Tiers counted in days from the issue date. */
  settlementDiscounts?: readonly { days: number; rateBps: number; baseMinor?: number }[]
  prepaidMinor?: number
  /** Rounds the amount due to a multiple of so many minor units (5 for Swiss francs). */
  roundToMinor?: number
  deliveredDaysAgo?: number
  periodDaysAgo?: { start: number; end: number }
  precedingInvoices?: readonly { number: string; issuedDaysAgo: number }[]
  /** Embeds a delivery note as PDF. */
  deliveryNote?: { reference: string; description: string }
}

/** The invoices of one debtor in one currency, and what they have in common. */
export interface SampleAccount {
  creditorSlug: string
  debtorExternalId: string
  /** ISO 4217. */
  currency: string
  format: SampleFormat
  termDays: number
  /** BT-20 in the debtor's language; the days are the term's. */
  describeTerms: (termDays: number) => string
  /** BT-120 by category, for those that charge no tax. */
  exemptionReasons?: Readonly<Record<string, string>>
  invoices: readonly SampleInvoice[]
}

/** An article as the creditor sells it, with its name in each language and its price in each currency it is sold in. */
export interface CatalogueItem {
  unitCode: string
  names: Readonly<Record<string, string>>
  prices: Readonly<Record<string, string>>
  /** BT-157, a GTIN from the range kept for use inside a company. */
  gtin?: string
  /** The tax inside the creditor's own country, where the account does not say otherwise. */
  tax?: SampleTax
}

type LineExtras = Partial<Omit<SampleLine, 'quantity'>>

/**
 * Makes the function that turns an article number and a quantity into a line in the account's language, currency and
 * tax. `extras` override what the catalogue says. Throws when the catalogue lacks the article, its name or its price.
 */
export function createLineWriter(
  catalogue: Readonly<Record<string, CatalogueItem>>,
  options: { language: string; currency: string; tax?: SampleTax },
): (itemId: string, quantity: string, extras?: LineExtras) => SampleLine {
  return (itemId, quantity, extras = {}) => {
    const item = catalogue[itemId]
    const name = item?.names[options.language]
    const unitPrice = item?.prices[options.currency]
    const tax = options.tax ?? item?.tax
    if (!item || !name || !unitPrice || !tax) throw new RangeError(`the sample catalogue cannot price ${itemId}`)
    return {
      name,
      quantity,
      unitCode: item.unitCode,
      unitPrice,
      tax,
      sellerItemId: itemId,
      ...(item.gtin ? { standardItemId: item.gtin } : {}),
      ...extras,
    }
  }
}

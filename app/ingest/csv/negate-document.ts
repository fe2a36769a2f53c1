import type { InvoiceDocument, InvoiceTotals } from '~/domain/invoice'
import { negateDecimal } from '../decimal-text'

/** The same document with the opposite sign: quantities and amounts; unit prices, rates and dates stay. */
export function negateDocument(document: InvoiceDocument): InvoiceDocument {
  return {
    ...document,
    lines: document.lines.map((line) => ({
      ...line,
      quantity: negateDecimal(line.quantity),
      netMinor: negate(line.netMinor),
    })),
    taxBreakdown: document.taxBreakdown.map((part) => ({
      ...part,
      taxableMinor: negate(part.taxableMinor),
      taxMinor: negate(part.taxMinor),
    })),
    totals: negateTotals(document.totals),
  }
}

function negateTotals({ thirdPartyMinor, ...totals }: InvoiceTotals): InvoiceTotals {
  return {
    lineNetMinor: negate(totals.lineNetMinor),
    allowanceMinor: negate(totals.allowanceMinor),
    chargeMinor: negate(totals.chargeMinor),
    netMinor: negate(totals.netMinor),
    taxMinor: negate(totals.taxMinor),
    grossMinor: negate(totals.grossMinor),
    prepaidMinor: negate(totals.prepaidMinor),
    roundingMinor: negate(totals.roundingMinor),
    payableMinor: negate(totals.payableMinor),
    ...(thirdPartyMinor === undefined ? {} : { thirdPartyMinor: negate(thirdPartyMinor) }),
  }
}

function negate(amountMinor: number): number {
  return amountMinor === 0 ? 0 : -amountMinor
}

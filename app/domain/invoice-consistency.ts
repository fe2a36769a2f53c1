/**
 * Whether a document's own sums agree, by the calculation rules of EN 16931 (BR-CO-10 to BR-CO-16).
 *
 * What a document states as due is what is owed, even where its sums do not lead there; a difference is shown to the
 * creditor and never corrected here.
 */
import type { AllowanceCharge, InvoiceDocument } from './invoice'

/** The business term whose stated amount differs from what it should be made of. */
export interface InvoiceDifference {
  term: 'BT-106' | 'BT-107' | 'BT-108' | 'BT-109' | 'BT-110' | 'BT-112' | 'BT-115'
  /** Minor units of the document's currency. */
  statedMinor: number
  computedMinor: number
}

/**
 * The totals of `document` that do not follow from its parts, in the order of the terms; empty when all agree. Each is
 * computed from the stated amounts below it, so that one wrong figure gives one difference. A document without lines
 * or without a VAT breakdown (small profiles) is not compared with them.
 */
export function findInvoiceDifferences(document: InvoiceDocument): InvoiceDifference[] {
  const { totals, lines, taxBreakdown, allowancesAndCharges } = document
  const compared: InvoiceDifference[] = [
    {
      term: 'BT-106',
      statedMinor: totals.lineNetMinor,
      computedMinor: lines.length === 0 ? totals.lineNetMinor : sum(lines.map((line) => line.netMinor)),
    },
    { term: 'BT-107', statedMinor: totals.allowanceMinor, computedMinor: sumOfKind(allowancesAndCharges, 'allowance') },
    { term: 'BT-108', statedMinor: totals.chargeMinor, computedMinor: sumOfKind(allowancesAndCharges, 'charge') },
    {
      term: 'BT-109',
      statedMinor: totals.netMinor,
      computedMinor: totals.lineNetMinor - totals.allowanceMinor + totals.chargeMinor,
    },
    {
      term: 'BT-110',
      statedMinor: totals.taxMinor,
      computedMinor: taxBreakdown.length === 0 ? totals.taxMinor : sum(taxBreakdown.map((part) => part.taxMinor)),
    },
    { term: 'BT-112', statedMinor: totals.grossMinor, computedMinor: totals.netMinor + totals.taxMinor },
    {
      term: 'BT-115',
      statedMinor: totals.payableMinor,
      computedMinor: totals.grossMinor - totals.prepaidMinor + totals.roundingMinor + (totals.thirdPartyMinor ?? 0),
    },
  ]
  return compared.filter((difference) => difference.statedMinor !== difference.computedMinor)
}

function sumOfKind(parts: readonly AllowanceCharge[], kind: AllowanceCharge['kind']): number {
  return sum(parts.filter((part) => part.kind === kind).map((part) => part.amountMinor))
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

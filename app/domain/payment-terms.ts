/**
 * The lines of a document's payment terms (BT-20) that people read. Settlement discounts that are written for machines
 * (XRechnung's `#SKONTO#...#` lines) are left out: they are shown as dates and amounts.
 */
export function readPaymentTerms(terms: string): string[] {
  return terms
    .split(/\r?\n/)
    .map((line) => line.replace(/#(?:SKONTO|VERZUG)#\S*/g, '').trim())
    .filter((line) => line !== '')
}

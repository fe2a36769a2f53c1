/** Settlement details reports as Adyen writes them, made up. */

/** In Adyen's order. */
export const REPORT_COLUMNS = [
  'Company Account',
  'Merchant Account',
  'Psp Reference',
  'Merchant Reference',
  'Payment Method',
  'Creation Date',
  'TimeZone',
  'Type',
  'Modification Reference',
  'Gross Currency',
  'Gross Debit (GC)',
  'Gross Credit (GC)',
  'Exchange Rate',
  'Net Currency',
  'Net Debit (NC)',
  'Net Credit (NC)',
  'Commission (NC)',
  'Markup (NC)',
  'Scheme Fees (NC)',
  'Interchange (NC)',
  'Payment Method Variant',
  'Modification Merchant Reference',
  'Batch Number',
] as const

/** Cells by the name of their column; those left out are empty. */
export type SampleLine = Readonly<Record<string, string>>

const HEAD: SampleLine = {
  'Company Account': 'Wattenhorst',
  'Merchant Account': 'WattenhorstECOM',
  'Creation Date': '2026-11-19 08:15:30',
  TimeZone: 'CET',
  'Batch Number': '17',
}

/** A card payment of 150 EUR of which 1.13 are kept. */
export function makeSettledLine(cells: SampleLine = {}): SampleLine {
  return {
    ...HEAD,
    ...{ 'Psp Reference': 'QXW4N7T2RB9KD3HM', 'Merchant Reference': 'shop-1', 'Payment Method': 'visa' },
    ...{ Type: 'Settled', 'Modification Reference': 'MB8Z5C1LFV6YG0PJ' },
    ...{ 'Gross Currency': 'EUR', 'Gross Credit (GC)': '150', 'Exchange Rate': '1' },
    ...{ 'Net Currency': 'EUR', 'Net Credit (NC)': '148.87' },
    ...{ 'Markup (NC)': '0.6', 'Scheme Fees (NC)': '0.08', 'Interchange (NC)': '0.45' },
    'Payment Method Variant': 'visastandardcredit',
    ...cells,
  }
}

/** 40 EUR of the same payment gone back, at a charge of 0.10. */
export function makeRefundedLine(cells: SampleLine = {}): SampleLine {
  return makeSettledLine({
    ...{ Type: 'Refunded', 'Gross Credit (GC)': '', 'Gross Debit (GC)': '40' },
    ...{ 'Net Credit (NC)': '', 'Net Debit (NC)': '40.1', 'Commission (NC)': '0.1' },
    ...{ 'Markup (NC)': '', 'Scheme Fees (NC)': '', 'Interchange (NC)': '' },
    ...cells,
  })
}

/** What is booked for the account as a whole. */
export function makeAccountLine(type: string, netDebit: string): SampleLine {
  return {
    ...HEAD,
    Type: type,
    'Modification Reference': `${type}, batch 17`,
    'Net Currency': 'EUR',
    'Net Debit (NC)': netDebit,
  }
}

/** The file; `columns` in another order, or with others among them. */
export function makeSettlementReport(
  lines: readonly SampleLine[],
  columns: readonly string[] = REPORT_COLUMNS,
): string {
  const write = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return [columns, ...lines.map((line) => columns.map((column) => line[column] ?? ''))]
    .map((cells) => `${cells.map(write).join(',')}\n`)
    .join('')
}

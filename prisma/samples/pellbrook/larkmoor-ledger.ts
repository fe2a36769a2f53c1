/**
 * Larkmoor Hotels & Inns: three years of daily kitchen deliveries to 26 houses, 5,000 invoices and 60 credit notes.
 *
 * Everything follows from a document's place in the series, by a fixed generator, so that the same anchor day gives the
 * same ledger and a number means the same delivery on every day.
 */
import type { SampleAccount, SampleInvoice, SampleLine } from '../sample-invoice'
import { createLineWriter } from '../sample-invoice'
import { catalogue } from './catalogue'

const LARKMOOR_INVOICE_COUNT = 5_000
export const LARKMOOR_TERM_DAYS = 30
const LEDGER_DAYS = 1_095
const CREDIT_NOTE_COUNT = 60

const houses: readonly string[] = [
  'Abbot Arms',
  'Bellmouth Inn',
  'Black Hart',
  'Bridge House',
  'Cathedral Lodge',
  'Coach & Lantern',
  'Compass Hotel',
  'Drover',
  'Ferryman',
  'Fleece',
  'Gatehouse',
  'Golden Teasel',
  'Harbour View',
  'Heron',
  'King Offa',
  'Larkmoor Hall',
  'Marquis',
  'Moorend',
  'Old Customs House',
  'Packhorse',
  'Quarterdeck',
  'Red Kite',
  'Saltings',
  'Three Sheaves',
  'Weir House',
  'Windmill',
]

const itemIds = Object.keys(catalogue).filter((itemId) => itemId !== 'CUP-CHN' && itemId !== 'DEL-STD')

/** The list of the current year, and 4 % less for each year before: whole pence, rounded down. */
const YEARLY_RISE_PERCENT = 4

const writeLine = createLineWriter(catalogue, { language: 'en', currency: 'GBP' })

/** Days before the anchor on which the invoice at `index` (0 is the oldest) was issued. */
function countDaysAgo(index: number): number {
  return LEDGER_DAYS - Math.floor((index * LEDGER_DAYS) / (LARKMOOR_INVOICE_COUNT - 1))
}

const larkmoorNumber = (index: number): string => `PB-${501_000 + index}`

export const larkmoorAccount: SampleAccount = {
  creditorSlug: 'pellbrook',
  debtorExternalId: 'LARK01',
  currency: 'GBP',
  format: 'csv',
  termDays: LARKMOOR_TERM_DAYS,
  describeTerms: (days) => `Net ${days} days from date of invoice.`,
  invoices: [
    ...Array.from({ length: LARKMOOR_INVOICE_COUNT }, (_, index) => buildInvoice(index)),
    ...Array.from({ length: CREDIT_NOTE_COUNT }, (_, index) => buildCreditNote(index)),
  ],
}

function buildInvoice(index: number): SampleInvoice {
  const draw = createSequence(index + 1)
  const houseIndex = draw(houses.length)
  const issuedDaysAgo = countDaysAgo(index)
  const lineCount = 1 + draw(5)
  const chosen = new Set<string>()
  while (chosen.size < lineCount) {
    const itemId = itemIds[draw(itemIds.length)]
    if (itemId !== undefined) chosen.add(itemId)
  }
  return {
    number: larkmoorNumber(index),
    issuedDaysAgo,
    buyerReference: houses[houseIndex] ?? '',
    purchaseOrder: `LM${String(houseIndex + 1).padStart(2, '0')}-${48_000 + index}`,
    deliveredDaysAgo: issuedDaysAgo,
    lines: [...chosen].map((itemId) => buildLine(itemId, 1 + draw(9), issuedDaysAgo)),
  }
}

/** Short deliveries: one piece of the first line of every 83rd invoice or so is credited six days later. */
function buildCreditNote(index: number): SampleInvoice {
  const invoiceIndex = 40 + index * 82
  const invoice = buildInvoice(invoiceIndex)
  const [line] = invoice.lines
  if (!line) throw new RangeError(`${invoice.number} has no line to credit`)
  return {
    kind: 'credit_note',
    number: `CN-${41_000 + index}`,
    issuedDaysAgo: Math.max(invoice.issuedDaysAgo - 6, 0),
    ...(invoice.buyerReference ? { buyerReference: invoice.buyerReference } : {}),
    ...(invoice.purchaseOrder ? { purchaseOrder: invoice.purchaseOrder } : {}),
    precedingInvoices: [{ number: invoice.number, issuedDaysAgo: invoice.issuedDaysAgo }],
    lines: [{ ...line, quantity: '1', note: 'Short on delivery' }],
  }
}

function buildLine(itemId: string, quantity: number, issuedDaysAgo: number): SampleLine {
  const line = writeLine(itemId, String(quantity))
  const percent = 100 - YEARLY_RISE_PERCENT * Math.floor(issuedDaysAgo / 365)
  const pence = Math.floor((Number(line.unitPrice.replace('.', '')) * percent) / 100)
  return { ...line, unitPrice: `${Math.trunc(pence / 100)}.${String(pence % 100).padStart(2, '0')}` }
}

/** Numbers below a bound, the same for the same seed (mulberry32). */
function createSequence(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
}

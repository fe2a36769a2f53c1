/** Nothing of a document is lost on its way into the tables. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { AllowanceCharge, InvoiceDocument, InvoiceLine } from '~/domain/invoice'
import { createCreditor } from '../factories/creditors'
import { useTestDatabase } from '../setup/database'
import { useImports } from '../setup/import-harness'

const test = await useTestDatabase()
const imports = await useImports(test)
beforeEach(() => test.reset())

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((value) => !value.includes('\0') && !/\p{Surrogate}/u.test(value))
const minor = fc.integer({ min: -9_000_000_000, max: 9_000_000_000 })
const day = fc.integer({ min: 0, max: 9_000 }).map((days) => addDays(calendarDay('2005-01-01'), days))
/** Plain decimals with the zeros at their end that documents write. */
const decimal = fc
  .tuple(fc.boolean(), fc.nat({ max: 99_999 }), fc.integer({ min: 1, max: 9_999 }), fc.nat({ max: 4 }))
  .map(([negative, whole, fraction, zeros]) => `${negative ? '-' : ''}${whole}.${fraction}${'0'.repeat(zeros)}`)
const percent = fc.constantFrom('0', '7', '7.0', '19.00', '5.5')

/** An object with the required members and any of the optional ones. */
function record<Shape extends object>(
  required: { [Key in keyof Shape]?: fc.Arbitrary<NonNullable<Shape[Key]>> },
  optional: {
    [Key in keyof Shape]?: fc.Arbitrary<NonNullable<Shape[Key]>>
  },
): fc.Arbitrary<Shape> {
  return fc.record(
    { ...required, ...optional },
    { requiredKeys: Object.keys(required) as never },
  ) as fc.Arbitrary<Shape>
}

const allowanceCharge = record<AllowanceCharge>(
  { kind: fc.constantFrom<'allowance' | 'charge'>('allowance', 'charge'), amountMinor: minor },
  { baseMinor: minor, percent, reason: text, reasonCode: text, taxCategory: text, taxPercent: percent },
)

const line: fc.Arbitrary<Omit<InvoiceLine, 'lineId'>> = record<Omit<InvoiceLine, 'lineId'>>(
  { name: text, quantity: decimal, netMinor: minor },
  {
    description: text,
    note: text,
    unitCode: fc.constantFrom('C62', 'H87', 'KGM'),
    unitPrice: decimal,
    priceBaseQuantity: fc.constantFrom('1', '100', '12.5'),
    taxCategory: fc.constantFrom('S', 'Z', 'AE'),
    taxPercent: percent,
    allowancesAndCharges: fc.array(allowanceCharge, { minLength: 1, maxLength: 2 }),
    sellerItemId: text,
    standardItemId: text,
    orderLineReference: text,
    periodStartOn: day,
    attributes: fc.array(fc.record({ name: text, value: text }), { minLength: 1, maxLength: 2 }),
  },
)

const document: fc.Arbitrary<InvoiceDocument> = record<InvoiceDocument>(
  {
    kind: fc.constantFrom<'invoice' | 'credit_note'>('invoice', 'credit_note'),
    issueOn: day,
    currency: fc.constantFrom('EUR', 'JPY', 'KWD').map((code) => parseCurrencyCode(code)!),
    debtorExternalId: fc.constantFrom('D-1', 'D-2', 'شركة ٣'),
    buyer: fc.record({ name: text, city: text, countryCode: fc.constantFrom('DE', 'KW') }),
    lines: fc
      .array(line, { maxLength: 6 })
      .map((lines) => lines.map((part, index) => ({ ...part, lineId: `${index + 1}` }))),
    allowancesAndCharges: fc.array(allowanceCharge, { maxLength: 2 }),
    taxBreakdown: fc.array(fc.record({ category: text, percent, taxableMinor: minor, taxMinor: minor }), {
      maxLength: 2,
    }),
    settlementDiscounts: fc.array(fc.record({ deadlineOn: day, rateBps: fc.integer({ min: 1, max: 10_000 }) }), {
      maxLength: 2,
    }),
    totals: fc.record({
      lineNetMinor: minor,
      allowanceMinor: minor,
      chargeMinor: minor,
      netMinor: minor,
      taxMinor: minor,
      grossMinor: minor,
      prepaidMinor: minor,
      roundingMinor: minor,
      payableMinor: minor,
    }),
  },
  {
    dueOn: day,
    typeCode: text,
    paymentTerms: text,
    notes: fc.array(text, { minLength: 1, maxLength: 3 }),
    purchaseOrder: text,
    precedingInvoices: fc.array(fc.record({ number: text, issueOn: day }), { minLength: 1, maxLength: 2 }),
    payee: fc.record({ name: text, identifiers: fc.array(text, { maxLength: 2 }) }),
  },
).map((part) => ({ ...part, dueOn: part.dueOn ?? null, attachments: [] }))

/** The document of the stored rows, put together again. */
async function readDocument(number: string): Promise<unknown> {
  const [invoice] = await test.inspect<{ id: string; details: object }>(
    'select id, details from invoice where number = $1',
    [number],
  )
  const lines = await test.inspect(
    `select line_id as "lineId", name, quantity::text, unit_code as "unitCode", unit_price::text as "unitPrice",
       net_minor::float8 as "netMinor", tax_percent::text as "taxPercent", details
     from invoice_line where invoice_id = $1 order by position`,
    [invoice?.id],
  )
  return {
    ...invoice?.details,
    lines: lines.map(({ details, ...columns }) => ({
      ...Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null)),
      ...(details as object | null),
    })),
  }
}

describe('a stored document', () => {
  it('says what the imported one said', async () => {
    const creditor = await createCreditor(test)
    let count = 0
    await fc.assert(
      fc.asyncProperty(document, async (given) => {
        count += 1
        const sample = { ...given, number: `N-${count}` }
        const { summary } = await imports.importDocuments(creditor.id, [sample])
        expect(summary).toMatchObject({ lineCount: sample.lines.length, refusedCount: 0, unchangedCount: 0 })
        // What JSON does to both sides: members that are undefined are absent.
        expect(await readDocument(sample.number)).toEqual(JSON.parse(JSON.stringify(sample)))
      }),
      { numRuns: 50 },
    )
  })
})

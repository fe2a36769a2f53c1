import fc from 'fast-check'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { damageLedger, judgeComparison, ONLINE_RETAIL, readRetailDocuments } from '../../tests/factories/damaged-ledger'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode, type CurrencyCode } from './currency'
import type { LedgerDocument, LedgerRow } from './ledger'
import { compareLedger } from './ledger-matching'

const EUR = parseCurrencyCode('EUR') as CurrencyCode
const CHF = parseCurrencyCode('CHF') as CurrencyCode
const DAY = calendarDay('2026-10-15')

function createDocument(overrides: Partial<LedgerDocument>): LedgerDocument {
  const amountMinor = overrides.amountMinor ?? 100_00
  const number = overrides.number ?? 'R-1001'
  return {
    ...{ id: `${overrides.kind ?? 'invoice'} ${number}`, kind: 'invoice', number, purchaseOrder: null },
    ...{ issueOn: DAY, dueOn: calendarDay('2026-11-14'), currency: EUR, amountMinor, openMinor: amountMinor },
    ...overrides,
  }
}

function createRow(overrides: Partial<LedgerRow>): LedgerRow {
  return {
    ...{ position: 2, number: null, issueOn: null, dueOn: null, amountMinor: 100_00, currency: EUR },
    ...{ purchaseOrder: null, text: null },
    ...overrides,
  }
}

/** Each finding as "kind by rows -> documents". */
function summarize(rows: readonly Partial<LedgerRow>[], documents: readonly Partial<LedgerDocument>[]): string[] {
  return compareLedger(
    rows.map((row, index) => createRow({ position: index + 2, ...row })),
    documents.map(createDocument),
  ).map((finding) => {
    const [found, own] = [finding.rows.map(({ position }) => position), finding.documents.map(({ number }) => number)]
    return `${finding.kind} ${finding.by ?? '-'} ${found.join('+') || '-'} -> ${own.join('+') || '-'}`
  })
}

describe('by number', () => {
  it('takes the very number first, whatever the amount', () => {
    expect(
      summarize([{ number: 'R-1001', amountMinor: 90_00 }, { number: 'r-1002 ' }], [{}, { number: 'R-1002' }]),
    ).toEqual(['amounts_differ number 2 -> R-1001', 'matched number 3 -> R-1002'])
  })

  it.each(['INV-536365', 'RE 0536365', '536-365', '00536365', '536 365', '536365/1', 'Rechnung Nr. 536365', '٥٣٦٣٦٥'])(
    'finds 536365 by %s',
    (number) => {
      expect(summarize([{ number }], [{ number: '536365' }, { number: '536366', amountMinor: 7 }])[1]).toBe(
        'matched similar_number 2 -> 536365',
      )
    },
  )

  it('finds a number of which the ledger keeps the end alone', () => {
    expect(summarize([{ number: '4711' }], [{ number: 'RE-2026-4711' }])).toEqual([
      'matched similar_number 2 -> RE-2026-4711',
    ])
  })

  it('leaves a part of a number that other amounts contradict', () => {
    expect(summarize([{ number: 'X-2026-5', amountMinor: 5 }], [{ number: '2026' }])).toEqual([
      'missing_at_yours - - -> 2026',
      'missing_at_ours - 2 -> -',
    ])
  })

  it('tells an invoice and a credit note of one number apart by the sign', () => {
    const documents = [{ number: '7' }, { number: '7', kind: 'credit_note' as const, amountMinor: -30_00 }]
    const findings = compareLedger([createRow({ number: '7', amountMinor: -30_00 })], documents.map(createDocument))
    expect(findings.find(({ kind }) => kind === 'matched')?.documents[0]?.kind).toBe('credit_note')
  })

  it('takes what is left of an invoice for its amount, and says what differs from that', () => {
    const documents = [createDocument({ openMinor: 40_00 })]
    expect(compareLedger([createRow({ number: 'R-1001', amountMinor: 40_00 })], documents)[0]?.kind).toBe('matched')
    const [differing] = compareLedger([createRow({ number: 'R-1001', amountMinor: 55_00 })], documents)
    expect(differing).toMatchObject({ kind: 'amounts_differ', differenceMinor: 15_00 })
  })

  it('says what differs from the whole of a settled invoice', () => {
    const documents = [createDocument({ amountMinor: 100_00, openMinor: 0 })]
    const [differing] = compareLedger([createRow({ number: 'R-1001', amountMinor: 100_01 })], documents)
    expect(differing).toMatchObject({ kind: 'amounts_differ', differenceMinor: 1 })
  })

  it('agrees that nothing is left of what is settled, found by its number, and of nothing else', () => {
    const documents = [
      { number: 'R-1001', openMinor: 0 },
      { number: 'GS-240045', kind: 'credit_note' as const, amountMinor: -30_00, openMinor: 0 },
    ]
    const rows = [
      { number: 'R-1001', amountMinor: 0 },
      { number: 'ER-GS-240045', amountMinor: 0 },
    ]
    expect(summarize(rows, documents)).toEqual(['matched number 2 -> R-1001', 'matched similar_number 3 -> GS-240045'])
    expect(summarize([{ issueOn: DAY, amountMinor: 0 }], documents)).toEqual(['missing_at_ours - 2 -> -'])
    expect(summarize([{ number: 'R-1001', amountMinor: 0 }], [{}])).toEqual(['amounts_differ number 2 -> R-1001'])
  })

  it('compares no amounts of two currencies', () => {
    const [finding] = compareLedger([createRow({ number: 'R-1001', currency: CHF })], [createDocument({})])
    expect(finding).toMatchObject({ kind: 'amounts_differ', differenceMinor: null })
  })

  it('says which row is there twice, and puts together parts that make up the whole', () => {
    expect(summarize([{ number: 'R-1001' }, { number: 'R-1001' }], [{}])).toEqual([
      'listed_twice number 3 -> R-1001',
      'matched number 2 -> R-1001',
    ])
    const parts = [
      { number: 'R-1001', amountMinor: 70_00 },
      { number: 'R-1001', amountMinor: 30_00 },
    ]
    expect(summarize(parts, [{}])).toEqual(['matched number 2+3 -> R-1001'])
  })
})

describe('without the number', () => {
  it('goes by the purchase order and the amount', () => {
    expect(
      summarize([{ number: 'B-9', purchaseOrder: 'PO 77' }], [{ purchaseOrder: 'PO-77' }, { number: 'R-2' }]),
    ).toEqual(['missing_at_yours - - -> R-2', 'matched purchase_order 2 -> R-1001'])
  })

  it.each(['536356', '53636', '5363655', '536385'])('finds 536365 behind the slip %s', (number) => {
    expect(summarize([{ number }], [{ number: '536365' }])).toEqual(['matched typing 2 -> 536365'])
  })

  it('leaves a slip that may be either of two', () => {
    expect(summarize([{ number: '536360' }], [{ number: '536365' }, { number: '536361' }])).toHaveLength(3)
  })

  it('goes by amount and day, if only one has them', () => {
    expect(summarize([{ issueOn: DAY }], [{}])).toEqual(['matched amount_and_date 2 -> R-1001'])
    expect(summarize([{ issueOn: DAY }], [{}, { number: 'X-2' }])).toHaveLength(3)
  })
})

it('takes a number that is built like the account’s for another document of it', () => {
  expect(summarize([{ number: 'R-2299', issueOn: DAY }], [{}])).toHaveLength(2)
  expect(summarize([{ number: 'B2299', issueOn: DAY }], [{ number: '1001' }])).toEqual([
    'matched amount_and_date 2 -> 1001',
  ])
})

describe('several in one', () => {
  const run = [
    { number: 'R-1001', amountMinor: 10_00 },
    { number: 'R-1002', amountMinor: 21_00 },
    { number: 'R-1003', amountMinor: 43_00 },
  ]

  it('takes the numbers that are named', () => {
    expect(summarize([{ number: 'R-1001, R-1003', amountMinor: 53_00 }], run)).toContain(
      'matched sum 2 -> R-1001+R-1003',
    )
    expect(summarize([{ text: 'for R-1001 and R-1003', amountMinor: 53_00 }], run)).toContain(
      'matched sum 2 -> R-1001+R-1003',
    )
  })

  it('finds those that follow the number that was kept', () => {
    expect(summarize([{ number: 'R-1001', amountMinor: 74_00 }], run)).toEqual([
      'matched sum 2 -> R-1001+R-1002+R-1003',
    ])
  })

  it('finds the run of one day that makes up the sum', () => {
    expect(summarize([{ issueOn: DAY, amountMinor: 64_00 }], run)).toEqual([
      'missing_at_yours - - -> R-1001',
      'matched sum 2 -> R-1002+R-1003',
    ])
  })
})

it('names what only one side has, and credits apart; what is settled is missed by nobody', () => {
  const documents = [
    { number: 'A-1' },
    { number: 'A-2', openMinor: 0 },
    { number: 'G-1', kind: 'credit_note' as const, amountMinor: -5_00 },
    { number: 'PAY-1', kind: 'unapplied_credit' as const, amountMinor: -6_00 },
  ]
  expect(summarize([{ number: 'Z-99', amountMinor: 1 }], documents)).toEqual([
    'missing_at_yours - - -> A-1',
    'missing_at_ours - 2 -> -',
    'credit_unused - - -> G-1',
    'credit_unused - - -> PAY-1',
  ])
})

describe('whatever the books', () => {
  const numbers = fc.integer({ min: 1, max: 40 }).map((count) => `R-${1000 + count}`)
  const amounts = fc.integer({ min: -3, max: 6 }).map((count) => count * 10_00)
  const days = fc.integer({ min: 10, max: 14 }).map((day) => calendarDay(`2026-10-${day}`))
  const documentsOf = fc
    .uniqueArray(fc.record({ number: numbers, amountMinor: amounts, issueOn: days }), {
      selector: ({ number }) => number,
      maxLength: 25,
    })
    .map((some) =>
      some
        .filter(({ amountMinor }) => amountMinor !== 0)
        .map((one) => createDocument({ ...one, kind: one.amountMinor > 0 ? 'invoice' : 'credit_note' })),
    )
  const rowsOf = fc
    .array(
      fc.record({
        number: fc.oneof(
          numbers,
          numbers.map((number) => `INV ${number}`),
          numbers.map((number) => number.replace('R-1', '1')),
          fc.constant(null),
          fc.tuple(numbers, numbers).map((two) => two.join(' ')),
        ),
        amountMinor: amounts,
        issueOn: fc.option(days),
      }),
      { maxLength: 25 },
    )
    .map((some) => some.map((one, index) => createRow({ ...one, position: index + 2 })))

  it('accounts for every row and every open document once', () => {
    fc.assert(
      fc.property(rowsOf, documentsOf, (rows, documents) => {
        const findings = compareLedger(rows, documents)
        const found = findings.flatMap((finding) => finding.rows.map(({ position }) => position))
        expect(found.sort((a, b) => a - b)).toEqual(rows.map(({ position }) => position))
        const once = findings.filter(({ kind }) => kind !== 'listed_twice').flatMap((finding) => finding.documents)
        expect(once.map(({ id }) => id).sort()).toEqual(documents.map(({ id }) => id).sort())
      }),
    )
  })

  it('never parts a row from the document whose number it has', () => {
    fc.assert(
      fc.property(rowsOf, documentsOf, (rows, documents) => {
        const known = new Set(documents.map(({ number }) => number))
        for (const finding of compareLedger(rows, documents)) {
          for (const { number } of finding.rows) {
            if (number === null || !known.has(number)) continue
            expect(finding.documents.map((document) => document.number)).toContain(number)
          }
        }
      }),
    )
  })

  it('calls nothing matched whose amounts do not agree', () => {
    fc.assert(
      fc.property(rowsOf, documentsOf, (rows, documents) => {
        for (const finding of compareLedger(rows, documents)) {
          if (finding.kind !== 'matched') continue
          const owed = finding.documents.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
          expect(finding.rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(owed)
        }
      }),
    )
  })

  it('matches every row of an undamaged ledger by its number', () => {
    fc.assert(
      fc.property(documentsOf, (documents) => {
        const rows = documents.map((document, index) => createRow({ ...document, position: index + 2 }))
        expect(compareLedger(rows, documents).map(({ kind, by }) => `${kind} ${by ?? ''}`)).toEqual(
          documents.map(() => 'matched number'),
        )
      }),
    )
  })
})

describe.skipIf(!existsSync(ONLINE_RETAIL))('damaged copies of the public ledger (skipped where it is absent)', () => {
  const documents = existsSync(ONLINE_RETAIL) ? readRetailDocuments() : []

  it.each([11, 12, 13])('never goes against an exact number, and finds nearly all (seed %i)', (seed) => {
    const { byDamage, wrongOnExactNumbers } = judgeComparison(damageLedger(documents, seed))
    expect(wrongOnExactNumbers).toEqual([])
    expect(byDamage.get('none')).toMatchObject({ wrong: 0 })
    const scores = [...byDamage.values()]
    const sum = (field: 'meant' | 'right' | 'wrong') => scores.reduce((total, score) => total + score[field], 0)
    expect(sum('right') / (sum('right') + sum('wrong'))).toBeGreaterThan(0.995)
    expect(sum('right') / sum('meant')).toBeGreaterThan(0.97)
  })
})

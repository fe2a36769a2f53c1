/**
 * A debtor's ledger as it is kept by hand, made of the creditor's own documents: rows are missing, numbers are written
 * otherwise, mistyped or left out, amounts are wrong, several invoices are booked as one. What each row stands for is
 * known, so that a comparison can be judged.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { addDays, calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { LedgerDocument, LedgerFinding, LedgerRow } from '~/domain/ledger'
import { compareLedger } from '~/domain/ledger-matching'

export const ONLINE_RETAIL = path.resolve('../shared/data/receivables/online-retail-2010-12_2011-03.csv')

export const LEDGER_DAMAGES = [
  'none',
  'prefix',
  'zeros, spaces, dashes',
  'suffix',
  'digits swapped',
  'digit changed',
  'no number',
  'own number',
  'booked later',
  'amount wrong',
  'merged, all numbers',
  'merged, first number',
  'merged, no number',
  'listed twice',
  'not ours',
] as const

type LedgerDamage = (typeof LEDGER_DAMAGES)[number]

interface DamagedRow extends LedgerRow {
  readonly damage: LedgerDamage
  /** Ids of the documents that it stands for. */
  readonly meant: readonly string[]
}

interface DamagedLedger {
  readonly rows: readonly DamagedRow[]
  readonly documents: readonly LedgerDocument[]
}

const GBP = parseCurrencyCode('GBP') ?? never()

function never(): never {
  throw new Error('no pound')
}

/** The documents of the public ledger that come to something, as one account. */
export function readRetailDocuments(): LedgerDocument[] {
  const records: string[][] = parse(readFileSync(ONLINE_RETAIL), { from_line: 2 })
  const sums = new Map<string, { pence: number; day: string }>()
  for (const [number = '', , , quantity = '', date = '', price = ''] of records) {
    const known = sums.get(number) ?? { pence: 0, day: date.slice(0, 10) }
    sums.set(number, { ...known, pence: known.pence + Math.round(Number(quantity) * Number(price) * 100) })
  }
  return [...sums]
    .filter(([, { pence }]) => pence !== 0)
    .map(([number, { pence, day }]) => ({
      id: number,
      kind: pence > 0 ? 'invoice' : 'credit_note',
      number,
      purchaseOrder: null,
      issueOn: calendarDay(day),
      dueOn: addDays(calendarDay(day), 30),
      currency: GBP,
      amountMinor: pence,
      openMinor: pence,
    }))
}

/** Of the documents some are in the ledger alone, some in the account alone; every fifth row is damaged. */
export function damageLedger(all: readonly LedgerDocument[], seed: number): DamagedLedger {
  const random = createRandom(seed)
  const isOneIn = (count: number) => random() < 1 / count
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] ?? never()
  const documents = all.filter(() => !isOneIn(33))
  const known = new Set(documents.map(({ id }) => id))
  const rows: DamagedRow[] = []
  const add = (row: Omit<DamagedRow, 'position'>) => rows.push({ ...row, position: rows.length + 2 })
  const kept = all.filter(() => !isOneIn(20))
  for (let index = 0; index < kept.length; index += 1) {
    const document = kept[index] ?? never()
    const plain = writeRow(document)
    if (!known.has(document.id)) {
      add({ ...plain, damage: 'not ours', meant: [] })
      continue
    }
    if (!isOneIn(5)) {
      add(plain)
      continue
    }
    const damage = pick(LEDGER_DAMAGES.filter((one) => one !== 'none' && one !== 'not ours'))
    if (damage.startsWith('merged')) {
      const run = kept.slice(index, index + 2 + Math.floor(random() * 3))
      if (run.some(({ id, kind }) => !known.has(id) || kind !== 'invoice')) {
        add(plain)
        continue
      }
      index += run.length - 1
      add({ ...mergeRows(run, damage), damage })
      continue
    }
    add({ ...damageRow(plain, damage, { random, pick }), damage })
    if (damage === 'listed twice') add({ ...plain, damage, meant: [] })
  }
  return { rows, documents }
}

function writeRow(document: LedgerDocument): Omit<DamagedRow, 'position'> {
  const { number, issueOn, dueOn, amountMinor, currency } = document
  return {
    ...{ number, issueOn, dueOn, amountMinor, currency, purchaseOrder: null, text: null },
    ...{ damage: 'none', meant: [document.id] },
  }
}

function mergeRows(run: readonly LedgerDocument[], damage: LedgerDamage): Omit<DamagedRow, 'position'> {
  const first = run[0] ?? never()
  const numbers = run.map(({ number }) => number)
  const amountMinor = run.reduce((sum, one) => sum + one.amountMinor, 0)
  const number =
    damage === 'merged, all numbers' ? numbers.join(', ') : damage === 'merged, first number' ? first.number : null
  return { ...writeRow(first), number, amountMinor, meant: run.map(({ id }) => id) }
}

function damageRow(
  row: Omit<DamagedRow, 'position'>,
  damage: LedgerDamage,
  { random, pick }: { random: () => number; pick: <Item>(items: readonly Item[]) => Item },
): Omit<DamagedRow, 'position'> {
  const number = row.number ?? ''
  const place = 1 + Math.floor(random() * (number.length - 2))
  switch (damage) {
    case 'prefix':
      return { ...row, number: `${pick(['INV-', 'RE', 'RE-2011-', 'Rechnung ', 'F/', 'NR.'])}${number}` }
    case 'zeros, spaces, dashes':
      return {
        ...row,
        number: pick([
          number.replace(/\d/, '00$&'),
          `${number.slice(0, 4)} ${number.slice(4)}`,
          `${number.slice(0, 3)}-${number.slice(3)}`,
          ` ${number.toLowerCase()} `,
        ]),
      }
    case 'suffix':
      return { ...row, number: `${number}${pick(['/1', '-A', ' 2011', ' copy', '.0'])}` }
    case 'digits swapped': {
      const swapped = `${number.slice(0, place)}${number[place + 1] ?? ''}${number[place] ?? ''}${number.slice(place + 2)}`
      return { ...row, number: swapped }
    }
    case 'digit changed':
      return { ...row, number: `${number.slice(0, place)}${pick(Array.from('0123456789'))}${number.slice(place + 1)}` }
    case 'no number':
      return { ...row, number: null }
    case 'own number':
      return { ...row, number: `B${String(Math.floor(random() * 1e7)).padStart(7, '0')}` }
    case 'booked later':
      return row.issueOn === null
        ? row
        : { ...row, number: null, issueOn: addDays(row.issueOn, 1 + Math.floor(random() * 8)), dueOn: null }
    case 'amount wrong':
      return { ...row, amountMinor: row.amountMinor + Math.sign(row.amountMinor) * (1 + Math.floor(random() * 50_00)) }
    default:
      return row
  }
}

/** A linear congruential generator: the same ledger of the same seed. */
function createRandom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Of pairs of a row and a document. */
export interface LedgerScore {
  rows: number
  meant: number
  /** Found, and meant. */
  right: number
  /** Found, and not meant. */
  wrong: number
}

interface LedgerJudgement {
  readonly findings: readonly LedgerFinding[]
  readonly byDamage: ReadonlyMap<LedgerDamage, LedgerScore>
  /** Rows that have a document's very number and were brought together without it. */
  readonly wrongOnExactNumbers: readonly DamagedRow[]
  /** Wrong pairs whose amounts agree as well: nobody would look at them again. */
  readonly wronglyMatched: readonly DamagedRow[]
  readonly milliseconds: number
}

export function judgeComparison({ rows, documents }: DamagedLedger): LedgerJudgement {
  const byPosition = new Map(rows.map((row) => [row.position, row]))
  const numbers = new Set(documents.map(({ number }) => number))
  const byDamage = new Map<LedgerDamage, LedgerScore>()
  for (const { damage, meant } of rows) {
    const score = byDamage.get(damage) ?? { rows: 0, meant: 0, right: 0, wrong: 0 }
    byDamage.set(damage, { ...score, rows: score.rows + 1, meant: score.meant + meant.length })
  }
  const startedAt = performance.now()
  const findings = compareLedger(rows, documents)
  const milliseconds = performance.now() - startedAt
  const wrongOnExactNumbers: DamagedRow[] = []
  const wronglyMatched: DamagedRow[] = []
  for (const finding of findings) {
    if (finding.kind !== 'matched' && finding.kind !== 'amounts_differ') continue
    for (const { position } of finding.rows) {
      const row = byPosition.get(position) ?? never()
      const score = byDamage.get(row.damage) ?? never()
      const found = finding.documents.map(({ id }) => id)
      const isRepeated = row.damage === 'listed twice' && found.every((id) => id === row.number)
      const right = found.filter((id) => row.meant.includes(id) || isRepeated).length
      score.right += isRepeated && row.meant.length === 0 ? 0 : right
      score.wrong += found.length - right
      if (found.length > right && finding.kind === 'matched') wronglyMatched.push(row)
      if (row.number !== null && numbers.has(row.number) && !found.includes(row.number)) wrongOnExactNumbers.push(row)
    }
  }
  return { findings, byDamage, wrongOnExactNumbers, wronglyMatched, milliseconds }
}

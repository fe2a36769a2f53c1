/**
 * `npm run bench -- --documents`: the statement as a tagged PDF beside pdfkit drawing the same rows bare, with the same
 * fonts and their texts at hand; and the memory that ever longer statements take. Rounds of both alternate.
 */
import { createRequire } from 'node:module'
import path from 'node:path'
import PDFDocument from 'pdfkit'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import { ageItems } from '~/domain/ageing'
import { addDays, calendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { makeDocumentCode } from '~/domain/issued-document'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import { getFormatters } from '~/i18n/formatters'
import type { DocumentFrame, StatementEntry, StatementPaper } from '~/use-cases/ports/document-printer'

const GOAL = 2
const TODAY = calendarDay('2026-11-21')
const CURRENCY = 'EUR' as Creditor['defaultCurrency']
const BATCH = 1_000

export async function benchDocuments(print: (line?: string) => void, { rounds }: { rounds: number }): Promise<void> {
  print(`Node ${process.version}, median of ${rounds} rounds after two that do not count\n`)
  for (const [invoices, linesEach] of [
    [100, 5],
    [5_000, 0],
  ] as const) {
    const [ours, bare] = [[] as number[], [] as number[]]
    let byteSize = 0
    for (let round = -2; round < rounds; round += 1) {
      // Other numbers in each round: what was laid out before is no use, as with real accounts.
      const offset = (round + 3) * 1_000_003
      const tagged = await timed(async () => (byteSize = await printTagged(invoices, linesEach, offset)))
      const plain = await timed(() => printBare(invoices, linesEach, offset))
      if (round < 0) continue
      ours.push(tagged)
      bare.push(plain)
    }
    const [tagged, plain] = [findMedian(ours), findMedian(bare)]
    print(
      `${invoices} invoices, ${invoices * linesEach} lines: tagged ${tagged.toFixed(0)} ms, bare ${plain.toFixed(0)} ms, ` +
        `ratio ${(tagged / plain).toFixed(2)} (goal at most ${GOAL}), ${(byteSize / 1024).toFixed(0)} KiB`,
    )
  }
  print()
  for (const invoices of [1_000, 5_000, 20_000]) {
    const { peakMb, byteSize } = await measureMemory(invoices)
    print(
      `${invoices} invoices, ${invoices * 5} lines: heap at most ${peakMb.toFixed(0)} MB above its rest, ${byteSize} bytes`,
    )
  }
}

function findMedian(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function printTagged(invoices: number, linesEach: number, offset: number): Promise<number> {
  const file = await createDocumentPrinter().print(describeStatement(invoices, linesEach, offset), FRAME)
  await file.discard()
  return file.byteSize
}

/** What is used of the heap while a statement is written, above what was used before; collected as Node sees fit. */
async function measureMemory(invoices: number): Promise<{ peakMb: number; byteSize: number }> {
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().heapUsed)), 5)
  const byteSize = await printTagged(invoices, 5, invoices)
  clearInterval(timer)
  return { peakMb: (peak - before) / 1e6, byteSize }
}

const FRAME: DocumentFrame = {
  ...{ language: 'de', formatLocale: 'de', logo: null, code: makeDocumentCode(7n), issuedAt: new Date() },
  ...{ checkUrl: 'https://portal.example/trust?code=X', checkAddress: 'https://portal.example/trust' },
  creditor: {
    ...{ id: 'c' as CreditorId, slug: 'c', name: 'Wattenhorst GmbH', timeZone: 'Europe/Berlin', defaultLocale: 'de' },
    ...{ defaultCurrency: CURRENCY, countryCode: 'DE', vatId: null, addressLines: ['Deich 1'] },
    ...{ supportEmail: 'a@b.example', supportPhone: null, brandColor: '#1f3f77', defaultTermsDays: 14 },
    ...{ bankAccounts: [], gateways: [], linkLifetimeDays: 30 },
  } satisfies Creditor,
  debtor: {
    ...{ id: 'd' as DebtorId, creditorId: 'c' as CreditorId, externalId: 'D-1', name: 'Muster AG', countryCode: 'DE' },
    ...{ locale: 'de', vatId: null, addressLines: [] },
  } satisfies Debtor,
}

function makeEntry(index: number, linesEach: number): StatementEntry {
  const amountMinor = 10_000 + ((index * 7919) % 900_000)
  const number = `RE-2026-${index}`
  const issueOn = addDays(TODAY, -(index % 90))
  const document = { kind: 'invoice' as const, number, currency: CURRENCY, issueOn, purchaseOrder: `PO-${index}` }
  return {
    ...{ ...document, id: number, dueOn: addDays(issueOn, 30), amountMinor, openMinor: amountMinor, disputedMinor: 0 },
    ...{ pendingMinor: 0, plannedMinor: 0, settledOn: null, dueNowMinor: amountMinor, daysOverdue: 0, ageing: null },
    lines: Array.from({ length: linesEach }, (_, line) => ({
      ...{ document, lineId: String(line), name: `Frischkäse ${index * 5 + line}`, description: null },
      ...{ sellerItemId: null, buyerItemId: null, quantity: String(1 + (line % 9)), unitCode: 'C62' },
      ...{ unitPrice: '12.50', taxPercent: '7', netMinor: 1_250 * (1 + (line % 9)) },
    })),
  }
}

function describeStatement(invoices: number, linesEach: number, offset: number): StatementPaper {
  async function* entries() {
    for (let from = 0; from < invoices; from += BATCH) {
      await Promise.resolve()
      const length = Math.min(BATCH, invoices - from)
      yield Array.from({ length }, (_, index) => makeEntry(offset + from + index, linesEach))
    }
  }
  const position = {
    ...{
      currency: CURRENCY,
      count: invoices,
      openMinor: 1,
      disputedMinor: 0,
      pendingMinor: 0,
      plannedMinor: 0,
      dueNowMinor: 1,
    },
    ...{ overdueMinor: 0, notYetDueMinor: 1, creditMinor: 0, balanceMinor: 1, oldestOverdueOn: null, nextDue: null },
    ageing: ageItems([]),
  }
  return {
    ...{ kind: 'statement', today: TODAY, coverage: 'account', filter: DEFAULT_STATEMENT_QUERY, positions: [position] },
    entries: entries(),
  }
}

const FONT = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-latin')),
  '../fonts/NotoSans-Regular.ttf',
)

/** The same rows as the statement's table, and nothing else: no tags, no header, no rules, no wrapping. */
function printBare(invoices: number, linesEach: number, offset: number): Promise<void> {
  const format = getFormatters('de', 'Europe/Berlin')
  const pdf = new PDFDocument({ size: 'A4', margin: 0, font: FONT })
  const done = new Promise<void>((resolve, reject) =>
    pdf
      .on('data', () => undefined)
      .on('end', resolve)
      .on('error', reject),
  )
  pdf.fontSize(7.5)
  let y = 50
  const row = (texts: readonly string[], width: number, height: number) => {
    if (y + height > 785) {
      pdf.addPage()
      y = 50
    }
    texts.forEach((text, index) => text !== '' && pdf.text(text, 50 + index * width, y, { lineBreak: false }))
    y += height
  }
  for (let index = 0; index < invoices; index += 1) {
    const entry = makeEntry(offset + index, linesEach)
    const amount = format.money(entry.amountMinor, CURRENCY)
    row([entry.number, format.day(entry.issueOn), format.day(entry.dueOn), amount, amount, '', '', amount], 62, 12)
    row([entry.purchaseOrder ?? '', '', 'in 30 Tagen'], 62, 12)
    for (const { name, quantity, netMinor } of entry.lines) {
      row([name, `${quantity} Stk. × ${format.price('12.50', CURRENCY)}`, format.money(netMinor, CURRENCY)], 160, 16)
    }
  }
  pdf.end()
  return done
}

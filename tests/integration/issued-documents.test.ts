/** Documents as PDF, as their readers' software sees them: text, fonts and tags are read by pdf.js. */
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAccountExportReader } from '~/data/account-export-reader.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import { calendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import { formatDocumentCode, parseDocumentCode } from '~/domain/issued-document'
import { computeDueNow } from '~/domain/invoice-balance'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGES, type Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { checkDocument } from '~/use-cases/check-document'
import { issueInvoiceCopy } from '~/use-cases/issue-invoice-copy'
import { issueBalanceForward, issueStatement } from '~/use-cases/issue-statement'
import type { PrintedFile } from '~/use-cases/ports/document-printer'
import { readBalanceForward } from '~/use-cases/read-balance-forward'
import { readStatement } from '~/use-cases/read-statement'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const statementReader = createStatementReader(test.database.reader)
const deps = {
  ...{ unitOfWork: test.unitOfWork, clock: test.clock, ids: test.ids, statementReader },
  documentPrinter: createDocumentPrinter(),
  exportReader: createAccountExportReader(test.database.reader),
  publicOrigin: 'https://portal.example',
  readLogo: () => Promise.resolve(null),
}
const today = calendarDay('2026-11-21')
const context = { today, timeZone: 'Europe/Amsterdam', defaultCurrency: 'EUR', isLimited: false }
const everything = { ...DEFAULT_STATEMENT_QUERY, tab: 'all' as const }

let creditor: Creditor
let debtor: Debtor
let account: { creditorId: Creditor['id']; debtorId: Debtor['id'] }

beforeAll(async () => {
  await test.reset()
  creditor = await createCreditor(test)
  debtor = await createDebtor(test, creditor)
  account = { creditorId: creditor.id, debtorId: debtor.id }
  const lines = [
    { name: 'Țesătură „Ștefan” – șapte', quantity: '2.5', unitPrice: '12', netMinor: 30_00, taxPercent: '19' },
    { name: 'Wûnderlike tsiis ûêô', quantity: '1', unitPrice: '70', netMinor: 70_00, taxPercent: '19' },
  ]
  for (let count = 1; count <= 60; count += 1) {
    await createInvoice(test, debtor, {
      ...{ number: `RE-${String(count).padStart(4, '0')}`, payableMinor: 1_000_00 + count * 37, lines },
      ...{ purchaseOrder: `PO ${count}`, dueOn: count % 2 === 0 ? '2026-10-20' : '2026-12-20' },
      ...(count === 7 ? { openMinor: 400_00, disputedMinor: 100_00, pendingMinor: 50_00 } : {}),
    })
  }
  await createInvoice(test, debtor, { number: 'GBP-1', currency: 'GBP', payableMinor: 77_77 })
  await createInvoice(test, debtor, { kind: 'credit_note', number: 'GS-1', payableMinor: 12_34 })
})

interface ReadPdf {
  /** Letters in the order of reading, without the marks that only steer their direction. */
  text: string
  roles: Map<string, number>
  isTagged: boolean
  title: string
  language: string
  bytes: Uint8Array
}

async function collect(file: PrintedFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of file.read()) chunks.push(Uint8Array.from(chunk))
  return Buffer.concat(chunks)
}

async function readPdf(file: PrintedFile): Promise<ReadPdf> {
  const bytes = await collect(file)
  const pdf = await getDocumentProxy(Uint8Array.from(bytes))
  const { text } = await extractText(pdf, { mergePages: true })
  const roles = new Map<string, number>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('role' in node) roles.set(String(node.role), (roles.get(String(node.role)) ?? 0) + 1)
    if ('children' in node && Array.isArray(node.children)) node.children.forEach(visit)
  }
  for (let page = 1; page <= pdf.numPages; page += 1) visit(await (await pdf.getPage(page)).getStructTree())
  const { info } = await pdf.getMetadata()
  const markInfo = await pdf.getMarkInfo()
  const facts = info as { Title?: string; Language?: string }
  return {
    ...{ text: normalize(text), roles, bytes, isTagged: markInfo?.Marked === true },
    ...{ title: facts.Title ?? '', language: facts.Language ?? '' },
  }
}

/** Spaces of every kind are one; what only steers the direction is left out. */
function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u061c\u200e\u200f\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
}

const inLanguage = (language: Language) => ({ language, formatLocale: language })
const take = { isReported: true, filter: everything, withLines: true }

describe.each(LANGUAGES)('a statement in %s', (language) => {
  it('says what the page says, with its letters, tags and fonts', async () => {
    const file = await issueStatement(deps, { account, context, language: inLanguage(language), ...take })
    const pdf = await readPdf(file)
    const t = getTranslate(language)
    const format = getFormatters(language, creditor.timeZone)
    expect(pdf.isTagged).toBe(true)
    expect(pdf.language).toBe(language)
    expect(pdf.title).toBe(`${t('paper:statement.title')} – ${creditor.name}`)
    const { statement } = await readStatement({ statementReader }, account, context, everything)
    for (const { currency, dueNowMinor, openMinor, balanceMinor, ageing } of statement.positions) {
      for (const amountMinor of [dueNowMinor, openMinor, balanceMinor, ...ageing.map((line) => line.openMinor)]) {
        expect(pdf.text).toContain(normalize(format.amount(amountMinor, currency)))
      }
    }
    expect(statement.items).toHaveLength(61)
    for (const item of statement.items) {
      expect(pdf.text).toContain(item.number)
      expect(pdf.text).toContain(normalize(format.amount(item.payableMinor, statement.currency)))
      expect(pdf.text).toContain(normalize(format.amount(computeDueNow(item), statement.currency)))
    }
    for (const label of [t('statement:columns.issued'), t('statement:ageing.notDue'), t('paper:check.title')]) {
      expect(pdf.text).toContain(normalize(label))
    }
    for (const name of ['Țesătură', 'șapte', 'Wûnderlike', 'ûêô']) expect(pdf.text).toContain(name)
    // The whole table is one, with a header cell a column and one a row.
    expect(pdf.roles.get('H1')).toBe(1)
    expect(pdf.roles.get('Table') ?? 0).toBeGreaterThanOrEqual(4)
    expect(pdf.roles.get('TR') ?? 0).toBeGreaterThanOrEqual(62 * 3)
    expect(pdf.roles.get('Figure')).toBe(1)
    const raw = Buffer.from(pdf.bytes).toString('latin1')
    expect(raw).toContain('pdfuaid')
    expect(raw).not.toContain('/Helvetica')
    const embedded = raw.match(/\/FontFile2 /g)?.length
    expect(embedded).toBe(raw.match(/\/Type \/FontDescriptor/g)?.length)
  })

  it('is checked by its code, and reported', async () => {
    const before = await test.inspect<{ count: string }>(
      `select count(*) from outcome_event where type = 'statement.downloaded'`,
    )
    const file = await issueStatement(deps, { account, context, language: inLanguage(language), ...take })
    const { text, bytes } = await readPdf(file)
    const printed = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? ''
    const code = parseDocumentCode(printed)!
    const checked = await checkDocument(deps, code)
    expect(checked).toMatchObject({ kind: 'statement', byteSize: bytes.byteLength, debtorName: debtor.name })
    expect(formatDocumentCode(checked!.code)).toBe(printed)
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))).toString('hex')
    expect(checked?.sha256).toBe(digest)
    const { statement } = await readStatement({ statementReader }, account, context, everything)
    const euro = statement.positions.find(({ currency }) => currency === 'EUR')!
    expect(checked?.figures).toContainEqual({ name: 'payable_now', amountMinor: euro.dueNowMinor, currency: 'EUR' })
    const after = await test.inspect<{ count: string }>(
      `select count(*) from outcome_event where type = 'statement.downloaded'`,
    )
    expect(Number(after[0]!.count)).toBe(Number(before[0]!.count) + 1)
  })
})

it('is in Arabic joined and in the order of reading', async () => {
  const arabic = inLanguage('ar')
  const pdf = await readPdf(await issueStatement(deps, { account, context, language: arabic, ...take }))
  const t = getTranslate('ar')
  expect(pdf.text).toContain(normalize(t('paper:statement.title')))
  // Latin letters beside Arabic ones are put elsewhere by pdf.js, so what is Arabic alone is looked for.
  for (const text of [t('statement:columns.open'), t('statement:ageing.title'), t('statement:parts.notYetDue')]) {
    expect(pdf.text).toContain(normalize(text))
  }
  // Isolated and initial forms are not what is read, and nothing is spelt backwards.
  expect(pdf.text).not.toContain(
    Array.from(normalize(t('statement:ageing.title')))
      .reverse()
      .join(''),
  )
  expect(pdf.text).toContain('Creditor')
})

it('has every movement of a period and its balances', async () => {
  const period = { from: calendarDay('2026-01-01'), to: today, currency: null }
  const file = await issueBalanceForward(deps, {
    ...{ account, context, language: inLanguage('en'), isReported: false, period },
  })
  const { text } = await readPdf(file!)
  const format = getFormatters('en', creditor.timeZone)
  const page = (await readBalanceForward({ statementReader }, account, context, { ...period, page: 1 }))!
  expect(page.balanceForward.movementCount).toBeGreaterThan(60)
  for (const { reference, balanceMinor } of page.balanceForward.movements) {
    expect(text).toContain(reference)
    expect(text).toContain(normalize(format.money(balanceMinor, 'EUR')))
  }
  expect(text).toContain(normalize(format.money(page.balanceForward.closingMinor, 'EUR')))
  expect(text).toContain('£77.77')
})

it('copies an invoice with its lines, parties and taxes', async () => {
  const address = { number: 'RE-0007', kind: null }
  const file = await issueInvoiceCopy(deps, { account, context, language: inLanguage('de'), address })
  const { text, roles } = await readPdf(file!)
  const format = getFormatters('de', creditor.timeZone)
  const invoice = (await statementReader.findInvoice(account, address, context))!
  for (const { name, netMinor } of invoice.lines) {
    expect(text).toContain(name)
    expect(text).toContain(normalize(format.money(netMinor, 'EUR')))
  }
  const { totals, taxBreakdown, buyer } = invoice.document
  for (const amountMinor of [totals.payableMinor, totals.taxMinor, ...taxBreakdown.map((tax) => tax.taxableMinor)]) {
    expect(text).toContain(normalize(format.money(amountMinor, 'EUR')))
  }
  expect(text).toContain(buyer.name)
  expect(text).toContain('PO 7')
  expect(roles.get('TH') ?? 0).toBeGreaterThan(6)
  expect(
    await issueInvoiceCopy(deps, {
      account,
      context,
      language: inLanguage('de'),
      address: { number: 'NONE', kind: null },
    }),
  ).toBeNull()
})

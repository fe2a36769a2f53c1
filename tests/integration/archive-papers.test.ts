/** The archive of a period beside invoices: receipts, advices, disputes with their evidence, each once and of its period. */
import { createHash } from 'node:crypto'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { BlobReader, ZipReader } from '@zip.js/zip.js'
import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, it } from 'vitest'
import { DocumentsPage } from '~/components/documents-page'
import { wireExports } from '~/composition/exports.server'
import { wireIssuedDocuments } from '~/composition/issued-documents.server'
import { createAccountExportReader } from '~/data/account-export-reader.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay } from '~/domain/calendar-day'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import { getFormatters } from '~/i18n/formatters'
import { getTranslations } from '~/i18n/translator.server'
import { AccountChangedError } from '~/use-cases/export-account'
import type { PaperRecord } from '~/use-cases/ports/account-export-reader'
import { createInvoice } from '../factories/invoices'
import { EVIDENCE, playPapers, prepareTransfer, type PaperIds } from '../setup/account-papers'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
creditor.gateways = ['sandbox', 'bank-transfer']
const { fileStore } = await useImports(test)
const services = {
  ...harness.services,
  gateways: new Map([...harness.services.gateways, ['bank-transfer', createBankTransferGateway()]]),
}
const statementReader = createStatementReader(test.database.reader)
const parts = { ...test, statementReader, fileStore, services }
const issuedDocuments = wireIssuedDocuments({ ...parts, publicOrigin: 'https://portal.example' }).useCases
const account = { creditorId: creditor.id, debtorId: debtor.id }
const context = {
  ...{ today: calendarDay('2026-11-21'), timeZone: creditor.timeZone, defaultCurrency: 'EUR', isLimited: false },
}
const papers = { test, harness, debtor, payer, services, fileStore }

let played: PaperIds

/** In October: an invoice paid by card, one by transfer, one by a credit note alone, one disputed. */
beforeEach(async () => {
  test.clock.set('2026-10-20T10:00:00Z')
  played = await playPapers(papers)
  test.clock.set('2026-11-21T10:00:00Z')
})

const readReferences = () => ({
  ...{ paid: played.paid.reference, advised: played.advised.reference },
  ...{ credited: played.credited.reference, disputed: played.disputed.reference },
})

function open(from: string, to: string, printing: Partial<typeof issuedDocuments> = {}) {
  const exports = wireExports({ ...parts, issuedDocuments: { ...issuedDocuments, ...printing } }).useCases
  return exports.exportArchive(account, context, {
    period: { from: calendarDay(from), to: calendarDay(to), currency: null },
    heading: { creditor, debtor, language: 'en', separatorsOf: null },
    formatLocale: 'en',
  })
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Map<string, Buffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  const files = new Map<string, Buffer>()
  for (const entry of await new ZipReader(new BlobReader(new Blob([Buffer.concat(chunks)]))).getEntries()) {
    if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.arrayBuffer()))
  }
  return files
}

const listIn = (files: ReadonlyMap<string, Buffer>, ...folders: string[]) =>
  [...files.keys()].filter((path) => folders.some((folder) => path.startsWith(`${folder}/`))).sort()

it('has what belongs to the period, and says when each was made', async () => {
  const files = await collect(open('2026-10-01', '2026-10-31').content)
  const { paid, advised, credited, disputed } = readReferences()
  expect(listIn(files, 'receipts', 'advices', 'disputes')).toEqual(
    [
      `receipts/Receipt ${paid}.pdf`,
      `receipts/Receipt ${credited}.pdf`,
      `advices/Remittance advice ${advised}.pdf`,
      `disputes/${disputed}/Dispute ${disputed}.pdf`,
      `disputes/${disputed}/Lieferschein.csv`,
    ].sort(),
  )
  expect(listIn(files, 'invoices')).toHaveLength(5)
  expect(listIn(files, 'credit-notes')).toEqual(['credit-notes/NOTE/NOTE.pdf'])
  expect(files.get(`disputes/${disputed}/Lieferschein.csv`)?.toString()).toBe(EVIDENCE.content)
  const contents: Record<string, string>[] = parse(files.get('contents.csv') ?? '', {
    ...{ bom: true, columns: true, record_delimiter: '\r\n' },
  })
  expect(contents).toHaveLength(files.size - 1)
  for (const { path, role, sha256, made_at: madeAt } of contents) {
    const content = files.get(path ?? '') ?? Buffer.alloc(0)
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    if (role === 'print') expect(content.subarray(0, 5).toString()).toBe('%PDF-')
    expect(madeAt).toBe(role === 'evidence' ? '' : '2026-11-21T10:00:00.000Z')
  }
  expect(contents.filter(({ role }) => role === 'evidence').map(({ document }) => document)).toEqual([disputed])
})

it('has nothing of another period but disputes that are open in it', async () => {
  expect(listIn(await collect(open('2026-09-01', '2026-09-30').content), 'receipts', 'advices', 'disputes')).toEqual([])
  const november = await collect(open('2026-11-01', '2026-11-30').content)
  expect(listIn(november, 'receipts', 'advices', 'invoices')).toEqual([])
  expect(listIn(november, 'disputes')).toHaveLength(2)
})

it('breaks off where the account changes between tables and statement', async () => {
  const { issueStatement } = issuedDocuments
  const archive = open('2026-10-01', '2026-10-31', {
    async issueStatement(request) {
      await test.unitOfWork.run({ kind: 'debtor', ...account }, ({ debtors }) =>
        debtors.raiseVersion(creditor.id, [debtor.id]),
      )
      return issueStatement(request)
    },
  })
  await expect(collect(archive.content)).rejects.toThrow(AccountChangedError)
})

describe('what there is besides invoices', () => {
  const reader = createAccountExportReader(test.database.reader)

  it('is read in batches of any size, newest first, each once', async () => {
    await prepareTransfer(papers, 'LATER')
    const everything = { kind: null, period: null }
    const whole = (await reader.listPapers(account, context, everything, { after: null, limit: 100 })).rows
    expect(whole.map(({ kind }) => kind).sort()).toEqual(
      ['dispute_file', 'receipt', 'receipt', 'remittance_advice', 'remittance_advice'].sort(),
    )
    expect(whole.map(({ on }) => on)).toEqual(['2026-11-21', ...Array<string>(4).fill('2026-10-20')])
    const seen: PaperRecord[] = []
    for (let after: PaperRecord | null = null; ;) {
      const { rows } = await reader.listPapers(account, context, everything, { after, limit: 2 })
      seen.push(...rows)
      after = rows.at(-1) ?? null
      if (rows.length < 2) break
    }
    expect(seen).toEqual(whole)
    const advices = await reader.listPapers(
      account,
      context,
      { kind: 'remittance_advice', period: null },
      { after: null, limit: 1 },
    )
    expect(advices.rows.map(({ kind, on }) => [kind, on])).toEqual([['remittance_advice', '2026-11-21']])
  })

  it('is led to from the page of documents: the latest of each kind, and whether there is more', async () => {
    const exports = wireExports({ ...parts, issuedDocuments }).useCases
    const latest = await exports.listLatestPapers(account, context)
    const { paid, credited, advised, disputed } = readReferences()
    expect(
      latest.papers
        .map(({ reference }) => reference)
        .slice(0, 2)
        .sort(),
    ).toEqual([paid, credited].sort())
    expect(latest.papers.slice(2).map(({ reference }) => reference)).toEqual([advised, disputed])
    expect(latest.hasMore).toBe(false)
    const props = { currencies: ['EUR'], language: 'en', typed: { from: '', to: '', view: '' }, problems: [] } as const
    const format = getFormatters('en', creditor.timeZone)
    const page = createElement(DocumentsPage, { ...props, latest, mayPay: true, isWholeAccount: true, format })
    const html = renderToStaticMarkup(createElement(I18nextProvider, { i18n: getTranslations('en') }, page))
    for (const { kind, id, reference } of latest.papers) {
      const [folder, file] = {
        receipt: ['payments', 'receipt'],
        remittance_advice: ['payments', 'advice.pdf'],
        dispute_file: ['disputes', 'file.pdf'],
        demand_letter: ['reminders', 'letter.pdf'],
      }[kind]
      expect(html).toContain(`href="/${folder}/${id}/${file}"`)
      expect(html).toContain(reference)
    }
    await createInvoice(test, debtor, { number: 'MANY', payableMinor: 50_00 })
    for (let count = 0; count < 11; count += 1) await prepareTransfer(papers, 'MANY')
    const many = await exports.listLatestPapers(account, context)
    expect(many.papers.filter(({ kind }) => kind === 'remittance_advice')).toHaveLength(10)
    expect(many.hasMore).toBe(true)
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { addDays, calendarDay, countDaysBetween, parseCalendarDay } from '~/domain/calendar-day'
import type { InvoiceDocument } from '~/domain/invoice'
import { findInvoiceDifferences } from '~/domain/invoice-consistency'
import { readDocuments } from '~/ingest/read-documents.server'
import { collectAll } from './collect-for-tests'
import { generateSampleFiles, type SampleFile } from './generate-samples'
import { sampleCreditors } from './sample-creditors'

const anchorOn = calendarDay('2026-11-21')
let files: SampleFile[]

beforeAll(async () => {
  files = await collectAll(generateSampleFiles(anchorOn))
})

function listDocuments(): { creditorSlug: string; document: InvoiceDocument }[] {
  return files.flatMap(({ creditorSlug, documents }) => documents.map((document) => ({ creditorSlug, document })))
}

describe('the set of samples', () => {
  it('has three creditors, twelve debtors in five languages, each with something to pay', () => {
    const debtors = sampleCreditors.flatMap((creditor) => creditor.debtors)
    expect(sampleCreditors.map((creditor) => creditor.timeZone)).toEqual([
      'Europe/Berlin',
      'Europe/London',
      'America/Chicago',
    ])
    expect(debtors).toHaveLength(12)
    expect(new Set(debtors.map(({ locale }) => locale.slice(0, 2)))).toEqual(new Set(['de', 'ro', 'fy', 'en', 'ar']))
    const invoiced = new Set(
      listDocuments().map(({ creditorSlug, document }) => `${creditorSlug} ${document.debtorExternalId}`),
    )
    expect(invoiced.size).toBe(12)
  })

  it('covers six currencies, three formats and every kind of document it promises', () => {
    const documents = listDocuments().map(({ document }) => document)
    expect(new Set(documents.map(({ currency }) => currency))).toEqual(
      new Set(['EUR', 'RON', 'CHF', 'GBP', 'KWD', 'USD']),
    )
    const texts = files
      .filter((file) => file.mediaType === 'application/xml')
      .map((file) => Buffer.from(file.bytes).toString())
    for (const root of ['<Invoice ', '<CreditNote ', '<rsm:CrossIndustryInvoice ']) {
      expect(texts.filter((text) => text.includes(root)).length).toBeGreaterThan(0)
    }
    for (const marker of [
      '#SKONTO#TAGE=8#PROZENT=3.00#',
      '#BASISBETRAG=10000.00#',
      'ram:ApplicableTradePaymentDiscountTerms',
    ]) {
      expect(texts.filter((text) => text.includes(marker)).length).toBeGreaterThan(0)
    }
    const countWhere = (test: (document: InvoiceDocument) => boolean) => documents.filter(test).length
    expect(countWhere(({ lines }) => lines.length === 700)).toBe(1)
    expect(countWhere(({ lines }) => lines.length >= 45 && lines.length < 700)).toBe(1)
    expect(countWhere(({ attachments }) => attachments.length > 0)).toBe(2)
    expect(countWhere(({ totals }) => totals.prepaidMinor > 0)).toBeGreaterThan(2)
    expect(countWhere(({ totals }) => totals.roundingMinor !== 0)).toBeGreaterThan(1)
    expect(countWhere(({ taxBreakdown }) => taxBreakdown.some(({ category }) => category === 'AE'))).toBeGreaterThan(1)
    expect(countWhere(({ kind }) => kind === 'credit_note')).toBeGreaterThan(60)
    expect(countWhere(({ taxBreakdown }) => taxBreakdown.length > 1)).toBeGreaterThan(1_000)
    expect(countWhere(({ lines }) => lines.some(({ name }) => /\p{Script=Arabic}/u.test(name)))).toBeGreaterThan(10)
    expect(countWhere(({ lines }) => lines.some(({ name }) => /[ăâîșț]/i.test(name)))).toBeGreaterThan(10)
    expect(countWhere(({ lines }) => lines.some(({ name }) => name.length > 150))).toBeGreaterThan(0)
  })

  it('has 5,000 invoices of one debtor over three years', () => {
    const ledger = listDocuments().filter(
      ({ document }) => document.debtorExternalId === 'LARK01' && document.kind === 'invoice',
    )
    expect(ledger).toHaveLength(5_000)
    const ages = ledger.map(({ document }) => countDaysBetween(document.issueOn, anchorOn))
    expect(Math.max(...ages)).toBe(1_095)
    expect(Math.min(...ages)).toBe(0)
  })

  it('names each document once for a creditor, and each file', () => {
    const names = listDocuments().map(
      ({ creditorSlug, document }) => `${creditorSlug} ${document.kind} ${document.number}`,
    )
    expect(new Set(names).size).toBe(names.length)
    const paths = files.map(({ creditorSlug, filename }) => `${creditorSlug}/${filename}`)
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths.filter((path) => !/^[a-z]+\/[A-Za-z0-9.-]+$/.test(path))).toEqual([])
  })

  it('names only preceding invoices that exist, issued on the day stated', () => {
    const issueOn = new Map(
      listDocuments().map(({ creditorSlug, document }) => [`${creditorSlug} ${document.number}`, document.issueOn]),
    )
    for (const { creditorSlug, document } of listDocuments()) {
      for (const preceding of document.precedingInvoices ?? []) {
        expect(issueOn.get(`${creditorSlug} ${preceding.number}`), document.number).toBe(preceding.issueOn)
      }
    }
  })

  it('dates everything from the anchor, with rising numbers and no invoice of the future', () => {
    const lastIssue = new Map<string, { number: string; issueOn: string }>()
    const inOrder = listDocuments().sort((a, b) => (a.document.number < b.document.number ? -1 : 1))
    for (const { creditorSlug, document } of inOrder) {
      expect(parseCalendarDay(document.issueOn), document.number).toBe(document.issueOn)
      expect(document.issueOn <= anchorOn, document.number).toBe(true)
      if (document.kind === 'credit_note') continue
      expect(parseCalendarDay(document.dueOn ?? ''), document.number).toBe(document.dueOn)
      const series = `${creditorSlug} ${document.debtorExternalId} ${document.number.replace(/\d+$/, '')}`
      expect((lastIssue.get(series)?.issueOn ?? '') <= document.issueOn, document.number).toBe(true)
      lastIssue.set(series, document)
    }
  })
})

describe('the same samples on another day', () => {
  it('are the same bytes for the same anchor', async () => {
    const again = await collectAll(generateSampleFiles(anchorOn))
    expect(again.map(({ filename }) => filename)).toEqual(files.map(({ filename }) => filename))
    expect(again.every((file, index) => Buffer.from(file.bytes).equals(files[index]!.bytes))).toBe(true)
  })

  it('keep numbers and amounts when the anchor moves, and shift every day by as much', async () => {
    const moved = await collectAll(generateSampleFiles(addDays(anchorOn, 400)))
    const describeDocument = ({ number, totals, issueOn }: InvoiceDocument, shift: number) => ({
      number,
      totals,
      issueOn: addDays(issueOn, shift),
    })
    expect(moved.flatMap((file) => file.documents.map((document) => describeDocument(document, 0)))).toEqual(
      files.flatMap((file) => file.documents.map((document) => describeDocument(document, 400))),
    )
  })
})

describe('judged by the portal itself', () => {
  it('says in UBL and CII exactly what was meant', async () => {
    for (const file of files.filter(({ mediaType }) => mediaType === 'application/xml')) {
      const [meant] = file.documents
      const [result] = await collectAll(readDocuments(file.bytes))
      expect(result, file.filename).toMatchObject({ ok: true })
      if (!result?.ok || !meant) continue
      const { paymentTerms, attachments, ...read } = result.document
      const { paymentTerms: meantTerms, attachments: meantAttachments, ...rest } = meant
      expect(read, file.filename).toEqual(rest)
      expect(paymentTerms?.split('\n#SKONTO#')[0], file.filename).toBe(meantTerms)
      expect(
        attachments.map((attachment) => ({ ...attachment, content: Buffer.from(attachment.content ?? []) })),
      ).toEqual(
        meantAttachments.map((attachment) => ({ ...attachment, content: Buffer.from(attachment.content ?? []) })),
      )
    }
  })

  it('has no figure that does not follow from the others', () => {
    for (const { document } of listDocuments()) expect(findInvoiceDifferences(document), document.number).toEqual([])
  })

  it('says in CSV the same figures, days, debtor and lines', async () => {
    const describeDocument = (document: InvoiceDocument) => ({
      kind: document.kind,
      number: document.number,
      debtor: document.debtorExternalId,
      currency: document.currency,
      issueOn: document.issueOn,
      dueOn: document.dueOn,
      totals: document.totals,
      taxes: document.taxBreakdown.map(({ category, percent, taxableMinor, taxMinor }) => ({
        category,
        percent,
        taxableMinor,
        taxMinor,
      })),
      discounts: document.settlementDiscounts,
      purchaseOrder: document.purchaseOrder,
      lines: document.lines.map(({ name, quantity, unitPrice, netMinor }) => ({ name, quantity, unitPrice, netMinor })),
    })
    const byNumber = (a: { number: string }, b: { number: string }) => (a.number < b.number ? -1 : 1)
    for (const file of files.filter(({ mediaType }) => mediaType === 'text/csv')) {
      const results = await collectAll(readDocuments(file.bytes))
      expect(results.filter((result) => !result.ok)).toEqual([])
      const read = results.flatMap((result) => (result.ok ? [describeDocument(result.document)] : []))
      expect(read.sort(byNumber), file.filename).toEqual(file.documents.map(describeDocument).sort(byNumber))
    }
  })
})

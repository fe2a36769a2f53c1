import { existsSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { writeInvoiceLineRows } from '~/components/write-invoice-lines'
import { createStatementReader } from '~/data/statement-reader.server'
import type { AccountInvoiceLine } from '~/domain/account-invoice'
import { calendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import { getFormatters } from '~/i18n/formatters'
import { getTranslations } from '~/i18n/translator.server'
import { readInvoice } from '~/use-cases/read-invoice'
import { readInvoiceFile } from '~/use-cases/read-invoice-file'
import type { DebtorAccount } from '~/use-cases/ports/statement-reader'
import { createCreditor } from '../factories/creditors'
import { buildInvoiceDocument, buildInvoiceOf } from '../factories/invoice-document'
import { useTestDatabase } from '../setup/database'
import { useImports } from '../setup/import-harness'

const test = await useTestDatabase()
const imports = await useImports(test)
const deps = { statementReader: createStatementReader(test.database.reader), fileStore: imports.fileStore }

let creditor: Creditor

beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test)
})

async function findAccount(externalId: string): Promise<DebtorAccount> {
  const debtor = await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ debtors }) =>
    debtors.findByExternalId(creditor.id, externalId),
  )
  if (!debtor) throw new Error(`no debtor ${externalId}`)
  return { creditorId: creditor.id, debtorId: debtor.id }
}

const read = (account: DebtorAccount, number: string, kind: 'invoice' | 'credit_note' | null = null) =>
  readInvoice(deps, account, { number, kind }, { timeZone: creditor.timeZone, today: calendarDay('2026-11-21') })

const EXTENSION_SAMPLE = path.resolve(
  '../shared/data/einvoice/xrechnung/business-cases/extension/04.01a-INVOICE_ubl.xml',
)

describe('a document of the account', () => {
  it('says what the imported document said', async () => {
    const document = buildInvoiceDocument({
      paymentTerms: '30 days net',
      purchaseOrder: 'PO-7',
      notes: ['First', 'Second'],
      periodStartOn: calendarDay('2026-09-01'),
      periodEndOn: calendarDay('2026-09-30'),
      precedingInvoices: [{ number: 'RE-900' }],
      settlementDiscounts: [{ deadlineOn: calendarDay('2026-10-11'), rateBps: 200 }],
    })
    await imports.importDocuments(creditor.id, [document])
    const invoice = await read(await findAccount('D-77'), 'RE-1001')
    expect(invoice).toMatchObject({
      kind: 'invoice',
      number: 'RE-1001',
      issueOn: '2026-10-01',
      dueOn: '2026-10-31',
      purchaseOrder: 'PO-7',
      payableMinor: 11_900,
      openMinor: 11_900,
      importedOn: '2026-11-21',
      original: null,
      attachments: [],
      settlements: [],
    })
    const { notes, paymentTerms, settlementDiscounts, totals, taxBreakdown, buyer, precedingInvoices } = document
    expect(invoice?.document).toMatchObject({
      notes,
      paymentTerms,
      settlementDiscounts,
      totals,
      taxBreakdown,
      buyer,
      precedingInvoices,
    })
    expect(invoice?.lines).toEqual([
      expect.objectContaining({
        lineId: '1',
        name: 'Oak board',
        quantity: '4.00',
        unitPrice: '25.00',
        netMinor: 10_000,
      }),
    ])
  })

  it('has what a line is made of inside the line, and counted once', async () => {
    const part = { quantity: '2', unitCode: 'MTR', unitPrice: '15.00', netMinor: 3_000, taxPercent: '19' }
    const [line] = buildInvoiceDocument().lines
    const document = buildInvoiceDocument({
      lines: [
        {
          ...line!,
          subLines: [
            { lineId: '1.1', name: 'Board', quantity: '1', netMinor: 7_000, note: 'Planed' },
            { lineId: '1.2', name: 'Edge', ...part, subLines: [{ lineId: '1.2.1', name: 'Glue', ...part }] },
          ],
        },
      ],
    })
    await imports.importDocuments(creditor.id, [document])
    const invoice = await read(await findAccount('D-77'), 'RE-1001')
    expect(invoice?.lines).toHaveLength(1)
    expect(invoice?.lines[0]).toMatchObject({ name: 'Oak board', netMinor: 10_000 })
    const none = { unitCode: null, unitPrice: null, taxPercent: null }
    expect(invoice?.lines[0]?.details?.subLines).toEqual([
      { lineId: '1.1', name: 'Board', quantity: '1', netMinor: 7_000, ...none, details: { note: 'Planed' } },
      {
        lineId: '1.2',
        name: 'Edge',
        ...part,
        details: { subLines: [{ lineId: '1.2.1', name: 'Glue', ...part, details: {} }] },
      },
    ])
  })

  it.skipIf(!existsSync(EXTENSION_SAMPLE))(
    'shows the sub-lines of an XRechnung, each once (skipped without ../shared/data)',
    async () => {
      const { results } = await imports.importFiles(creditor.id, [
        { filename: 'sample.xml', content: { path: EXTENSION_SAMPLE } },
      ])
      const [imported] = results
      if (imported?.result !== 'imported') throw new Error('not imported')
      const invoice = await read(await findAccount(imported.debtorExternalId), imported.number)
      const countParts = (lines: readonly AccountInvoiceLine[]): number =>
        lines.reduce(
          (count, { details }) => count + (details?.subLines?.length ?? 0) + countParts(details?.subLines ?? []),
          0,
        )
      expect(countParts(invoice!.lines)).toBe(13)
      const sum = invoice!.lines.reduce((total, { netMinor }) => total + netMinor, 0)
      expect(sum).toBe(invoice!.document.totals.lineNetMinor)
      const { text } = writeInvoiceLineRows(
        invoice!,
        getTranslations('de').getFixedT('de', 'invoice'),
        getFormatters('de', 'Europe/Berlin'),
      )
      expect(text.match(/<tr/g)).toHaveLength(invoice!.lines.length + 13)
      expect(text).toContain('<tr data-depth="2"><td>1.1.1</td>')
      expect(text).toContain('Demontage TW-Rohrleitung DN 12-25')
    },
  )

  it('keeps 700 lines in their order', async () => {
    const lines = Array.from({ length: 700 }, (_, index) => ({
      lineId: `L${index}`,
      name: `Item ${index}`,
      quantity: '1',
      netMinor: 1_00,
    }))
    await imports.importDocuments(creditor.id, [{ ...buildInvoiceOf(700_00, { number: 'LONG' }), lines }])
    const invoice = await read(await findAccount('D-77'), 'LONG')
    expect(invoice?.lines.map(({ lineId }) => lineId)).toEqual(lines.map(({ lineId }) => lineId))
  })

  it('tells an invoice from a credit note of the same number', async () => {
    await imports.importDocuments(creditor.id, [
      buildInvoiceOf(50_00, { number: '17' }),
      buildInvoiceOf(20_00, { number: '17', kind: 'credit_note' }),
    ])
    const account = await findAccount('D-77')
    expect(await read(account, '17')).toMatchObject({ kind: 'invoice', payableMinor: 50_00 })
    expect(await read(account, '17', 'credit_note')).toMatchObject({ kind: 'credit_note', payableMinor: 20_00 })
    expect(await read(account, '18')).toBeNull()
  })

  it('is not there for another debtor of the same creditor', async () => {
    await imports.importDocuments(creditor.id, [
      buildInvoiceOf(50_00, { number: 'A' }),
      buildInvoiceOf(50_00, { number: 'B', debtorExternalId: 'D-78' }),
    ])
    expect(await read(await findAccount('D-78'), 'A')).toBeNull()
    expect(await read(await findAccount('D-78'), 'B')).not.toBeNull()
  })
})

describe('the files of a document', () => {
  it('come back byte for byte, to their own account alone', async () => {
    const content = new TextEncoder().encode('%PDF-1.7 not really')
    await imports.importDocuments(creditor.id, [
      buildInvoiceDocument({
        attachments: [{ reference: 'DN-1', filename: 'delivery.pdf', mediaType: 'application/pdf', content }],
      }),
      buildInvoiceOf(50_00, { number: 'OTHER', debtorExternalId: 'D-78' }),
    ])
    const account = await findAccount('D-77')
    const address = { number: 'RE-1001', kind: null }
    const [attachment] = (await read(account, 'RE-1001'))?.attachments ?? []
    expect(attachment).toMatchObject({ file: { filename: 'delivery.pdf', mediaType: 'application/pdf', byteSize: 19 } })
    const file = await readInvoiceFile(deps, account, address, attachment!.id)
    expect(new Uint8Array(file!.content)).toEqual(content)
    expect(await readInvoiceFile(deps, await findAccount('D-78'), address, attachment!.id)).toBeNull()
    expect(await readInvoiceFile(deps, account, { number: 'OTHER', kind: null }, attachment!.id)).toBeNull()
    expect(await readInvoiceFile(deps, account, address, 'not an id')).toBeNull()
    expect(await readInvoiceFile(deps, account, address, null)).toBeNull()
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
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
  readInvoice(deps, account, { number, kind }, creditor.timeZone)

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

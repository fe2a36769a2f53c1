import { describeScope } from '~/data/database.server'
import { calendarDay } from '~/domain/calendar-day'
import type { Debtor } from '~/domain/debtor'
import type { DocumentKind } from '~/domain/invoice'
import type { InvoiceId } from '~/domain/ids'
import type { TestDatabase } from '../setup/database'

let count = 0

export interface InvoiceRow {
  kind: DocumentKind
  number: string
  /** Calendar days, YYYY-MM-DD. */
  issueOn: string
  dueOn: string
  currency: string
  payableMinor: number
  /** What is not yet settled; all of it unless told otherwise. */
  openMinor: number
  pendingMinor: number
  disputedMinor: number
  purchaseOrder: string | null
}

/**
 * Writes an invoice as a bare row of one line, past the import: for tests of what happens to invoices afterwards.
 * Returns its id and the values that were written.
 */
export async function createInvoice(
  test: Pick<TestDatabase, 'ids' | 'database'>,
  debtor: Debtor,
  overrides: Partial<InvoiceRow> = {},
): Promise<InvoiceRow & { id: InvoiceId }> {
  count += 1
  const id = test.ids.uuid() as InvoiceId
  const payableMinor = overrides.payableMinor ?? 119_00
  const row: InvoiceRow = {
    kind: 'invoice',
    number: `R-${String(count).padStart(5, '0')}`,
    issueOn: '2026-10-15',
    dueOn: '2026-11-14',
    currency: 'EUR',
    payableMinor,
    openMinor: payableMinor,
    pendingMinor: 0,
    disputedMinor: 0,
    purchaseOrder: null,
    ...overrides,
  }
  const owner = { creditorId: debtor.creditorId, debtorId: debtor.id }
  const netMinor = Math.round(row.payableMinor / 1.19)
  const scope = describeScope({ kind: 'creditor', creditorId: debtor.creditorId })
  await test.database.prisma.$transaction(async (prisma) => {
    await prisma.$executeRaw`select set_config('quittance.creditor', ${scope.creditor}, true)`
    await prisma.invoice.create({
      data: {
        ...row,
        ...owner,
        id,
        issueOn: new Date(calendarDay(row.issueOn)),
        dueOn: new Date(calendarDay(row.dueOn)),
        netMinor,
        taxMinor: row.payableMinor - netMinor,
        lineCount: 1,
        contentSha256: id.replaceAll('-', '').padEnd(64, '0'),
        sourceFormat: 'json',
        importRunId: test.ids.uuid(),
        details: {},
      },
    })
    await prisma.invoiceLine.create({
      data: {
        ...owner,
        invoiceId: id,
        position: 1,
        lineId: '1',
        name: 'Delivery as agreed',
        quantity: '1',
        unitCode: 'C62',
        netMinor,
        taxPercent: '19',
      },
    })
  })
  return { ...row, id }
}

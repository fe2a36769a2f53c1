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
  plannedMinor: number
  disputedMinor: number
  purchaseOrder: string | null
}

interface LineRow {
  name: string
  quantity: string
  unitPrice: string | null
  netMinor: number
  taxPercent: string | null
}

interface DocumentContent {
  lines?: readonly LineRow[]
  /** What it promises itself for being paid early. */
  discounts?: readonly { deadlineOn: string; rateBps: number }[]
  /** Of a credit note: the number of the invoice that it corrects. */
  corrects?: string
}

/**
 * Writes an invoice as a bare row, of one line unless told otherwise, past the import: for tests of what happens to
 * invoices afterwards.
 * Returns its id and the values that were written.
 */
export async function createInvoice(
  test: Pick<TestDatabase, 'ids' | 'database'>,
  debtor: Debtor,
  { lines, discounts = [], corrects, ...overrides }: Partial<InvoiceRow> & DocumentContent = {},
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
    plannedMinor: 0,
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
        claimedMinor: row.disputedMinor,
        issueOn: new Date(calendarDay(row.issueOn)),
        dueOn: new Date(calendarDay(row.dueOn)),
        netMinor,
        taxMinor: row.payableMinor - netMinor,
        lineCount: lines?.length ?? 1,
        contentSha256: id.replaceAll('-', '').padEnd(64, '0'),
        sourceFormat: 'json',
        importRunId: test.ids.uuid(),
        details: {
          ...describeDocument(debtor, row.kind, netMinor, row.payableMinor),
          settlementDiscounts: discounts.map((discount) => ({ ...discount })),
          ...(corrects === undefined ? {} : { precedingInvoices: [{ number: corrects }] }),
        },
      },
    })
    const only = { name: 'Delivery as agreed', quantity: '1', unitPrice: null, netMinor, taxPercent: '19' }
    await prisma.invoiceLine.createMany({
      data: (lines ?? [only]).map((line, index) => ({
        ...owner,
        ...line,
        invoiceId: id,
        position: index + 1,
        lineId: String(index + 1),
        unitCode: 'C62',
      })),
    })
  })
  return { ...row, id }
}

/** The least that a document says. */
function describeDocument(debtor: Debtor, kind: DocumentKind, netMinor: number, payableMinor: number) {
  const taxMinor = payableMinor - netMinor
  return {
    kind,
    buyer: { name: debtor.name },
    debtorExternalId: debtor.externalId,
    settlementDiscounts: [],
    allowancesAndCharges: [],
    taxBreakdown: [{ category: 'S', percent: '19', taxableMinor: netMinor, taxMinor }],
    totals: {
      ...{ lineNetMinor: netMinor, allowanceMinor: 0, chargeMinor: 0, netMinor, taxMinor },
      ...{ grossMinor: payableMinor, prepaidMinor: 0, roundingMinor: 0, payableMinor },
    },
    attachments: [],
  }
}

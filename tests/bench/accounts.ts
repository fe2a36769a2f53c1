/** The accounts the bench reads: written by the same import as any other, on a database of their own. */
import { createHash } from 'node:crypto'
import { createJobRunner } from '~/data/job-queue.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import { openDatabase } from '~/data/database.server'
import { addDays, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { InvoiceDocument, InvoiceLine } from '~/domain/invoice'
import { createIdSource } from '~/platform/ids.server'
import { importInvoices } from '~/use-cases/import-invoices'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { openAccessLink } from '~/use-cases/open-access-link'
import type { DocumentReader } from '~/use-cases/ports/document-reader'

const TIME_ZONE = 'Europe/Amsterdam'

export interface BenchAccount {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly sessionToken: string
}

export interface BenchAccounts {
  readonly today: CalendarDay
  readonly timeZone: string
  /** 100 open invoices of five lines. */
  readonly usual: BenchAccount
  /** 5,000 open invoices, and LONG-700 with 700 lines. */
  readonly large: BenchAccount
  /** SHORT-5 with five lines and LONG-500 with 500. */
  readonly lines: BenchAccount
}

/** Fills an empty, migrated database. Amounts and days are fixed arithmetic, so every run reads the same pages. */
export async function writeBenchAccounts(databaseUrl: string): Promise<BenchAccounts> {
  const database = openDatabase(databaseUrl, 4)
  const jobs = createJobRunner(database, (error) => {
    throw error
  })
  await jobs.start()
  try {
    const clock = { now: () => new Date() }
    const today = dayOfInstant(clock.now(), TIME_ZONE)
    const deps = { unitOfWork: createUnitOfWork(database, jobs), clock, ids: createIdSource() }
    const creditorId = deps.ids.uuid() as CreditorId
    await deps.unitOfWork.run({ kind: 'system' }, ({ creditors }) => creditors.insert(describeCreditor(creditorId)))

    const documents = [
      ...Array.from({ length: 100 }, (_, index) => describeInvoice(`B-${1000 + index}`, 'USUAL', 5, index, today)),
      ...Array.from({ length: 5_000 }, (_, index) => describeInvoice(`L-${10_000 + index}`, 'LARGE', 3, index, today)),
      describeInvoice('LONG-700', 'LARGE', 700, 1, today),
      describeInvoice('SHORT-5', 'LINES', 5, 1, today),
      describeInvoice('LONG-500', 'LINES', 500, 1, today),
    ]
    const summary = await importInvoices(
      {
        ...deps,
        documentReader: readGiven(documents),
        fileStore: { put: () => Promise.reject(new Error('no files')), get: () => Promise.resolve(null) },
      },
      { creditorId, source: 'seed', files: [{ filename: 'bench', content: new Uint8Array() }], onResult() {} },
    )
    if (summary.invoiceCount !== documents.length) throw new Error(`imported only ${summary.invoiceCount} invoices`)

    const open = async (debtorExternalId: string): Promise<BenchAccount> => {
      const issued = await issueAccessLink(
        { ...deps, publicOrigin: 'http://127.0.0.1' },
        {
          creditorId,
          debtorExternalId,
          scope: ['view', 'pay'],
          lifetimeHours: 24,
          locale: 'en-GB',
          recipient: null,
          issuedBy: 'cli',
        },
      )
      if (!issued.ok) throw new Error(issued.failure)
      const token = issued.value.url.split('/').at(-1) ?? ''
      const opened = await openAccessLink(deps, { token, clientHint: null })
      if (!opened.ok) throw new Error(opened.failure)
      return { creditorId, debtorId: opened.value.link.debtorId, sessionToken: opened.value.sessionToken }
    }
    const accounts = { usual: await open('USUAL'), large: await open('LARGE'), lines: await open('LINES') }
    await database.pool.query('vacuum analyze')
    return { today, timeZone: TIME_ZONE, ...accounts }
  } finally {
    await jobs.stop()
    await database.close()
  }
}

function describeCreditor(id: CreditorId) {
  return {
    id,
    slug: 'bench',
    name: 'Oosterdok Supplies B.V.',
    timeZone: TIME_ZONE,
    defaultLocale: 'en-GB',
    defaultCurrency: getCurrency('EUR'),
    countryCode: 'NL',
    vatId: 'NL000099998B57',
    addressLines: ['Oosterdokskade 12', '1011 AD Amsterdam'],
    supportEmail: 'accounts@oosterdok.example',
    supportPhone: null,
    brandColor: '#8a1f4b',
    defaultTermsDays: 30,
    bankAccounts: [],
    gateways: ['sandbox'],
    linkLifetimeDays: 30,
  }
}

const ITEMS = ['Copper pipe 22 mm, 3 m', 'Ball valve 1/2 inch', 'Press fitting 90°', 'Insulation sleeve', 'Delivery']

function describeInvoice(
  number: string,
  debtorExternalId: string,
  lineCount: number,
  index: number,
  today: CalendarDay,
): InvoiceDocument {
  const lines = Array.from({ length: lineCount }, (_, position): InvoiceLine => {
    const quantity = 1 + ((index + position) % 12)
    const priceMinor = 1_45 + ((index * 37 + position * 113) % 90_00)
    return {
      lineId: String(position + 1),
      name: ITEMS[position % ITEMS.length] ?? '',
      quantity: String(quantity),
      unitCode: 'C62',
      unitPrice: (priceMinor / 100).toFixed(2),
      netMinor: quantity * priceMinor,
      taxCategory: 'S',
      taxPercent: '21',
      sellerItemId: `OS-${4000 + position}`,
    }
  })
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0)
  const taxMinor = Math.round(netMinor * 0.21)
  const issueOn = addDays(today, -(index % 110) - 1)
  return {
    kind: 'invoice',
    number,
    issueOn,
    dueOn: addDays(issueOn, 30),
    currency: getCurrency('EUR'),
    purchaseOrder: `PO-${70_000 + index}`,
    paymentTerms: '30 days net',
    seller: { name: 'Oosterdok Supplies B.V.', city: 'Amsterdam', countryCode: 'NL', vatId: 'NL000099998B57' },
    buyer: { name: 'Installatiebedrijf De Zwaan', city: 'Utrecht', countryCode: 'NL', addressLines: ['Biltstraat 7'] },
    debtorExternalId,
    settlementDiscounts: [],
    lines,
    allowancesAndCharges: [],
    taxBreakdown: [{ category: 'S', percent: '21', taxableMinor: netMinor, taxMinor }],
    totals: {
      lineNetMinor: netMinor,
      allowanceMinor: 0,
      chargeMinor: 0,
      netMinor,
      taxMinor,
      grossMinor: netMinor + taxMinor,
      prepaidMinor: 0,
      roundingMinor: 0,
      payableMinor: netMinor + taxMinor,
    },
    attachments: [],
  }
}

function getCurrency(code: string) {
  const currency = parseCurrencyCode(code)
  if (currency === null) throw new Error(code)
  return currency
}

function readGiven(documents: readonly InvoiceDocument[]): DocumentReader {
  return {
    async *read() {
      for (const document of documents) {
        const contentHash = createHash('sha256').update(JSON.stringify(document)).digest('hex')
        yield { ok: true, document, source: { format: 'json', contentHash } }
      }
    },
  }
}

/** A synthetic month in the database and as the file of a bank. */
import pg from 'pg'
import { z } from 'zod'
import { isQrReference, parseBankReference } from '~/domain/bank-reference'
import { parseCurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, InvoiceId, PaymentId } from '~/domain/ids'
import { formatMinorAsDecimal } from '~/domain/money'
import type { Payment } from '~/domain/payment'
import { createDocumentReader } from '~/ingest/document-reader.server'
import { makeCamt, makeCamtEntry } from '~/ingest/testing/sample-camt'
import { importInvoices } from '~/use-cases/import-invoices'
import type { Clock } from '~/use-cases/ports/clock'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { IdSource } from '~/use-cases/ports/ids'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { registerCreditor } from '~/use-cases/register-creditor'
import type { MonthInvoice, MonthPayment, MonthTransfer, TransferMonth } from '../factories/transfer-month'

export interface WrittenMonth {
  creditorId: CreditorId
  /** camt.053 */
  content: Uint8Array
  invoiceCount: number
  /** Who each transfer is from, by the bank's reference. */
  meant: ReadonlyMap<string, DebtorId>
}

interface Parts {
  databaseUrl: string
  unitOfWork: UnitOfWork
  ids: IdSource
  clock: Clock
  fileStore: FileStore
}

/** A creditor with the month's open invoices and announced payments, none of its transfers in yet. */
export async function writeMonth(
  parts: Parts,
  { slug, month }: { slug: string; month: TransferMonth },
): Promise<WrittenMonth> {
  const euro = parseCurrencyCode('EUR')
  if (euro === null) throw new Error('EUR is not a currency')
  const creditor = await registerCreditor(parts, {
    creditor: {
      ...{ slug, name: slug, timeZone: 'Europe/Berlin', defaultLocale: 'de', defaultCurrency: euro, countryCode: 'DE' },
      ...{ vatId: null, addressLines: [], supportEmail: 'bench@example.com', supportPhone: null },
      ...{ brandColor: '#000000', defaultTermsDays: 30, bankAccounts: [], gateways: ['bank-transfer'] },
      linkLifetimeDays: 30,
    },
    debtors: [],
  })
  const open = month.invoices.filter(({ openMinor }) => openMinor > 0)
  const summary = await importInvoices(
    { ...parts, documentReader: createDocumentReader() },
    {
      ...{ creditorId: creditor.id, source: 'cli' },
      files: [{ filename: 'invoices.csv', content: Buffer.from(writeInvoices(month, open)) }],
      onResult: () => undefined,
    },
  )
  if (summary.invoiceCount !== open.length) throw new Error(`${summary.invoiceCount} of ${open.length} were imported`)
  const found = await findInvoices(parts, creditor.id)
  await announcePayments(parts, creditor.id, month, found)
  const meant = new Map(
    month.transfers.map(({ meant: { invoices } }, index) => {
      const [first] = invoices
      const invoice = first && found.get(first.number)
      if (!invoice) throw new Error(`transfer ${index} is for nothing`)
      return [writeBankReference(index), invoice.debtorId] as const
    }),
  )
  const entries = month.transfers.map(writeEntry)
  return { creditorId: creditor.id, content: Buffer.from(makeCamt({ entries })), invoiceCount: open.length, meant }
}

function writeInvoices({ debtors }: TransferMonth, invoices: readonly MonthInvoice[]): string {
  const names = new Map(debtors.map(({ id, name }) => [id, name]))
  const head = 'number,issue_date,due_date,currency,debtor_id,debtor_name,item_name,quantity,unit_price'
  const rows = invoices.map(({ number, debtorId, currency, openMinor }) =>
    [
      ...[number, '2026-10-01', '2026-10-31', currency, debtorId, names.get(debtorId) ?? debtorId],
      ...['Goods', '1', formatMinorAsDecimal(openMinor, currency)],
    ].join(','),
  )
  return [head, ...rows, ''].join('\n')
}

type FoundInvoices = ReadonlyMap<string, { id: InvoiceId; debtorId: DebtorId }>

const foundSchema = z.array(
  z.object({
    number: z.string(),
    id: z.string().transform((id) => id as InvoiceId),
    debtorId: z.string().transform((id) => id as DebtorId),
  }),
)

/** By number. */
async function findInvoices({ databaseUrl }: Parts, creditorId: CreditorId): Promise<FoundInvoices> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(`select set_config('quittance.creditor', $1, false)`, [creditorId])
    const { rows } = await client.query(
      'select number, id, debtor_id as "debtorId" from invoice where creditor_id = $1',
      [creditorId],
    )
    return new Map(foundSchema.parse(rows).map((row) => [row.number, row]))
  } finally {
    await client.end()
  }
}

/** Those who announced their transfer in the portal. */
async function announcePayments(
  { unitOfWork, ids, clock }: Parts,
  creditorId: CreditorId,
  month: TransferMonth,
  found: FoundInvoices,
): Promise<void> {
  await unitOfWork.run({ kind: 'creditor', creditorId }, async ({ payments }) => {
    for (const announced of month.payments) {
      const invoices = announced.invoices.flatMap(({ number }) => found.get(number) ?? [])
      const [first] = invoices
      if (!first || invoices.length !== announced.invoices.length) throw new Error('an announced invoice is missing')
      const whose = { creditorId, debtorId: first.debtorId, id: ids.uuid() as PaymentId }
      const intents = announced.invoices.map(({ openMinor }, index) => ({
        ...{ invoiceId: invoices[index]?.id ?? first.id, amountMinor: openMinor, concession: null, reserved: false },
      }))
      await payments.insert(makePayment(whose, announced, clock), intents)
    }
  })
}

function makePayment(
  whose: Pick<Payment, 'id' | 'creditorId' | 'debtorId'>,
  { reference, bankReference, currency, amountMinor }: MonthPayment,
  clock: Clock,
): Payment {
  const now = clock.now()
  return {
    ...{ ...whose, reference, idempotencyKey: `bench ${whose.id}`, requestSha256: null, status: 'pending' },
    ...{ currency, amountMinor, settledCurrency: currency, settledMinor: amountMinor, quoteId: null },
    ...{ origin: 'bank_transfer', purpose: null, gateway: 'bank-transfer', method: 'bank_transfer' },
    ...{ gatewayReference: `bench ${whose.id}`, transactionReference: null, bankReference },
    ...{ keepsMethod: false, savedMethodId: null, redirectUrl: null, failureCode: null },
    ...{ locale: 'de', linkId: null, payerName: null, payerEmail: null },
    ...{ createdAt: now, expiresAt: new Date(now.getTime() + 60 * 86_400_000), succeededAt: null, endedAt: null },
    ...{ receivedMinor: null, refundedMinor: 0, chargedBackMinor: 0 },
  }
}

const writeBankReference = (index: number) => `B-${index}`

function writeEntry({ transaction }: MonthTransfer, index: number): string {
  const { amount, bookedOn, counterparty, remittance } = transaction
  const { name, iban } = counterparty
  return makeCamtEntry({
    amount: formatMinorAsDecimal(amount.amountMinor, amount.currency),
    ...(bookedOn === null ? {} : { bookedOn }),
    bankReference: writeBankReference(index),
    details: `<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties>${
      name === null ? '' : `<Dbtr><Pty><Nm>${escapeXml(name)}</Nm></Pty></Dbtr>`
    }${iban === null ? '' : `<DbtrAcct><Id><Othr><Id>${iban}</Id></Othr></Id></DbtrAcct>`}</RltdPties><RmtInf>${remittance.unstructured
      .map((line) => `<Ustrd>${escapeXml(line)}</Ustrd>`)
      .join('')}${remittance.references
      .map(
        ({ reference }) =>
          `<Strd><CdtrRefInf>${writeScheme(reference)}<Ref>${escapeXml(reference)}</Ref></CdtrRefInf></Strd>`,
      )
      .join('')}</RmtInf></TxDtls>`,
  })
}

function writeScheme(reference: string): string {
  const parsed = parseBankReference(reference)
  const scheme = parsed !== null && isQrReference(parsed) ? '<Prtry>QRR</Prtry>' : '<Cd>SCOR</Cd>'
  return `<Tp><CdOrPrtry>${scheme}</CdOrPrtry></Tp>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

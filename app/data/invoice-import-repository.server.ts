import { z } from 'zod'
import { parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import { isCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { DebtorId, StoredFileId } from '~/domain/ids'
import type { InvoiceImportRepository } from '~/use-cases/ports/invoice-import-repository'
import type { PrismaTransaction } from './database.server'
import { describeInvoiceRows } from './invoice-rows'

/** Refusals kept with a run; the others were told to whoever started it. */
const MAXIMUM_RECORDED_REFUSALS = 200

/** Documents of a run from which on the planner is told at once. */
const LARGE_RUN = 100

const kindSchema = z.enum(['invoice', 'credit_note'])

const importedInvoiceSchema = z.object({
  number: z.string(),
  kind: kindSchema,
  documentKind: kindSchema,
  currency: z.string().refine((code): code is CurrencyCode => isCurrencyCode(code)),
  payableMinor: z.coerce.number().int(),
  issueOn: z.string().refine((day): day is CalendarDay => parseCalendarDay(day) !== null),
  contentSha256: z.string(),
  importedAt: z.date(),
  issuedFor: z.string().nullable(),
})

const debtorKeySchema = z.object({
  id: z.string().transform((id) => id as DebtorId),
  externalId: z.string(),
})

const storedFileKeySchema = z.object({
  id: z.string().transform((id) => id as StoredFileId),
  sha256: z.string(),
  filename: z.string(),
})

/**
 * A batch travels as one JSON parameter and PostgreSQL unfolds it, so the number of statements does not depend on the
 * number of rows. Rows are inserted in the order of their keys, so that two imports at once wait for each other
 * instead of locking each other out.
 */
export function createInvoiceImportRepository(prisma: PrismaTransaction): InvoiceImportRepository {
  async function findDebtorIds(creditorId: string, externalIds: string[]): Promise<Map<string, DebtorId>> {
    const rows = await prisma.$queryRaw`
      select id, external_id as "externalId" from debtor
      where creditor_id = ${creditorId}::uuid and external_id = any(${externalIds}::text[])`
    return new Map(
      z
        .array(debtorKeySchema)
        .parse(rows)
        .map(({ id, externalId }) => [externalId, id]),
    )
  }

  /** Invoices of all creditors as the planner last counted them; negative where it never did. */
  async function readCountedInvoices(): Promise<number> {
    const rows = await prisma.$queryRaw`select reltuples as "rowCount" from pg_class where oid = 'invoice'::regclass`
    return z.array(z.object({ rowCount: z.number() })).parse(rows)[0]?.rowCount ?? 0
  }

  return {
    async startRun(creditorId, run) {
      await prisma.importRun.create({ data: { ...run, creditorId } })
    },

    async addToRun(creditorId, runId, counts, refusals) {
      await prisma.$executeRaw`
        update import_run set
          invoice_count = invoice_count + ${counts.invoiceCount},
          credit_note_count = credit_note_count + ${counts.creditNoteCount},
          line_count = line_count + ${counts.lineCount},
          unchanged_count = unchanged_count + ${counts.unchangedCount},
          refused_count = refused_count + ${counts.refusedCount},
          refusals = case when jsonb_array_length(refusals) >= ${MAXIMUM_RECORDED_REFUSALS} then refusals
            else refusals || ${JSON.stringify(refusals.slice(0, MAXIMUM_RECORDED_REFUSALS))}::jsonb end
        where creditor_id = ${creditorId}::uuid and id = ${runId}::uuid`
    },

    async finishRun(creditorId, runId, finishedAt) {
      const run = await prisma.importRun.update({
        where: { creditorId_id: { creditorId, id: runId } },
        data: { finishedAt },
      })
      // Pages are opened right after a large import: they need not wait until the database notices how it grew.
      const added = run.invoiceCount + run.creditNoteCount
      if (added >= LARGE_RUN && added * 10 > (await readCountedInvoices())) {
        await prisma.$executeRaw`analyze debtor, invoice, invoice_line`
      }
    },

    async findByNumbers(creditorId, numbers) {
      const rows = await prisma.$queryRaw`
        select number, kind, details->>'kind' as "documentKind", currency, payable_minor as "payableMinor",
          to_char(issue_on, 'YYYY-MM-DD') as "issueOn", content_sha256 as "contentSha256", imported_at as "importedAt",
          case when source_format in ('dispute', 'plan') then (
            select external_id from debtor where debtor.creditor_id = invoice.creditor_id and debtor.id = invoice.debtor_id
          ) end as "issuedFor"
        from invoice
        where creditor_id = ${creditorId}::uuid and number = any(${[...new Set(numbers)]}::text[])`
      return z.array(importedInvoiceSchema).parse(rows)
    },

    async resolveDebtors(creditorId, candidates) {
      const found = await findDebtorIds(
        creditorId,
        candidates.map(({ externalId }) => externalId),
      )
      // A ledger may have known a debtor by its number alone; the first document that names it does so here too.
      const named = candidates.filter(({ externalId, name }) => found.has(externalId) && name !== externalId)
      if (named.length > 0) {
        await prisma.$executeRaw`
          update debtor set name = c.name
          from unnest(${named.map(({ externalId }) => externalId)}::text[], ${named.map(({ name }) => name)}::text[])
            as c(external_id, name)
          where debtor.creditor_id = ${creditorId}::uuid and debtor.external_id = c.external_id
            and debtor.name = debtor.external_id`
      }
      const missing = candidates.filter(({ externalId }) => !found.has(externalId))
      if (missing.length === 0) return found
      // Waits for another import that is creating one of them, and then leaves that one as it is.
      await prisma.$executeRaw`
        with candidate as (
          select * from jsonb_to_recordset(${JSON.stringify(missing)}::jsonb) as c(
            id uuid, "externalId" text, name text, "countryCode" text, "vatId" text, "addressLines" jsonb, contact jsonb)
        ), created as (
          insert into debtor (creditor_id, id, external_id, name, country_code, vat_id, address_lines)
          select ${creditorId}::uuid, id, "externalId", name, "countryCode", "vatId",
            array(select jsonb_array_elements_text("addressLines"))
          from candidate order by "externalId"
          on conflict (creditor_id, external_id) do nothing
          returning id
        ), versioned as (
          insert into debtor_version (creditor_id, debtor_id) select ${creditorId}::uuid, id from created
        )
        insert into contact (creditor_id, id, debtor_id, name, email, is_primary)
        select ${creditorId}::uuid, (contact->>'id')::uuid, id, contact->>'name', contact->>'email', true
        from candidate join created using (id) where contact <> 'null'::jsonb`
      const created = await findDebtorIds(
        creditorId,
        missing.map(({ externalId }) => externalId),
      )
      return new Map([...found, ...created])
    },

    async resolveFiles(creditorId, candidates) {
      const json = JSON.stringify(candidates)
      await prisma.$executeRaw`
        insert into stored_file (creditor_id, id, sha256, byte_size, media_type, filename)
        select distinct on (sha256, filename) ${creditorId}::uuid, id, sha256, "byteSize", "mediaType", filename
        from jsonb_to_recordset(${json}::jsonb) as c(id uuid, sha256 text, "byteSize" int, "mediaType" text, filename text)
        order by sha256, filename
        on conflict (creditor_id, sha256, filename) do nothing`
      const rows = await prisma.$queryRaw`
        select id, sha256, filename from stored_file
        where creditor_id = ${creditorId}::uuid and sha256 = any(${candidates.map(({ sha256 }) => sha256)}::text[])`
      const ids = new Map(
        z
          .array(storedFileKeySchema)
          .parse(rows)
          .map(({ id, sha256, filename }) => [`${sha256} ${filename}`, id]),
      )
      return candidates.map(({ sha256, filename }) => {
        const id = ids.get(`${sha256} ${filename}`)
        if (id === undefined) throw new Error(`stored file ${sha256} was not recorded`)
        return id
      })
    },

    async insertInvoices(creditorId, { runId, importedAt, invoices }) {
      const rows = invoices.map(describeInvoiceRows)
      const inserted = await prisma.$executeRaw`
        insert into invoice (
          creditor_id, import_run_id, imported_at, id, debtor_id, kind, number, issue_on, due_on, currency,
          purchase_order, payable_minor, net_minor, tax_minor, open_minor, line_count, content_sha256, source_format,
          source_file_id, details, settled_on)
        select ${creditorId}::uuid, ${runId}::uuid, ${importedAt}, r.*
        from jsonb_to_recordset(${JSON.stringify(rows.map(({ invoice }) => invoice))}::jsonb) as r(
          id uuid, debtor_id uuid, kind text, number text, issue_on date, due_on date, currency text,
          purchase_order text, payable_minor bigint, net_minor bigint, tax_minor bigint, open_minor bigint,
          line_count int, content_sha256 text, source_format text,
          source_file_id uuid, details jsonb, settled_on date)
        order by r.number, r.kind
        on conflict (creditor_id, number, kind) do nothing`
      if (inserted < invoices.length) return inserted
      // Each line's foreign key is looked up in `invoice`. While the planner has no statistics, or those of a nearly
      // empty table, it may take an index that begins with the creditor, and each line then reads all its invoices.
      if ((await readCountedInvoices()) < inserted) await prisma.$executeRaw`analyze invoice`
      const lines = rows.flatMap((row) => row.lines)
      if (lines.length > 0) {
        await prisma.$executeRaw`
          insert into invoice_line (
            creditor_id, invoice_id, position, debtor_id, line_id, name, quantity, unit_code, unit_price, net_minor,
            tax_percent, details)
          select ${creditorId}::uuid, r.*
          from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r(
            invoice_id uuid, position int, debtor_id uuid, line_id text, name text, quantity numeric, unit_code text,
            unit_price numeric, net_minor bigint, tax_percent numeric, details jsonb)`
      }
      const attachments = rows.flatMap((row) => row.attachments)
      if (attachments.length > 0) {
        await prisma.$executeRaw`
          insert into invoice_attachment (
            creditor_id, id, debtor_id, invoice_id, position, reference, description, url, file_id)
          select ${creditorId}::uuid, r.*
          from jsonb_to_recordset(${JSON.stringify(attachments)}::jsonb) as r(
            id uuid, debtor_id uuid, invoice_id uuid, position int, reference text, description text, url text,
            file_id uuid)`
      }
      return inserted
    },
  }
}

/**
 * What incoming transfers may be about, for many of them at once: each part is one query by an index, and names alone are
 * compared one by one.
 */
import { z } from 'zod'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import { normalizePartyName } from '~/domain/party-name'
import type {
  DebtorCandidate,
  InvoiceCandidate,
  ReferenceCandidate,
  TransferCandidates,
  TransferLookup,
} from '~/domain/transfer-candidates'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { Prisma } from './generated/client'

/** More is too common to say anything; the lists are then said to be incomplete. */
const MOST_NAMED = 200
const MOST_OF_AMOUNT = 50
const MOST_OF_NAME = 20

const minor = z.bigint().transform(Number)
const debtorIdSchema = z.string().transform((id) => id as DebtorId)

const invoiceSchema = z.object({
  id: z.string().transform((id) => id as InvoiceId),
  debtorId: debtorIdSchema,
  kind: z.enum(['invoice', 'credit_note']),
  number: z.string(),
  currency: z.string().transform(parseStoredCurrency),
  openMinor: minor,
})
const foundInvoiceSchema = invoiceSchema.extend({ key: z.string() }).transform(({ key, ...item }) => ({ key, item }))

const INVOICE_COLUMNS = Prisma.sql`
  invoice.id::text, invoice.debtor_id::text as "debtorId", invoice.kind, invoice.number, invoice.currency,
  invoice.open_minor as "openMinor"`

const referenceSchema = z.object({
  id: z.string(),
  debtorId: debtorIdSchema,
  reference: z.string(),
  paymentReference: z.string(),
  currency: z.string().transform(parseStoredCurrency),
  amountMinor: minor,
  receivedMinor: minor,
})

const foundDebtorSchema = z.object({
  id: debtorIdSchema,
  name: z.string(),
  currency: z.string(),
  openMinor: minor,
})

/** In the order of the lookups. */
export async function findTransferCandidates(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  lookups: readonly TransferLookup[],
): Promise<TransferCandidates[]> {
  const findReferences = await readReferences(prisma, creditorId, lookups)
  const findNamed = await readNamed(prisma, creditorId, lookups)
  const findOfAmount = await readOfAmount(prisma, creditorId, lookups)
  const findOwners = await readOwners(prisma, creditorId, lookups)
  const findNamesakes = await readNamesakes(prisma, creditorId, lookups)
  const found = lookups.map((lookup) => ({
    lookup,
    references: findReferences(lookup),
    named: findNamed(lookup),
    sameAmount: findOfAmount(lookup),
    owners: findOwners(lookup),
    namesakes: findNamesakes(lookup),
  }))
  const findSiblings = await readSiblings(prisma, creditorId, found)
  const debtorIdsOf = ({ references, named, sameAmount, owners, namesakes }: (typeof found)[number]) =>
    new Set([...[...references, ...named, ...sameAmount].map(({ debtorId }) => debtorId), ...owners, ...namesakes])
  const findDebtors = await readDebtors(
    prisma,
    creditorId,
    found.map((one) => ({ currency: one.lookup.currency, debtorIds: debtorIdsOf(one) })),
  )
  return found.map((one) => ({
    references: one.references,
    named: one.named.slice(0, MOST_NAMED),
    isNamedComplete: one.named.length <= MOST_NAMED,
    sameAmount: one.sameAmount.slice(0, MOST_OF_AMOUNT),
    isSameAmountComplete: one.sameAmount.length <= MOST_OF_AMOUNT,
    siblings: findSiblings(one),
    debtors: findDebtors(one.lookup.currency, debtorIdsOf(one), one.owners),
  }))
}

/** A reference counts when it was issued; what came for it before counts towards it. */
async function readReferences(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  lookups: readonly TransferLookup[],
): Promise<(lookup: TransferLookup) => ReferenceCandidate[]> {
  const bankReferences = unique(lookups.flatMap((lookup) => lookup.bankReferences))
  const paymentReferences = unique(lookups.flatMap((lookup) => lookup.paymentReferences))
  if (bankReferences.length + paymentReferences.length === 0) return () => []
  const rows = z.array(referenceSchema).parse(
    await prisma.$queryRaw`
      select p.id::text, p.debtor_id::text as "debtorId", p.bank_reference as reference,
        p.reference as "paymentReference", p.currency, p.amount_minor as "amountMinor",
        (select coalesce(sum(t.amount_minor), 0)::bigint from bank_transaction t
          where t.creditor_id = p.creditor_id and t.reference_payment_id = p.id) as "receivedMinor"
      from payment p where p.creditor_id = ${creditorId}::uuid and p.bank_reference is not null
        and (p.bank_reference = any(${bankReferences}::text[]) or p.reference = any(${paymentReferences}::text[]))`,
  )
  const byBank = groupByKey(rows.map((item) => ({ key: item.reference, item })))
  const byPayment = groupByKey(rows.map((item) => ({ key: item.paymentReference, item })))
  return (lookup) =>
    uniqueById([
      ...lookup.bankReferences.flatMap((key) => byBank.get(key) ?? []),
      ...lookup.paymentReferences.flatMap((key) => byPayment.get(key) ?? []),
    ]).map(({ paymentReference: _, ...row }) => ({ ...row, kind: 'payment' }))
}

/** One more than count, of which the caller sees that there are more. */
async function readNamed(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  lookups: readonly TransferLookup[],
): Promise<(lookup: TransferLookup) => InvoiceCandidate[]> {
  const read = async (column: Prisma.Sql, keys: readonly string[]) =>
    groupByKey(
      keys.length === 0
        ? []
        : z.array(foundInvoiceSchema).parse(
            await prisma.$queryRaw`
              select wanted.key, invoice.* from unnest(${keys}::text[]) as wanted (key) cross join lateral (
                select ${INVOICE_COLUMNS} from invoice
                where invoice.creditor_id = ${creditorId}::uuid and ${column} = wanted.key
                order by invoice.id limit ${MOST_NAMED + 1}) as invoice`,
          ),
    )
  const full = await read(Prisma.sql`invoice.number_full`, unique(lookups.flatMap((one) => one.numberKeys.full)))
  const digits = await read(Prisma.sql`invoice.number_digits`, unique(lookups.flatMap((one) => one.numberKeys.digits)))
  return ({ numberKeys }) =>
    uniqueById([
      ...numberKeys.full.flatMap((key) => full.get(key) ?? []),
      ...numberKeys.digits.flatMap((key) => digits.get(key) ?? []),
    ])
      .sort((left, right) => (left.id < right.id ? -1 : 1))
      .slice(0, MOST_NAMED + 1)
}

/** Open invoices of exactly the amount; one more than count, of which the caller sees that there are more. */
async function readOfAmount(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  lookups: readonly TransferLookup[],
): Promise<(lookup: TransferLookup) => InvoiceCandidate[]> {
  const keyOf = ({ currency, amountMinor }: TransferLookup) => `${currency} ${amountMinor}`
  const wanted = [...new Map(lookups.map((lookup) => [keyOf(lookup), lookup])).values()]
  const rows = await prisma.$queryRaw`
    select wanted.currency || ' ' || wanted.amount_minor as key, invoice.*
    from unnest(
      ${wanted.map(({ currency }) => currency)}::bpchar[], ${wanted.map(({ amountMinor }) => amountMinor)}::bigint[]
    ) as wanted (currency, amount_minor) cross join lateral (
      select ${INVOICE_COLUMNS} from invoice where invoice.creditor_id = ${creditorId}::uuid and invoice.kind = 'invoice'
        and invoice.currency = wanted.currency and invoice.open_minor = wanted.amount_minor and invoice.open_minor > 0
      order by invoice.id limit ${MOST_OF_AMOUNT + 1}) as invoice`
  const found = groupByKey(z.array(foundInvoiceSchema).parse(rows))
  return (lookup) => found.get(keyOf(lookup)) ?? []
}

/** Whose account it is, by what was settled from it before. */
async function readOwners(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  lookups: readonly TransferLookup[],
): Promise<(lookup: TransferLookup) => DebtorId[]> {
  const accounts = unique(lookups.flatMap(({ counterpartyAccount }) => counterpartyAccount ?? []))
  if (accounts.length === 0) return () => []
  const rows = await prisma.$queryRaw`
    select distinct counterparty_account as key, debtor_id::text as item from bank_transaction
    where creditor_id = ${creditorId}::uuid and counterparty_account = any(${accounts}::text[]) and kind = 'incoming'
      and status in ('matched', 'assigned') and debtor_id is not null`
  const found = groupByKey(z.array(z.object({ key: z.string(), item: debtorIdSchema })).parse(rows))
  return ({ counterpartyAccount }) => (found.get(counterpartyAccount ?? '') ?? []).slice(0, MOST_OF_NAME)
}

/** The database compares words; whether the name is the same is decided here. */
async function readNamesakes(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  lookups: readonly TransferLookup[],
): Promise<(lookup: TransferLookup) => DebtorId[]> {
  const names = unique(lookups.flatMap(({ counterpartyNames }) => counterpartyNames))
  if (names.length === 0) return () => []
  const rows = await prisma.$queryRaw`
    select wanted.name as key, debtor.id, debtor.name from unnest(${names}::text[]) as wanted (name) cross join lateral (
      select debtor.id::text, debtor.name from debtor
      where debtor.creditor_id = ${creditorId}::uuid and debtor.name_words @> string_to_array(wanted.name, ' ')
      limit ${MOST_OF_NAME}) as debtor`
  const found = groupByKey(
    z
      .array(z.object({ key: z.string(), id: debtorIdSchema, name: z.string() }))
      .parse(rows)
      .filter(({ key, name }) => normalizePartyName(name) === key)
      .map(({ key, id: item }) => ({ key, item })),
  )
  return ({ counterpartyNames }) => counterpartyNames.flatMap((name) => found.get(name) ?? [])
}

/** What is open of the named invoices' debtors, with the amount and in the currency of one of the named. */
async function readSiblings(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  found: readonly { lookup: TransferLookup; named: readonly InvoiceCandidate[] }[],
): Promise<(one: { lookup: TransferLookup; named: readonly InvoiceCandidate[] }) => InvoiceCandidate[]> {
  const named = found.flatMap((one) => one.named)
  if (named.length === 0) return () => []
  const rows = await prisma.$queryRaw`
    select ${INVOICE_COLUMNS} from invoice
    where creditor_id = ${creditorId}::uuid and kind = 'invoice' and open_minor > 0
      and currency = any(${unique(found.map(({ lookup }) => lookup.currency))}::bpchar[])
      and debtor_id = any(${unique(named.map(({ debtorId }) => debtorId))}::uuid[])
      and open_minor = any(${unique(named.map(({ openMinor }) => openMinor))}::bigint[])`
  const byDebtor = groupByKey(
    z
      .array(invoiceSchema)
      .parse(rows)
      .map((item) => ({ key: item.debtorId, item })),
  )
  return (one) => {
    const amounts = new Set(one.named.map(({ openMinor }) => openMinor))
    return unique(one.named.map(({ debtorId }) => debtorId))
      .flatMap((debtorId) => byDebtor.get(debtorId) ?? [])
      .filter(({ currency, openMinor }) => currency === one.lookup.currency && amounts.has(openMinor))
  }
}

async function readDebtors(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  wanted: readonly { currency: string; debtorIds: ReadonlySet<DebtorId> }[],
): Promise<(currency: string, ids: ReadonlySet<DebtorId>, owners: readonly DebtorId[]) => DebtorCandidate[]> {
  const keyOf = (debtorId: DebtorId, currency: string) => `${debtorId} ${currency}`
  const pairs = new Map(
    wanted.flatMap(({ currency, debtorIds }) =>
      [...debtorIds].map((debtorId) => [keyOf(debtorId, currency), { debtorId, currency }] as const),
    ),
  )
  if (pairs.size === 0) return () => []
  const asked = [...pairs.values()]
  const rows = await prisma.$queryRaw`
    select d.id::text, d.name, wanted.currency, (select coalesce(sum(i.open_minor), 0)::bigint from invoice i
      where i.creditor_id = d.creditor_id and i.debtor_id = d.id and i.kind = 'invoice' and i.open_minor > 0
        and i.currency = wanted.currency) as "openMinor"
    from unnest(${asked.map(({ debtorId }) => debtorId)}::uuid[], ${asked.map(({ currency }) => currency)}::bpchar[])
      as wanted (debtor_id, currency)
    join debtor d on d.creditor_id = ${creditorId}::uuid and d.id = wanted.debtor_id`
  const found = new Map(
    z
      .array(foundDebtorSchema)
      .parse(rows)
      .map((row) => [keyOf(row.id, row.currency), row]),
  )
  return (currency, ids, owners) =>
    [...ids].sort().flatMap((debtorId): DebtorCandidate[] => {
      const row = found.get(keyOf(debtorId, currency))
      if (!row) return []
      return [{ id: row.id, name: row.name, openMinor: row.openMinor, ownsAccount: owners.includes(row.id) }]
    })
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)]
}

function uniqueById<Item extends { id: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()]
}

function groupByKey<Item>(found: readonly { key: string; item: Item }[]): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const { key, item } of found) {
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** What an incoming transfer may be about, each part by an index; names alone are compared one by one. */
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

const SELECT_INVOICE = Prisma.sql`
  select id::text, debtor_id::text as "debtorId", kind, number, currency, open_minor as "openMinor" from invoice`

const referenceSchema = z.object({
  id: z.string(),
  debtorId: debtorIdSchema,
  reference: z.string(),
  currency: z.string().transform(parseStoredCurrency),
  amountMinor: minor,
  receivedMinor: minor,
})

export async function findTransferCandidates(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  lookup: TransferLookup,
): Promise<TransferCandidates> {
  const { amountMinor, currency, numberKeys } = lookup
  const read = async (condition: Prisma.Sql): Promise<InvoiceCandidate[]> =>
    z
      .array(invoiceSchema)
      .parse(
        await prisma.$queryRaw(Prisma.sql`${SELECT_INVOICE} where creditor_id = ${creditorId}::uuid and ${condition}`),
      )

  const references = await findReferences(prisma, creditorId, lookup)
  const named = await read(Prisma.sql`(number_full = any(${[...numberKeys.full]}::text[])
    or number_digits = any(${[...numberKeys.digits]}::text[]))
    order by id limit ${MOST_NAMED + 1}`)
  const sameAmount = await read(Prisma.sql`kind = 'invoice' and currency = ${currency} and open_minor = ${amountMinor}
    and open_minor > 0 order by id limit ${MOST_OF_AMOUNT + 1}`)
  const siblings =
    named.length === 0
      ? []
      : await read(Prisma.sql`kind = 'invoice' and currency = ${currency} and open_minor > 0
          and debtor_id = any(${[...new Set(named.map(({ debtorId }) => debtorId))]}::uuid[])
          and open_minor = any(${[...new Set(named.map(({ openMinor }) => openMinor))]}::bigint[])`)
  const owners = await findOwners(prisma, creditorId, lookup.counterpartyAccount)
  const namesakes = await findNamesakes(prisma, creditorId, lookup.counterpartyNames)
  const debtorIds = new Set([
    ...[...references, ...named, ...sameAmount].map(({ debtorId }) => debtorId),
    ...owners,
    ...namesakes,
  ])
  return {
    references,
    named: named.slice(0, MOST_NAMED),
    isNamedComplete: named.length <= MOST_NAMED,
    sameAmount: sameAmount.slice(0, MOST_OF_AMOUNT),
    isSameAmountComplete: sameAmount.length <= MOST_OF_AMOUNT,
    siblings,
    debtors: await readDebtors(prisma, creditorId, [...debtorIds], { owners, currency }),
  }
}

/** A reference counts when it was issued; what came for it before counts towards it. */
async function findReferences(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  { bankReferences, paymentReferences }: TransferLookup,
): Promise<ReferenceCandidate[]> {
  if (bankReferences.length + paymentReferences.length === 0) return []
  const rows = await prisma.$queryRaw`
    select p.id::text, p.debtor_id::text as "debtorId", p.bank_reference as reference, p.currency,
      p.amount_minor as "amountMinor", (select coalesce(sum(t.amount_minor), 0)::bigint from bank_transaction t
        where t.creditor_id = p.creditor_id and t.reference_payment_id = p.id) as "receivedMinor"
    from payment p where p.creditor_id = ${creditorId}::uuid and p.bank_reference is not null
      and (p.bank_reference = any(${[...bankReferences]}::text[]) or p.reference = any(${[...paymentReferences]}::text[]))`
  return z
    .array(referenceSchema)
    .parse(rows)
    .map((row) => ({ ...row, kind: 'payment' }))
}

async function findOwners(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  account: string | null,
): Promise<DebtorId[]> {
  if (account === null) return []
  const rows = await prisma.bankTransaction.findMany({
    where: {
      ...{ creditorId, counterpartyAccount: account, kind: 'incoming' },
      ...{ status: { in: ['matched', 'assigned'] }, debtorId: { not: null } },
    },
    distinct: ['debtorId'],
    select: { debtorId: true },
    take: MOST_OF_NAME,
  })
  return rows.flatMap(({ debtorId }) => (debtorId === null ? [] : [debtorId as DebtorId]))
}

/** The database compares words; whether the name is the same is decided here. */
async function findNamesakes(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  names: readonly string[],
): Promise<DebtorId[]> {
  const found: DebtorId[] = []
  for (const name of names) {
    const rows = z.array(z.object({ id: debtorIdSchema, name: z.string() })).parse(
      await prisma.$queryRaw`select id::text, name from debtor where creditor_id = ${creditorId}::uuid
        and name_words @> ${name.split(' ')}::text[] limit ${MOST_OF_NAME}`,
    )
    found.push(...rows.filter((row) => normalizePartyName(row.name) === name).map(({ id }) => id))
  }
  return found
}

async function readDebtors(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  ids: readonly DebtorId[],
  { owners, currency }: { owners: readonly DebtorId[]; currency: string },
): Promise<DebtorCandidate[]> {
  if (ids.length === 0) return []
  const rows = await prisma.$queryRaw`
    select d.id::text, d.name, (select coalesce(sum(i.open_minor), 0)::bigint from invoice i
      where i.creditor_id = d.creditor_id and i.debtor_id = d.id and i.kind = 'invoice' and i.open_minor > 0
        and i.currency = ${currency}) as "openMinor"
    from debtor d where d.creditor_id = ${creditorId}::uuid and d.id = any(${[...ids]}::uuid[]) order by d.id`
  return z
    .array(z.object({ id: debtorIdSchema, name: z.string(), openMinor: minor }))
    .parse(rows)
    .map((row) => ({ ...row, ownsAccount: owners.includes(row.id) }))
}

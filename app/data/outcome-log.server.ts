import { z } from 'zod'
import { isCurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, OutcomeEventId } from '~/domain/ids'
import { assertMinor } from '~/domain/money'
import type {
  BalanceAfter,
  OutcomeEvent,
  OutcomeEventBody,
  OutcomeEventData,
  OutcomeEventDraft,
} from '~/domain/outcome-event'
import { computeEventHash, toCanonicalJson, type ChainHead } from '~/domain/outcome-event-chain'
import type { IdSource } from '~/use-cases/ports/ids'
import type { JobQueue } from '~/use-cases/ports/jobs'
import type { OutcomeLog } from '~/use-cases/ports/outcome-log'
import type { PrismaTransaction, UnlimitedRun } from './database.server'
import type { OutcomeEvent as OutcomeEventRow } from './generated/client'

const currencySchema = z.string().refine(isCurrencyCode)
const minorSchema = z.number().transform(assertMinor)

const balanceSchema = z.object({
  currency: currencySchema,
  openMinor: minorSchema,
  overdueMinor: minorSchema,
  disputedMinor: minorSchema,
  pendingMinor: minorSchema,
  creditMinor: minorSchema,
  unappliedCreditMinor: minorSchema,
})

const circumstancesSchema = z.object({
  creditor: z.string(),
  debtor: z.object({ externalId: z.string(), name: z.string() }),
  balances: z.array(balanceSchema),
  endpointIds: z.array(z.string()),
})

const jsonObjectSchema = z.record(z.string(), z.json())

/** The body is evidence: what the log holds is handed on whole, even a fact or a type that this version does not know. */
const bodySchema = z.looseObject({
  id: z.string(),
  creditor: z.string(),
  sequence: z.number(),
  type: z.string(),
  occurredAt: z.string(),
  debtor: z.looseObject({ externalId: z.string(), name: z.string() }),
  data: z.custom<OutcomeEventData>((value) => typeof value === 'object' && value !== null),
  balanceAfter: z.array(balanceSchema.extend({ balanceMinor: minorSchema }).loose()),
})

export function createOutcomeLog(
  prisma: PrismaTransaction,
  jobs: JobQueue,
  ids: IdSource,
  runUnlimited: UnlimitedRun = (work) => work(),
): OutcomeLog {
  return {
    append: (draft) => runUnlimited(() => append(draft)),
    async list(creditorId, { after, limit, types }) {
      const rows = await prisma.outcomeEvent.findMany({
        where: { creditorId, sequence: { gt: after }, ...(types ? { type: { in: [...types] } } : {}) },
        orderBy: { sequence: 'asc' },
        take: limit,
      })
      return rows.map(toOutcomeEvent)
    },
    async listNewestOfDebtor(creditorId, debtorId, { before, limit }) {
      const rows = await prisma.outcomeEvent.findMany({
        where: { creditorId, debtorId, ...(before === undefined ? {} : { sequence: { lt: before } }) },
        orderBy: { sequence: 'desc' },
        take: limit,
      })
      return rows.map(toOutcomeEvent)
    },
    async readHead(creditorId) {
      const row = await prisma.outcomeLogHead.findUniqueOrThrow({ where: { creditorId } })
      return { sequence: Number(row.sequence), hash: row.hash }
    },
  }

  async function append(draft: OutcomeEventDraft): Promise<void> {
    const head = await lockHead(prisma, draft.creditorId)
    // Read after the lock was granted, so that it sees what every earlier event of the log was about.
    const circumstances = await readCircumstances(prisma, draft)
    const id = ids.uuid()
    const body: OutcomeEventBody = {
      id,
      creditor: circumstances.creditor,
      sequence: head.sequence + 1,
      type: draft.type,
      occurredAt: draft.occurredAt.toISOString(),
      debtor: circumstances.debtor,
      data: draft.data,
      balanceAfter: completeBalances(circumstances.balances, draft.data),
    }
    const hash = computeEventHash(head.hash, body)
    await prisma.outcomeEvent.create({
      data: {
        id,
        creditorId: draft.creditorId,
        sequence: body.sequence,
        type: body.type,
        debtorId: draft.debtorId,
        occurredAt: draft.occurredAt,
        body: jsonObjectSchema.parse(JSON.parse(toCanonicalJson(body))),
        previousHash: head.hash,
        hash,
      },
    })
    await prisma.outcomeLogHead.update({
      where: { creditorId: draft.creditorId },
      data: { sequence: body.sequence, hash },
    })
    await createDeliveries(draft.creditorId, body, circumstances.endpointIds)
  }

  async function createDeliveries(creditorId: CreditorId, body: OutcomeEventBody, endpointIds: readonly string[]) {
    const deliveries = endpointIds.map((endpointId) => ({
      id: ids.uuid(),
      creditorId,
      endpointId,
      eventId: body.id,
      sequence: body.sequence,
    }))
    if (deliveries.length === 0) return
    await prisma.webhookDelivery.createMany({ data: deliveries })
    for (const endpointId of endpointIds)
      await jobs.enqueue('deliver-webhook', { creditorId, endpointId }, { group: endpointId })
  }
}

const headSchema = z.tuple([z.object({ sequence: z.bigint(), hash: z.string() })])

/** Until the surrounding transaction ends nobody else adds to this creditor's log. */
async function lockHead(prisma: PrismaTransaction, creditorId: CreditorId): Promise<ChainHead> {
  const rows = await prisma.$queryRaw`
    select sequence, hash from outcome_log_head where creditor_id = ${creditorId}::uuid for update`
  const [head] = headSchema.parse(rows)
  return { sequence: Number(head.sequence), hash: head.hash }
}

async function readCircumstances(prisma: PrismaTransaction, { creditorId, debtorId, occurredAt }: OutcomeEventDraft) {
  const rows = await prisma.$queryRaw`
    with open_item as (
      select currency,
        case kind when 'invoice' then open_minor else 0 end as open_minor,
        case when kind = 'invoice' and due_on < (
            select (${occurredAt}::timestamptz at time zone time_zone)::date from creditor where id = ${creditorId}::uuid
          ) then open_minor else 0 end as overdue_minor,
        disputed_minor, pending_minor,
        case kind when 'invoice' then 0 else open_minor end as credit_minor,
        0 as unapplied_credit_minor
      from invoice
      where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid and open_minor > 0
      union all
      select currency, 0, 0, 0, 0, 0, open_minor
      from unapplied_credit
      where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid and open_minor > 0
    ), balance as (
      select currency,
        sum(open_minor) as "openMinor", sum(overdue_minor) as "overdueMinor", sum(disputed_minor) as "disputedMinor",
        sum(pending_minor) as "pendingMinor", sum(credit_minor) as "creditMinor",
        sum(unapplied_credit_minor) as "unappliedCreditMinor"
      from open_item group by currency
    )
    select creditor.slug as creditor,
      json_build_object('externalId', debtor.external_id, 'name', debtor.name) as debtor,
      (select coalesce(json_agg(balance), '[]') from balance) as balances,
      (select coalesce(json_agg(endpoint.id order by endpoint.created_at), '[]') from webhook_endpoint endpoint
        where endpoint.creditor_id = creditor.id and endpoint.disabled_at is null) as "endpointIds"
    from creditor join debtor on debtor.creditor_id = creditor.id
    where creditor.id = ${creditorId}::uuid and debtor.id = ${debtorId}::uuid`
  const [circumstances] = z.tuple([circumstancesSchema]).parse(rows)
  return circumstances
}

/** Adds the zero of a currency that the event is about and in which nothing is left, and the net of each. */
function completeBalances(balances: readonly Omit<BalanceAfter, 'balanceMinor'>[], data: OutcomeEventData) {
  const byCurrency = new Map(balances.map((balance) => [balance.currency, balance]))
  const mentioned = [data.payment, ...(data.invoices ?? []), ...(data.unappliedCredits ?? [])]
  for (const currency of mentioned.flatMap((item) => item?.currency ?? [])) {
    if (!byCurrency.has(currency)) {
      const nothing = { openMinor: 0, overdueMinor: 0, disputedMinor: 0, pendingMinor: 0, creditMinor: 0 }
      byCurrency.set(currency, { currency, ...nothing, unappliedCreditMinor: 0 })
    }
  }
  return [...byCurrency.values()]
    .sort((left, right) => (left.currency < right.currency ? -1 : 1))
    .map((balance): BalanceAfter => ({
      ...balance,
      balanceMinor: assertMinor(balance.openMinor - balance.creditMinor - balance.unappliedCreditMinor),
    }))
}

export function toOutcomeEvent(row: OutcomeEventRow): OutcomeEvent {
  return {
    id: row.id as OutcomeEventId,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    body: bodySchema.parse(row.body),
    previousHash: row.previousHash,
    hash: row.hash,
  }
}

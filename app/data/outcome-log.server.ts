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
  plannedMinor: minorSchema,
  creditMinor: minorSchema,
  unappliedCreditMinor: minorSchema,
})

const circumstancesSchema = z.object({
  debtorId: z.string(),
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
  const rest: OutcomeEventDraft[] = []
  return {
    append: (draft) => runUnlimited(() => appendMany([draft])),
    appendAtEnd(draft) {
      rest.push(draft)
    },
    async appendRest() {
      // One after the other: one transaction may tell of several creditors.
      for (const draft of rest.splice(0)) await runUnlimited(() => appendMany([draft]))
    },
    appendMany: (drafts) => runUnlimited(() => appendMany(drafts)),
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

  async function appendMany(drafts: readonly OutcomeEventDraft[]): Promise<void> {
    const [first] = drafts
    if (!first) return
    const { creditorId } = first
    let head = await lockHead(prisma, creditorId)
    // Read after the lock was granted, so that it sees what every earlier event of the log was about.
    const found = await readCircumstances(prisma, creditorId, drafts)
    const events = drafts.map((draft) => {
      const circumstances = found.get(draft.debtorId)
      if (!circumstances) throw new Error(`no debtor ${draft.debtorId}`)
      const body: OutcomeEventBody = {
        id: ids.uuid(),
        creditor: circumstances.creditor,
        sequence: head.sequence + 1,
        type: draft.type,
        occurredAt: draft.occurredAt.toISOString(),
        debtor: circumstances.debtor,
        data: draft.data,
        balanceAfter: completeBalances(circumstances.balances, draft.data),
      }
      const { hash: previousHash } = head
      const hash = computeEventHash(previousHash, body)
      head = { sequence: body.sequence, hash }
      return { draft, body, previousHash, hash }
    })
    await prisma.outcomeEvent.createMany({
      data: events.map(({ draft, body, previousHash, hash }) => ({
        ...{ id: body.id, creditorId, sequence: body.sequence, type: body.type },
        ...{ debtorId: draft.debtorId, occurredAt: draft.occurredAt },
        ...{ body: jsonObjectSchema.parse(JSON.parse(toCanonicalJson(body))), previousHash, hash },
      })),
    })
    await prisma.outcomeLogHead.update({ where: { creditorId }, data: head })
    const endpointIds = found.get(first.debtorId)?.endpointIds ?? []
    await createDeliveries(
      creditorId,
      events.map(({ body }) => body),
      endpointIds,
    )
  }

  async function createDeliveries(
    creditorId: CreditorId,
    events: readonly OutcomeEventBody[],
    endpointIds: readonly string[],
  ): Promise<void> {
    const deliveries = events.flatMap(({ id: eventId, sequence }) =>
      endpointIds.map((endpointId) => ({ id: ids.uuid(), creditorId, endpointId, eventId, sequence })),
    )
    if (deliveries.length === 0) return
    await prisma.webhookDelivery.createMany({ data: deliveries })
    // Of an endpoint, one job after the other sends one delivery each.
    for (const { endpointId } of deliveries)
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

/** By debtor; of each, one draft alone says the instant at which something is overdue. */
async function readCircumstances(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  drafts: readonly OutcomeEventDraft[],
): Promise<ReadonlyMap<string, z.infer<typeof circumstancesSchema>>> {
  const rows = await prisma.$queryRaw`
    with draft as (
      select draft.debtor_id, (draft.occurred_at at time zone creditor.time_zone)::date as today
      from unnest(
        ${drafts.map(({ debtorId }) => debtorId)}::uuid[],
        ${drafts.map(({ occurredAt }) => occurredAt.toISOString())}::timestamptz[]
      ) as draft (debtor_id, occurred_at), creditor where creditor.id = ${creditorId}::uuid
    ), open_item as (
      select draft.debtor_id, currency,
        case kind when 'invoice' then open_minor else 0 end as open_minor,
        case when kind = 'invoice' and due_on < draft.today
          then greatest(0, open_minor - disputed_minor - pending_minor - planned_minor) else 0 end as overdue_minor,
        disputed_minor, pending_minor, planned_minor,
        case kind when 'invoice' then 0 else open_minor end as credit_minor,
        0 as unapplied_credit_minor
      from draft join invoice on invoice.debtor_id = draft.debtor_id
      where invoice.creditor_id = ${creditorId}::uuid and open_minor > 0
      union all
      select draft.debtor_id, currency, 0, 0, 0, 0, 0, 0, open_minor
      from draft join unapplied_credit on unapplied_credit.debtor_id = draft.debtor_id
      where unapplied_credit.creditor_id = ${creditorId}::uuid and open_minor > 0
    ), balance as (
      select debtor_id, currency,
        sum(open_minor) as "openMinor", sum(overdue_minor) as "overdueMinor", sum(disputed_minor) as "disputedMinor",
        sum(pending_minor) as "pendingMinor", sum(planned_minor) as "plannedMinor", sum(credit_minor) as "creditMinor",
        sum(unapplied_credit_minor) as "unappliedCreditMinor"
      from open_item group by debtor_id, currency
    )
    select draft.debtor_id::text as "debtorId", creditor.slug as creditor,
      json_build_object('externalId', debtor.external_id, 'name', debtor.name) as debtor,
      (select coalesce(json_agg(balance), '[]') from balance where balance.debtor_id = draft.debtor_id) as balances,
      (select coalesce(json_agg(endpoint.id order by endpoint.created_at), '[]') from webhook_endpoint endpoint
        where endpoint.creditor_id = creditor.id and endpoint.disabled_at is null) as "endpointIds"
    from draft join debtor on debtor.id = draft.debtor_id join creditor on creditor.id = debtor.creditor_id
    where creditor.id = ${creditorId}::uuid`
  return new Map(
    z
      .array(circumstancesSchema)
      .parse(rows)
      .map((row) => [row.debtorId, row]),
  )
}

/** Adds the zero of a currency that the event is about and in which nothing is left, and the net of each. */
function completeBalances(balances: readonly Omit<BalanceAfter, 'balanceMinor'>[], data: OutcomeEventData) {
  const byCurrency = new Map(balances.map((balance) => [balance.currency, balance]))
  const mentioned = [data.payment, ...(data.invoices ?? []), ...(data.unappliedCredits ?? [])]
  for (const currency of mentioned.flatMap((item) => item?.currency ?? [])) {
    if (!byCurrency.has(currency)) {
      const nothing = { openMinor: 0, overdueMinor: 0, disputedMinor: 0, pendingMinor: 0, plannedMinor: 0 }
      byCurrency.set(currency, { currency, ...nothing, creditMinor: 0, unappliedCreditMinor: 0 })
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

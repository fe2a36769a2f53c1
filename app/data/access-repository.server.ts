import { z } from 'zod'
import type { AccessLink } from '~/domain/access-link'
import { ACCESS_RIGHTS, type AccessRight } from '~/domain/access-scope'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import {
  ACCESS_ACTIONS,
  type AccessRepository,
  type CappedLink,
  type DebtorVisitRecord,
  type VisitReader,
} from '~/use-cases/ports/access-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction, ScopedReader, UnlimitedRun } from './database.server'
import type { AccessLink as LinkRow } from './generated/client'

const WITH_INVOICES = { invoices: { select: { invoiceId: true }, orderBy: { invoiceId: 'asc' } } } as const

const actionSchema = z.enum(ACCESS_ACTIONS)

const capsSchema = z.array(
  z
    .object({ currency: z.string(), amountMinor: z.number() })
    .transform(({ currency, amountMinor }) => createMoney(amountMinor, parseStoredCurrency(currency))),
)

/** A payment that ended without money having come uses nothing up. */
const WITHOUT_MONEY = `('failed', 'canceled', 'expired')`

const MOST_LINKS = 500

export function createAccessRepository(
  prisma: PrismaTransaction,
  runUnlimited: UnlimitedRun = (work) => work(),
): AccessRepository {
  const listBelow = (creditorId: CreditorId, id: AccessLinkId) => ({
    creditorId,
    OR: [{ id }, { ancestorIds: { has: id } }],
  })
  return {
    async insertLink({ delegation, ...link }, tokenSha256) {
      await prisma.accessLink.create({
        data: {
          ...link,
          tokenSha256: new Uint8Array(tokenSha256),
          ancestorIds: [...(delegation?.ancestorIds ?? [])],
          isLimited: delegation !== null && delegation.invoiceIds !== null,
          caps: (delegation?.caps ?? []).map(({ currency, amountMinor }) => ({ currency, amountMinor })),
        },
      })
      const { id: linkId, creditorId, debtorId } = link
      const chosen = (delegation?.invoiceIds ?? []).map((invoiceId) => ({ linkId, invoiceId, creditorId, debtorId }))
      if (chosen.length > 0) await prisma.accessLinkInvoice.createMany({ data: chosen })
    },
    async findLinkByToken(tokenSha256) {
      const row = await prisma.accessLink.findUnique({
        where: { tokenSha256: new Uint8Array(tokenSha256) },
        include: WITH_INVOICES,
      })
      return row && toLink(row)
    },
    async findLinkById(creditorId, id) {
      const row = await prisma.accessLink.findFirst({ where: { creditorId, id }, include: WITH_INVOICES })
      return row && toLink(row)
    },
    async listLinks(creditorId, debtorId, below) {
      const rows = await prisma.accessLink.findMany({
        where: { debtorId, ...(below === undefined ? { creditorId } : listBelow(creditorId, below)) },
        // Those that may still open the account come first, so that what is cut off is what has ended long ago.
        orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { expiresAt: 'desc' }],
        include: WITH_INVOICES,
        take: MOST_LINKS,
      })
      return rows.map(toLink).sort(compareNewestFirst)
    },
    async lockLine(creditorId, id) {
      const ids = lineSchema.parse(
        await prisma.$queryRaw`
          select line.id from access_link link
          join access_link line on line.id = link.id or line.id = any(link.ancestor_ids)
          where link.creditor_id = ${creditorId}::uuid and link.id = ${id}::uuid
          order by cardinality(line.ancestor_ids) for share of line`,
      )
      const rows = await prisma.accessLink.findMany({
        where: { creditorId, id: { in: ids.map((row) => row.id) } },
        include: WITH_INVOICES,
      })
      return rows.map(toLink).sort((left, right) => countAncestors(left) - countAncestors(right))
    },
    lockCaps: (creditorId, id, currency) =>
      runUnlimited(async () => {
        const locked = cappedSchema.parse(
          await prisma.$queryRaw`
            select line.id, line.caps from access_link link
            join access_link line on line.id = link.id or line.id = any(link.ancestor_ids)
            where link.creditor_id = ${creditorId}::uuid and link.id = ${id}::uuid and line.caps <> '[]'
            order by cardinality(line.ancestor_ids) for update of line`,
        )
        const capped: CappedLink[] = []
        for (const { id: cappedId, caps } of locked) {
          // Asked once the lock was granted, so that it sees whatever was opened under it before.
          const [used] = usedSchema.parse(await prisma.$queryRawUnsafe(SUM_PAID_BELOW, creditorId, cappedId, currency))
          capped.push({ caps, usedMinor: used.minor })
        }
        return capped
      }),
    async replaceToken(creditorId, id, tokenSha256) {
      await prisma.accessLink.updateMany({
        where: { creditorId, id },
        data: { tokenSha256: new Uint8Array(tokenSha256) },
      })
    },
    async revokeLink(creditorId, id, at, by) {
      // Whoever is forwarding it has the lock; what was forwarded is then there to be taken back as well.
      await prisma.$executeRaw`select 1 from access_link where creditor_id = ${creditorId}::uuid and id = ${id}::uuid for update`
      const where = listBelow(creditorId, id)
      await prisma.accessLink.updateMany({
        where: { ...where, revokedAt: null },
        data: { revokedAt: at, revokedBy: by },
      })
      const revoked = await prisma.accessLink.findMany({ where, select: { id: true } })
      await prisma.debtorSession.updateMany({
        where: { creditorId, linkId: { in: revoked.map((link) => link.id) }, endedAt: null },
        data: { endedAt: at },
      })
    },
    async insertSession({ id, tokenSha256, link, createdAt, expiresAt }) {
      await prisma.debtorSession.create({
        data: {
          id,
          tokenSha256: new Uint8Array(tokenSha256),
          creditorId: link.creditorId,
          debtorId: link.debtorId,
          linkId: link.id,
          scope: link.scope,
          locale: link.locale,
          createdAt,
          expiresAt,
        },
      })
    },
    async endSession(tokenSha256, at) {
      await prisma.debtorSession.updateMany({
        where: { tokenSha256: new Uint8Array(tokenSha256), endedAt: null },
        data: { endedAt: at },
      })
    },
    async appendLog(entry) {
      // Without asking for the row back: whoever writes it need not be one who may read it.
      await prisma.accessLogEntry.createMany({ data: [entry] })
    },
    async listLog(creditorId, debtorId, { offset, limit, below }) {
      const rows = await prisma.accessLogEntry.findMany({
        where: await describeLog(creditorId, debtorId, below),
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        skip: offset,
        take: limit,
      })
      const links = await prisma.accessLink.findMany({
        where: { creditorId, id: { in: [...new Set(rows.map(({ linkId }) => linkId))] } },
        select: { id: true, recipientName: true },
      })
      const names = new Map(links.map(({ id, recipientName }) => [id, recipientName]))
      return rows.map((row) => ({
        id: row.id,
        linkId: row.linkId as AccessLinkId,
        action: actionSchema.parse(row.action),
        at: row.at,
        clientHint: row.clientHint,
        subject: row.subject,
        recipientName: names.get(row.linkId) ?? null,
      }))
    },
    countLog: async (creditorId, debtorId, below) =>
      prisma.accessLogEntry.count({ where: await describeLog(creditorId, debtorId, below) }),
  }

  async function describeLog(creditorId: CreditorId, debtorId: DebtorId, below: AccessLinkId | undefined) {
    if (below === undefined) return { creditorId, debtorId }
    const links = await prisma.accessLink.findMany({ where: listBelow(creditorId, below), select: { id: true } })
    return { creditorId, debtorId, linkId: { in: links.map(({ id }) => id) } }
  }
}

const SUM_PAID_BELOW = `
  with below as (
    select id from access_link where creditor_id = $1::uuid and (id = $2::uuid or ancestor_ids @> array[$2::uuid])
  )
  select (
    (select coalesce(sum(settled_minor), 0) from payment
      where creditor_id = $1::uuid and settled_currency = $3 and status not in ${WITHOUT_MONEY}
        and link_id in (select id from below))
    + (select coalesce(sum(amount_minor), 0) from credit_application
      where creditor_id = $1::uuid and currency = $3 and link_id in (select id from below)))::text as minor`

const lineSchema = z.array(z.object({ id: z.uuid() }))
const cappedSchema = z.array(z.object({ id: z.uuid(), caps: capsSchema }))
const usedSchema = z.tuple([z.object({ minor: z.coerce.number().int() })])

function countAncestors({ delegation }: AccessLink): number {
  return delegation?.ancestorIds.length ?? 0
}

function toLink(row: LinkRow & { invoices: { invoiceId: string }[] }): AccessLink {
  return {
    id: row.id as AccessLinkId,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    scope: ACCESS_RIGHTS.filter((right) => row.scope.includes(right)),
    recipientName: row.recipientName,
    recipientEmail: row.recipientEmail,
    locale: row.locale,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
    issuedBy: row.issuedBy as AccessLink['issuedBy'],
    delegation:
      row.ancestorIds.length === 0
        ? null
        : {
            ancestorIds: row.ancestorIds as AccessLinkId[],
            invoiceIds: row.isLimited ? row.invoices.map(({ invoiceId }) => invoiceId as InvoiceId) : null,
            caps: capsSchema.parse(row.caps),
          },
  }
}

interface VisitRow {
  visit: Omit<DebtorVisitRecord, 'scope'> & { scope: AccessRight[] }
}

const HAS_PLAN = `exists (select 1 from payment_plan p where p.creditor_id = d.creditor_id and p.debtor_id = d.id)`

/** What `permitsAnyPlan` says of the plan policy in force. */
const IS_OFFERED_PLANS = `exists (
  select 1
  from (
    select body from creditor_policy
    where creditor_id = d.creditor_id and kind = 'plan' and effective_at <= $2
    order by effective_at desc, version desc limit 1
  ) in_force, jsonb_array_elements(in_force.body->'bands') band
  where not exists (
    select 1 from jsonb_array_elements(in_force.body->'overrides') o
    where o->>'debtor' = d.external_id and o->>'currency' = band->>'currency' and o->>'isPermitted' = 'false'
  )
)`

const FIND_VISIT = `
select json_build_object(
  'sessionId', s.id, 'linkId', s.link_id, 'scope', s.scope, 'locale', s.locale,
  'recipientName', l.recipient_name, 'recipientEmail', l.recipient_email, 'isLimited', l.is_limited,
  'version', v.version,
  'debtor', json_build_object('id', d.id, 'externalId', d.external_id, 'name', d.name, 'locale', d.locale),
  'creditor', json_build_object('id', c.id, 'slug', c.slug, 'name', c.name, 'timeZone', c.time_zone,
    'defaultLocale', c.default_locale, 'defaultCurrency', c.default_currency, 'countryCode', c.country_code,
    'brandColor', c.brand_color, 'supportEmail', c.support_email, 'supportPhone', c.support_phone,
    'offersPlans', not l.is_limited and (${HAS_PLAN} or ${IS_OFFERED_PLANS}))) as visit
from debtor_session s
join access_link l on l.id = s.link_id
join debtor d on d.creditor_id = s.creditor_id and d.id = s.debtor_id
join debtor_version v on v.debtor_id = s.debtor_id
join creditor c on c.id = s.creditor_id
where s.token_sha256 = $1 and s.ended_at is null and s.expires_at > $2 and l.revoked_at is null and l.expires_at > $2`

export function createVisitReader(reader: ScopedReader): VisitReader {
  return {
    async findVisit(sessionTokenSha256, now) {
      // The session names the tenant, so it is looked up before there is one: the secret itself is the authority.
      const rows = await reader.read<VisitRow>(
        { kind: 'system' },
        { name: 'find_visit', text: FIND_VISIT, values: [Buffer.from(sessionTokenSha256), now] },
      )
      return rows[0]?.visit ?? null
    },
  }
}

function compareNewestFirst(left: AccessLink, right: AccessLink): number {
  return right.createdAt.getTime() - left.createdAt.getTime() || (left.id < right.id ? 1 : -1)
}

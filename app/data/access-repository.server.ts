import type { AccessLink } from '~/domain/access-link'
import { ACCESS_RIGHTS, type AccessRight } from '~/domain/access-scope'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type {
  AccessAction,
  AccessRepository,
  DebtorVisitRecord,
  VisitReader,
} from '~/use-cases/ports/access-repository'
import type { PrismaTransaction, ScopedReader } from './database.server'
import type { AccessLink as LinkRow } from './generated/client'

export function createAccessRepository(prisma: PrismaTransaction): AccessRepository {
  return {
    async insertLink(link, tokenSha256) {
      await prisma.accessLink.create({ data: { ...link, tokenSha256: new Uint8Array(tokenSha256) } })
    },
    async findLinkByToken(tokenSha256) {
      const row = await prisma.accessLink.findUnique({ where: { tokenSha256: new Uint8Array(tokenSha256) } })
      return row && toLink(row)
    },
    async findLinkById(creditorId, id) {
      const row = await prisma.accessLink.findFirst({ where: { creditorId, id } })
      return row && toLink(row)
    },
    async listLinks(creditorId, debtorId) {
      const rows = await prisma.accessLink.findMany({
        where: { creditorId, debtorId },
        orderBy: { createdAt: 'desc' },
        take: 200,
      })
      return rows.map(toLink)
    },
    async replaceToken(creditorId, id, tokenSha256) {
      await prisma.accessLink.updateMany({
        where: { creditorId, id },
        data: { tokenSha256: new Uint8Array(tokenSha256) },
      })
    },
    async revokeLink(creditorId, id, at, by) {
      await prisma.accessLink.updateMany({ where: { creditorId, id }, data: { revokedAt: at, revokedBy: by } })
      await prisma.debtorSession.updateMany({ where: { creditorId, linkId: id, endedAt: null }, data: { endedAt: at } })
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
      await prisma.accessLogEntry.create({ data: entry })
    },
    async listLog(creditorId, debtorId, limit) {
      const rows = await prisma.accessLogEntry.findMany({
        where: { creditorId, debtorId },
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return rows.map((row) => ({
        id: row.id,
        linkId: row.linkId as AccessLinkId,
        action: row.action as AccessAction,
        at: row.at,
        clientHint: row.clientHint,
      }))
    },
  }
}

function toLink(row: LinkRow): AccessLink {
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
  }
}

interface VisitRow {
  visit: Omit<DebtorVisitRecord, 'scope'> & { scope: AccessRight[] }
}

const FIND_VISIT = `
select json_build_object(
  'sessionId', s.id, 'linkId', s.link_id, 'scope', s.scope, 'locale', s.locale,
  'recipientName', l.recipient_name, 'recipientEmail', l.recipient_email, 'version', v.version,
  'debtor', json_build_object('id', d.id, 'externalId', d.external_id, 'name', d.name, 'locale', d.locale),
  'creditor', json_build_object('id', c.id, 'slug', c.slug, 'name', c.name, 'timeZone', c.time_zone,
    'defaultLocale', c.default_locale, 'defaultCurrency', c.default_currency, 'countryCode', c.country_code,
    'brandColor', c.brand_color, 'supportEmail', c.support_email, 'supportPhone', c.support_phone)) as visit
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

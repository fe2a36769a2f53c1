import type { CreditorId } from '~/domain/ids'
import type { ApiKey, ApiKeyRepository } from '~/use-cases/ports/api-key-repository'
import type { PrismaTransaction } from './database.server'
import type { ApiKey as ApiKeyRow } from './generated/client'

const USE_RESOLUTION_MS = 60_000

export function createApiKeyRepository(prisma: PrismaTransaction): ApiKeyRepository {
  return {
    async insert(key, keySha256) {
      await prisma.apiKey.create({ data: { ...key, keySha256: new Uint8Array(keySha256) } })
    },
    async use(keySha256, now) {
      const row = await prisma.apiKey.findUnique({ where: { keySha256: new Uint8Array(keySha256) } })
      if (row === null || row.revokedAt !== null) return null
      if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= USE_RESOLUTION_MS) {
        await prisma.apiKey.update({ where: { id: row.id }, data: { lastUsedAt: now } })
      }
      return toApiKey(row)
    },
    async list(creditorId) {
      const rows = await prisma.apiKey.findMany({
        where: { creditorId },
        orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }, { id: 'desc' }],
      })
      return rows.map(toApiKey)
    },
    async revoke(creditorId, id, at) {
      const { count } = await prisma.apiKey.updateMany({
        where: { id, creditorId, revokedAt: null },
        data: { revokedAt: at },
      })
      return count > 0
    },
  }
}

function toApiKey({ keySha256: _, ...row }: ApiKeyRow): ApiKey {
  return { ...row, creditorId: row.creditorId as CreditorId }
}

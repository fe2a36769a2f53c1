import type { CreditorId } from '~/domain/ids'
import type { ApiKeyRepository } from '~/use-cases/ports/api-key-repository'
import type { PrismaTransaction } from './database.server'

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
      const { keySha256: _, ...key } = row
      return { ...key, creditorId: row.creditorId as CreditorId }
    },
  }
}

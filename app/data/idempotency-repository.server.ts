import { z } from 'zod'
import type { IdempotencyRepository } from '~/use-cases/ports/idempotency-repository'
import type { PrismaTransaction } from './database.server'

const answerSchema = z.string()

export function createIdempotencyRepository(prisma: PrismaTransaction): IdempotencyRepository {
  return {
    async begin({ creditorId, key, requestSha256, now, expiredBefore, abandonedBefore, takesOver }) {
      await prisma.apiIdempotency.deleteMany({
        where: { creditorId, createdAt: { lt: expiredBefore } },
      })
      const { count } = await prisma.apiIdempotency.createMany({
        data: { creditorId, key, requestSha256, createdAt: now },
        skipDuplicates: true,
      })
      if (count === 1) return { kind: 'begun' }
      const row = await prisma.apiIdempotency.findUniqueOrThrow({ where: { creditorId_key: { creditorId, key } } })
      if (row.status === null) {
        if (row.createdAt >= abandonedBefore) return { kind: 'in_progress', requestSha256: row.requestSha256 }
        if (!takesOver || row.requestSha256 !== requestSha256) {
          return { kind: 'cut_short', requestSha256: row.requestSha256 }
        }
        const taken = await prisma.apiIdempotency.updateMany({
          where: { creditorId, key, status: null, createdAt: { lt: abandonedBefore } },
          data: { createdAt: now },
        })
        return taken.count === 1 ? { kind: 'begun' } : { kind: 'in_progress', requestSha256 }
      }
      const answer = answerSchema.parse(row.responseBody)
      return { kind: 'answered', requestSha256: row.requestSha256, status: row.status, answer }
    },
    async finish(creditorId, key, status, answer) {
      await prisma.apiIdempotency.update({
        where: { creditorId_key: { creditorId, key } },
        data: { status, responseBody: answer },
      })
    },
    async abandon(creditorId, key) {
      await prisma.apiIdempotency.deleteMany({ where: { creditorId, key, status: null } })
    },
  }
}

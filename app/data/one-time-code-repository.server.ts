import { z } from 'zod'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { ONE_TIME_CODE_PURPOSES, type OneTimeCode } from '~/domain/one-time-code'
import type { OneTimeCodeRepository } from '~/use-cases/ports/one-time-code-repository'
import type { PrismaTransaction } from './database.server'
import type { OneTimeCode as CodeRow } from './generated/client'

const purposeSchema = z.enum(ONE_TIME_CODE_PURPOSES)

export function createOneTimeCodeRepository(prisma: PrismaTransaction): OneTimeCodeRepository {
  return {
    async insert(code, codeSha256) {
      await prisma.oneTimeCode.create({ data: { ...code, codeSha256: new Uint8Array(codeSha256) } })
    },
    async findById(creditorId, id) {
      const row = await prisma.oneTimeCode.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toCode(row)
    },
    async replaceSecret(creditorId, id, codeSha256) {
      await prisma.oneTimeCode.update({
        where: { creditorId_id: { creditorId, id } },
        data: { codeSha256: new Uint8Array(codeSha256) },
      })
    },
    async lockNewest(creditorId, sessionId, purpose) {
      const newest = await prisma.oneTimeCode.findFirst({
        where: { creditorId, sessionId, purpose },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: { id: true },
      })
      if (!newest) return null
      await prisma.$executeRaw`select 1 from one_time_code where creditor_id = ${creditorId}::uuid and id = ${newest.id}::uuid for update`
      const row = await prisma.oneTimeCode.findUnique({ where: { creditorId_id: { creditorId, id: newest.id } } })
      return row && { code: toCode(row), codeSha256: row.codeSha256 }
    },
    async countSince(creditorId, debtorId, since) {
      await prisma.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`one-time codes ${creditorId} ${debtorId}`}, 0))`
      return prisma.oneTimeCode.count({ where: { creditorId, debtorId, createdAt: { gt: since } } })
    },
    async markUsed(creditorId, id, usedAt) {
      await prisma.oneTimeCode.update({ where: { creditorId_id: { creditorId, id } }, data: { usedAt } })
    },
    async countAttempt(creditorId, id) {
      await prisma.oneTimeCode.update({
        where: { creditorId_id: { creditorId, id } },
        data: { attempts: { increment: 1 } },
      })
    },
  }
}

function toCode({ codeSha256: _, ...row }: CodeRow): OneTimeCode {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    purpose: purposeSchema.parse(row.purpose),
  }
}

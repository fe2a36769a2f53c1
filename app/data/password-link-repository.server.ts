import type { ConsoleUserId, CreditorId } from '~/domain/ids'
import type { PasswordLink, PasswordLinkRepository } from '~/use-cases/ports/password-link-repository'
import type { PrismaTransaction } from './database.server'
import type { ConsolePasswordLink as PasswordLinkRow } from './generated/client'

export function createPasswordLinkRepository(prisma: PrismaTransaction): PasswordLinkRepository {
  const findByToken = async (tokenSha256: Uint8Array) => {
    const row = await prisma.consolePasswordLink.findUnique({ where: { tokenSha256: new Uint8Array(tokenSha256) } })
    return row && toPasswordLink(row)
  }
  return {
    findByToken,
    async insert(link, tokenSha256) {
      await prisma.consolePasswordLink.create({ data: { ...link, tokenSha256: new Uint8Array(tokenSha256) } })
    },
    async findById(creditorId, id) {
      const row = await prisma.consolePasswordLink.findUnique({ where: { id, creditorId } })
      return row && toPasswordLink(row)
    },
    async lockByToken(tokenSha256) {
      const hash = new Uint8Array(tokenSha256)
      await prisma.$queryRaw`select 1 from console_password_link where token_sha256 = ${hash} for update`
      return findByToken(hash)
    },
    async replaceToken(id, tokenSha256) {
      await prisma.consolePasswordLink.update({ where: { id }, data: { tokenSha256: new Uint8Array(tokenSha256) } })
    },
    async endAllOf(userId, at) {
      await prisma.consolePasswordLink.updateMany({ where: { userId, endedAt: null }, data: { endedAt: at } })
    },
  }
}

function toPasswordLink({ tokenSha256: _, ...row }: PasswordLinkRow): PasswordLink {
  return { ...row, creditorId: row.creditorId as CreditorId, userId: row.userId as ConsoleUserId }
}

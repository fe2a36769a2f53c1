import { z } from 'zod'
import { CONSOLE_ROLES } from '~/domain/console-role'
import type { ConsoleUserId, CreditorId } from '~/domain/ids'
import type { ConsoleUser, ConsoleUserRepository } from '~/use-cases/ports/console-user-repository'
import type { PrismaTransaction } from './database.server'
import type { ConsoleUser as ConsoleUserRow } from './generated/client'

const roleSchema = z.enum(CONSOLE_ROLES)

/** One person may work for a few creditors; more of the same address would be an attack on the hash's cost. */
const MOST_USERS_PER_ADDRESS = 5

export function createConsoleUserRepository(prisma: PrismaTransaction): ConsoleUserRepository {
  return {
    async insert(user, passwordHash) {
      const { count } = await prisma.consoleUser.createMany({ data: { ...user, passwordHash }, skipDuplicates: true })
      return count > 0
    },
    async listByEmail(email) {
      const rows = await prisma.consoleUser.findMany({
        where: { email, disabledAt: null, passwordHash: { not: null } },
        orderBy: { createdAt: 'asc' },
        take: MOST_USERS_PER_ADDRESS,
      })
      return rows.flatMap((row) =>
        row.passwordHash === null ? [] : { user: toConsoleUser(row), passwordHash: row.passwordHash },
      )
    },
    async listByCreditor(creditorId) {
      const rows = await prisma.consoleUser.findMany({
        where: { creditorId },
        orderBy: [{ name: 'asc' }, { email: 'asc' }],
      })
      const sessions = await prisma.consoleSession.groupBy({
        by: ['userId'],
        where: { userId: { in: rows.map(({ id }) => id) } },
        _max: { createdAt: true },
      })
      const signedIn = new Map(sessions.map((group) => [group.userId, group._max.createdAt]))
      return rows.map((row) => ({
        user: toConsoleUser(row),
        hasPassword: row.passwordHash !== null,
        lastSignedInAt: signedIn.get(row.id) ?? null,
      }))
    },
    async lockByCreditor(creditorId) {
      await prisma.$queryRaw`
        select 1 from console_user where creditor_id = ${creditorId}::uuid order by id for update`
      const rows = await prisma.consoleUser.findMany({ where: { creditorId } })
      return rows.map((row) => ({ user: toConsoleUser(row), hasPassword: row.passwordHash !== null }))
    },
    async findById(creditorId, id) {
      const row = await prisma.consoleUser.findUnique({ where: { id, creditorId } })
      return row && { user: toConsoleUser(row), passwordHash: row.passwordHash }
    },
    async setRole(creditorId, id, role) {
      await prisma.consoleUser.update({ where: { id, creditorId }, data: { role } })
    },
    async setDisabledAt(creditorId, id, disabledAt) {
      await prisma.consoleUser.update({ where: { id, creditorId }, data: { disabledAt } })
    },
    async setPasswordHash(creditorId, id, passwordHash) {
      await prisma.consoleUser.update({ where: { id, creditorId }, data: { passwordHash } })
    },
    async insertSession({ tokenSha256, ...session }) {
      await prisma.consoleSession.create({ data: { ...session, tokenSha256: new Uint8Array(tokenSha256) } })
    },
    async findSession(tokenSha256, now) {
      const session = await prisma.consoleSession.findUnique({ where: { tokenSha256: new Uint8Array(tokenSha256) } })
      if (session === null || session.endedAt !== null || session.expiresAt <= now) return null
      const user = await prisma.consoleUser.findUnique({ where: { id: session.userId } })
      if (user === null || user.disabledAt !== null) return null
      return { id: session.id, user: toConsoleUser(user), expiresAt: session.expiresAt }
    },
    async endSession(tokenSha256, at) {
      await prisma.consoleSession.updateMany({
        where: { tokenSha256: new Uint8Array(tokenSha256), endedAt: null },
        data: { endedAt: at },
      })
    },
    async endSessionsOf(userId, at, except) {
      const others = except === undefined ? {} : { tokenSha256: { not: new Uint8Array(except) } }
      await prisma.consoleSession.updateMany({ where: { userId, endedAt: null, ...others }, data: { endedAt: at } })
    },
  }
}

function toConsoleUser(row: ConsoleUserRow): ConsoleUser {
  return {
    id: row.id as ConsoleUserId,
    creditorId: row.creditorId as CreditorId,
    email: row.email,
    name: row.name,
    role: roleSchema.parse(row.role),
    locale: row.locale,
    disabledAt: row.disabledAt,
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { DataScope, Transaction, UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { describeScope, type Database, type PrismaTransaction } from './database.server'
import { Prisma } from './generated/client'
import { createCreditorRepository } from './creditor-repository.server'
import { createDebtorRepository } from './debtor-repository.server'
import { createJobQueue, type JobSender } from './job-queue.server'

/** A transaction that conflicts with others this often in a row is a bug, not contention. */
const MAXIMUM_ATTEMPTS = 8

const TRANSACTION_LIMITS = { maxWait: 20_000, timeout: 60_000 }

export function createUnitOfWork(database: Database, sender: JobSender): UnitOfWork {
  return {
    async run<Value>(scope: DataScope, work: (transaction: Transaction) => Promise<Value>): Promise<Value> {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await database.prisma.$transaction(async (prisma) => {
            const { creditor, debtor } = describeScope(scope)
            await prisma.$executeRaw`select set_config('quittance.creditor', ${creditor}, true), set_config('quittance.debtor', ${debtor}, true)`
            return work(createTransaction(prisma, sender))
          }, TRANSACTION_LIMITS)
        } catch (error) {
          if (attempt >= MAXIMUM_ATTEMPTS || !isConflict(error)) throw error
          await sleep(2 ** attempt * (5 + Math.random() * 5))
        }
      }
    },
  }
}

function createTransaction(prisma: PrismaTransaction, sender: JobSender): Transaction {
  return {
    creditors: createCreditorRepository(prisma),
    debtors: createDebtorRepository(prisma),
    jobs: createJobQueue(prisma, sender),
  }
}

/** Serialization failure, deadlock, or Prisma's own report of either. */
function isConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    if (error.code === 'P2034') return true
    return /\b40001\b|\b40P01\b|deadlock detected|could not serialize/.test(
      `${error.message} ${JSON.stringify(error.meta ?? {})}`,
    )
  }
  return false
}

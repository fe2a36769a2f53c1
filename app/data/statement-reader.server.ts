/** Reads accounts for the pages debtors open most. */
import { z } from 'zod'
import { getAgeingBucket } from '~/domain/ageing'
import type { DebtorAccount, StatementReader } from '~/use-cases/ports/statement-reader'
import { balanceForwardSchema, invoiceSchema, statementSchema, storedFileSchema } from './account-schemas'
import type { ReadQuery, ScopedReader } from './database.server'
import { writeAttachmentQuery, writeInvoiceQuery, writeOriginalQuery } from './invoice-queries'
import { writeBalanceForwardQuery, writeStatementQuery } from './statement-queries'

const NO_COUNTS = { open: 0, overdue: 0, paid: 0, all: 0 }

export function createStatementReader(reader: ScopedReader): StatementReader {
  async function read<Schema extends z.ZodType>(
    account: DebtorAccount,
    query: ReadQuery,
    schema: Schema,
  ): Promise<z.output<Schema> | null> {
    const rows = await reader.read<{ answer: unknown }>({ kind: 'debtor', ...account }, query)
    return rows[0] === undefined ? null : schema.parse(rows[0].answer)
  }

  return {
    async readStatement(account, context, query) {
      const answer = await read(account, writeStatementQuery(account, context, query), statementSchema)
      if (!answer) throw new Error('the statement query answered nothing')
      return {
        ...answer,
        counts: answer.counts ?? NO_COUNTS,
        groups: answer.groups.map((group) => ({ ...group, bucket: getAgeingBucket(group.bucket) })),
      }
    },
    async readBalanceForward(account, context, query) {
      const answer = await read(account, writeBalanceForwardQuery(account, context, query), balanceForwardSchema)
      if (!answer) throw new Error('the balance forward query answered nothing')
      return answer
    },
    findInvoice: (account, address, context) =>
      read(account, writeInvoiceQuery(account, address, context), invoiceSchema),
    findOriginal: (account, address) => read(account, writeOriginalQuery(account, address), storedFileSchema),
    findAttachment: (account, address, attachmentId) =>
      z.uuid().safeParse(attachmentId).success
        ? read(account, writeAttachmentQuery(account, address, attachmentId), storedFileSchema)
        : Promise.resolve(null),
  }
}

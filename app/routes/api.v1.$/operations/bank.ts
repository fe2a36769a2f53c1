import { z } from 'zod'
import { KEPT_STATUSES } from '~/domain/kept-transaction'
import type { ListedTransaction } from '~/use-cases/list-bank-transactions'
import { defineOperation } from '../operation'
import { currency, day, file, instant, minor, namedDebtor, pageLimit } from '../schemas'
import { mappingName } from './bank-table-mappings'

const MOST_STATEMENT_BYTES = 12 * 1024 * 1024

/** Media types that are read, and a name under which the creditor finds the upload again. */
const FILENAMES: Readonly<Record<string, string>> = {
  'application/xml': 'upload.xml',
  'text/xml': 'upload.xml',
  'text/csv': 'upload.csv',
}

const reason = z.looseObject({ kind: z.string() })

const transactionSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['incoming', 'outgoing', 'incoming_reversed', 'outgoing_returned']),
    status: z.enum(KEPT_STATUSES).meta({
      description: 'open: for a person. matched: settled by a rule. assigned: by a person. ignored: settles nothing',
    }),
    amountMinor: minor.meta({ description: 'What moved, never negative: see kind' }),
    currency,
    bookedOn: day.nullable(),
    valueOn: day.nullable(),
    counterparty: z.object({ name: z.string().nullable(), iban: z.string().nullable() }),
    remittance: z.array(z.string()).meta({ description: 'What the payer wrote' }),
    bankReference: z.string().nullable(),
    endToEndId: z.string().nullable(),
    decision: z
      .object({
        kind: z.string(),
        reasons: z.array(reason).optional().meta({ description: 'What speaks for the match' }),
        obstacles: z.array(reason).optional().meta({ description: 'Why a person decides' }),
        reason: z.string().optional(),
      })
      .meta({ description: 'How it was decided; kinds may be added' }),
    debtor: namedDebtor.nullable(),
    payment: z.object({ id: z.uuid(), reference: z.string(), status: z.string() }).nullable(),
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'BankTransaction' })

function describe({ kept, debtor, payment }: ListedTransaction): z.input<typeof transactionSchema> {
  const { transaction, decision } = kept
  const { references, remittance, counterparty, amount } = transaction
  return {
    ...{ id: kept.id, kind: transaction.kind, status: kept.status },
    ...{ amountMinor: amount.amountMinor, currency: amount.currency },
    ...{ bookedOn: transaction.bookedOn, valueOn: transaction.valueOn },
    counterparty: { name: counterparty.name, iban: counterparty.iban },
    remittance: [...remittance.references.map(({ reference }) => reference), ...remittance.unstructured],
    ...{ bankReference: references.bankReference, endToEndId: references.endToEndId },
    decision: {
      kind: decision.kind,
      ...('reasons' in decision ? { reasons: decision.reasons.map(toReason) } : {}),
      ...('obstacles' in decision ? { obstacles: decision.obstacles.map(toReason) } : {}),
      ...('reason' in decision ? { reason: decision.reason } : {}),
    },
    ...{ debtor, payment, decidedAt: kept.decidedAt?.toISOString() ?? null },
  }
}

/** Without the key of our own text. */
function toReason({ kind, params }: { kind: string; params: Readonly<Record<string, unknown>> }) {
  return { kind, ...params }
}

export const loadStatement = defineOperation({
  method: 'POST',
  path: '/bank-statements',
  id: 'loadBankStatement',
  isRepeatable: true,
  summary: 'Take in a bank statement: camt.052, camt.053, camt.054, or CSV',
  description:
    'It is taken in whole or refused. What it says moved counts once, however many files tell of it. Incoming transfers are matched at once. A CSV has the standard columns, or those of a mapping that was saved: the one named, else the one saved last that fits.',
  querySchema: z.strictObject({ mapping: mappingName.optional().meta({ description: 'Name of a saved mapping' }) }),
  rawBody: { mediaTypes: Object.keys(FILENAMES), maximumBytes: MOST_STATEMENT_BYTES },
  output: {
    status: 200,
    schema: z.object({
      statementId: z.uuid(),
      isNew: z.boolean().meta({ description: 'False where the very same file was loaded before' }),
      newCount: z.int(),
      knownCount: z.int(),
      matchedCount: z.int(),
      openCount: z.int().meta({ description: 'Left to a person' }),
      transactions: z.array(transactionSchema).meta({ description: 'Those that are new' }),
    }),
  },
  problems: ['documents-refused'],
  async handle({ app, creditor, apiKeyId, query: { mapping: name }, body: { mediaType, content } }) {
    const saved = name === undefined ? [] : await app.listBankTableMappings({ creditorId: creditor.id })
    const mapping = saved.find((one) => one.name === name)?.mapping
    if (name !== undefined && mapping === undefined) {
      const errors = [{ in: 'query', pointer: '/mapping', detail: 'no mapping of that name is saved' }]
      return { problem: 'invalid-request', members: { errors } }
    }
    const loaded = await app.loadBankStatement({
      creditorId: creditor.id,
      file: { filename: FILENAMES[mediaType] ?? 'upload', content },
      ...(mapping === undefined ? {} : { mapping }),
      loadedBy: `key:${apiKeyId}`,
    })
    if (!loaded.ok) {
      const { code, reason: why, place } = loaded.failure
      return { problem: 'documents-refused', detail: why, members: { code, place } }
    }
    const { file, isNew, added, knownCount } = loaded.value
    const transactions = await app.nameBankTransactions(creditor.id, added)
    const count = (status: string) => added.filter((kept) => kept.status === status).length
    return {
      body: {
        ...{ statementId: file.id, isNew, newCount: added.length, knownCount },
        ...{ matchedCount: count('matched'), openCount: count('open') },
        transactions: transactions.map(describe),
      },
    }
  },
})

export const listStatements = defineOperation({
  method: 'GET',
  path: '/bank-statements',
  id: 'listBankStatements',
  summary: 'The bank statements loaded, newest first',
  description: 'The file of each is kept byte for byte and can be downloaded in the console.',
  querySchema: z.strictObject({ limit: pageLimit(200, 50) }),
  output: {
    status: 200,
    schema: z.object({
      statements: z.array(
        z.object({
          statementId: z.uuid(),
          format: z.string().meta({ description: 'camt.052, camt.053, camt.054 or csv; others may be added' }),
          file: file.nullable(),
          transactionCount: z.int(),
          newCount: z.int().meta({ description: 'Those that no file before it had' }),
          loadedAt: instant,
        }),
      ),
    }),
  },
  async handle({ app, creditor, query: { limit } }) {
    const listed = await app.listBankStatements({ creditorId: creditor.id, limit })
    return {
      body: {
        statements: listed.map(({ statement, file: kept }) => ({
          ...{ statementId: statement.id, format: statement.format, file: kept },
          ...{ transactionCount: statement.transactionCount, newCount: statement.newCount },
          loadedAt: statement.loadedAt.toISOString(),
        })),
      },
    }
  },
})

export const listTransactions = defineOperation({
  method: 'GET',
  path: '/bank-transactions',
  id: 'listBankTransactions',
  summary: 'What moved on the account by the statements loaded, newest booking first',
  querySchema: z.strictObject({
    status: z.enum(KEPT_STATUSES).optional(),
    after: z.uuid().optional().meta({ description: 'Id of the last one of the page before' }),
    limit: pageLimit(200, 50),
  }),
  output: { status: 200, schema: z.object({ transactions: z.array(transactionSchema), hasMore: z.boolean() }) },
  async handle({ app, creditor, query: { status, after, limit } }) {
    const { transactions, hasMore } = await app.listBankTransactions({
      ...{ creditorId: creditor.id, status: status ?? null, after: after ?? null, limit },
    })
    return { body: { transactions: transactions.map(describe), hasMore } }
  },
})

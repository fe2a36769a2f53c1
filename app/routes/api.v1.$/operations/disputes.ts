import { z } from 'zod'
import { findUnstorableText } from '~/domain/storable-text'
import { LANGUAGES } from '~/i18n/languages'
import { deriveEntryId } from '../derive-entry-id'
import { defineOperation, describeCaller, type Operation } from '../operation'
import { debtorNumber, minor, pageLimit } from '../schemas'
import { describeDispute, describeDisputeDetail, disputeDetailSchema, disputeSchema } from './dispute-bodies'
import { readGranted, toProblem } from './dispute-decision'

const idPath = z.object({ id: z.uuid() })
const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => findUnstorableText(text) === null, 'has a NUL character or half a surrogate pair')

/** Opaque to the caller: how many there are before the page. */
const cursor = z
  .base64url()
  .max(100)
  .transform((text) => Number(Buffer.from(text, 'base64url').toString('utf8')))
  .pipe(z.int().min(0).max(10_000_000))

const listDisputes = defineOperation({
  method: 'GET',
  path: '/disputes',
  id: 'listDisputes',
  summary: 'Disputes: what debtors contest of their invoices',
  querySchema: z.strictObject({
    state: z.enum(['open', 'ended', 'all']).default('open'),
    order: z.enum(['age', 'amount', 'newest']).default('age').meta({
      description:
        'age: the longest open first. amount: by currency in alphabetical order, of each the most claimed first',
    }),
    debtor: debtorNumber.optional(),
    cursor: cursor.optional().meta({ description: 'nextCursor of the page before', type: 'string' }),
    limit: pageLimit(200, 50),
  }),
  output: {
    status: 200,
    schema: z.object({ disputes: z.array(disputeSchema), count: z.int(), nextCursor: z.string().nullable() }),
  },
  async handle({ app, creditor, query: { state, order, debtor, cursor: offset = 0, limit } }) {
    const { disputes, count } = await app.listDisputes(
      { creditorId: creditor.id },
      { state, order, offset, limit, ...(debtor === undefined ? {} : { debtorExternalId: debtor }) },
    )
    const next = offset + disputes.length
    const nextCursor = next < count && disputes.length > 0 ? Buffer.from(String(next)).toString('base64url') : null
    return { body: { disputes: disputes.map(describeDispute), count, nextCursor } }
  },
})

const getDispute = defineOperation({
  method: 'GET',
  path: '/disputes/{id}',
  id: 'getDispute',
  summary: 'A dispute with its lines, its thread and what its invoice is open for',
  pathSchema: idPath,
  output: { status: 200, schema: disputeDetailSchema },
  problems: ['unknown-dispute'],
  async handle({ app, creditor, path }) {
    const view = await app.readDispute({ creditorId: creditor.id }, path.id)
    return view ? { body: describeDisputeDetail(view) } : { problem: 'unknown-dispute' }
  },
})

const getDisputeFile = defineOperation({
  method: 'GET',
  path: '/disputes/{id}/files/{fileId}',
  id: 'getDisputeFile',
  summary: 'A file of a dispute, byte for byte',
  pathSchema: z.object({ id: z.uuid(), fileId: z.uuid() }),
  output: { status: 200, schema: null, mediaType: '*/*' },
  problems: ['unknown-file'],
  async handle({ app, creditor, path: { id: disputeId, fileId } }) {
    const file = await app.readDisputeFile({ creditorId: creditor.id }, { disputeId, fileId })
    return file ? { body: null, file } : { problem: 'unknown-file' }
  },
})

const getDisputeDocument = defineOperation({
  method: 'GET',
  path: '/disputes/{id}/file.pdf',
  id: 'getDisputeDocument',
  summary: 'All that is known of a dispute as a tagged PDF',
  description:
    'Lines, thread, files with their SHA-256 and the decision. Each has a verification code that /trust checks.',
  pathSchema: idPath,
  querySchema: z.strictObject({
    language: z.enum(LANGUAGES).optional().meta({ description: 'The creditor’s own where it is absent' }),
  }),
  output: { status: 200, schema: null, mediaType: 'application/pdf' },
  problems: ['unknown-dispute'],
  async handle({ app, creditor, path, query }) {
    const language = query.language ?? creditor.defaultLocale
    const file = await app.issueDisputeFile({
      reader: { creditorId: creditor.id },
      disputeId: path.id,
      language: { language, formatLocale: language },
    })
    return file ? { body: null, file } : { problem: 'unknown-dispute' }
  },
})

const getApplicationResponse = defineOperation({
  method: 'GET',
  path: '/disputes/{id}/application-response',
  id: 'getApplicationResponse',
  summary: 'A dispute as the debtor opened it, as UBL ApplicationResponse',
  description:
    'Peppol Invoice Response 3: RE where the whole invoice is wanted credited or replaced, CA where a part is wanted credited, else UQ. Each contested line is a clarification whose conditions name it (BT-126) and what the debtor holds to be right (BT-129, BT-131, BT-146).',
  pathSchema: idPath,
  output: { status: 200, schema: null, mediaType: 'application/xml' },
  problems: ['unknown-dispute'],
  async handle({ app, creditor, path }) {
    const file = await app.readInvoiceResponse({ creditorId: creditor.id, disputeId: path.id })
    return file ? { body: null, file } : { problem: 'unknown-dispute' }
  },
})

const addDisputeEntry = defineOperation({
  method: 'POST',
  path: '/disputes/{id}/entries',
  id: 'addDisputeEntry',
  summary: 'Say something, or ask',
  description: 'The debtor reads it and is told by mail. A question makes it the debtor’s turn.',
  isRepeatable: true,
  pathSchema: idPath,
  body: z.strictObject({ step: z.enum(['said', 'asked']), text: words(5000) }),
  output: { status: 201, schema: disputeDetailSchema },
  problems: ['unknown-dispute', 'dispute-step-impossible'],
  async handle({ app, creditor, apiKeyId, idempotencyKey, path: { id }, body: { step, text } }) {
    const actor = describeCaller({ creditor, apiKeyId })
    const entryId = deriveEntryId('dispute', id, idempotencyKey)
    const done = await app.continueDispute({ actor, disputeId: id, entryId, step, text, files: [] })
    const view = await app.readDispute({ creditorId: creditor.id }, id)
    if (!view) return { problem: 'unknown-dispute' }
    return done.ok ? { body: describeDisputeDetail(view) } : toProblem(done.failure, view, null)
  },
})

const decideDispute = defineOperation({
  method: 'POST',
  path: '/disputes/{id}/decision',
  id: 'decideDispute',
  summary: 'Accept, accept in part, or reject',
  description:
    'What is granted becomes a credit note that settles the invoice at once; the rest is due again. Importing your own document of that credit note later (same number, debtor, currency and amount) changes nothing.',
  isRepeatable: true,
  pathSchema: idPath,
  body: z.strictObject({
    version: z.int().min(1).meta({ description: 'The one that you read: 409 where something happened since' }),
    decision: z.enum(['accept', 'accept_in_part', 'reject']),
    lines: z
      .array(z.strictObject({ position: z.int().min(0), grantedMinor: minor.min(0) }))
      .max(10_000)
      .default([])
      .meta({ description: 'Of accept_in_part: gross of tax; a line left out is granted nothing' }),
    text: words(5000).meta({ description: 'The reason that the debtor reads' }),
    creditNoteNumber: words(100).optional().meta({ description: 'Made of the invoice’s number where it is absent' }),
  }),
  output: { status: 201, schema: disputeDetailSchema },
  problems: ['unknown-dispute', 'dispute-step-impossible', 'dispute-changed', 'number-taken', 'grant-refused'],
  async handle({ app, creditor, apiKeyId, idempotencyKey, path: { id }, body }) {
    const reader = { creditorId: creditor.id }
    const view = await app.readDispute(reader, id)
    if (!view) return { problem: 'unknown-dispute' }
    const granted = readGranted(view, body)
    if (granted === null) {
      const errors = [{ in: 'body', pointer: '/lines', detail: 'grants nothing, or names a line twice' }]
      return { problem: 'grant-refused', members: { errors } }
    }
    const decided = await app.decideDispute({
      ...{ creditorId: creditor.id, disputeId: id, entryId: deriveEntryId('dispute', id, idempotencyKey), granted },
      ...{ version: body.version, text: body.text, creditNoteNumber: body.creditNoteNumber ?? null },
      ...{ decidedBy: `key:${apiKeyId}`, name: null },
    })
    const after = (await app.readDispute(reader, id)) ?? view
    return decided.ok ? { body: describeDisputeDetail(after) } : toProblem(decided.failure, after, body.version)
  },
})

export const disputeOperations: readonly Operation[] = [
  listDisputes,
  getDispute,
  getDisputeFile,
  getDisputeDocument,
  getApplicationResponse,
  addDisputeEntry,
  decideDispute,
]

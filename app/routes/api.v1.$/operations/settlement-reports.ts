import { z } from 'zod'
import { REPORT_LINE_REFUSALS } from '~/domain/report-line-refusal'
import { DIFFERENCE_KINDS } from '~/domain/reconciliation'
import { defineOperation } from '../operation'
import { currency, minor } from '../schemas'
import { side } from './reconciliations'

const MOST_BYTES = 12 * 1024 * 1024
/** Of each kind; the counts are of all. */
const MOST_LINES = 1_000

const row = z.int().meta({ description: 'Row of the table; the first line of the file is 1' })
const paymentId = z.uuid()
const paymentReference = z.string()

export const loadSettlementReport = defineOperation({
  method: 'POST',
  path: '/settlement-reports',
  id: 'loadSettlementReport',
  isRepeatable: true,
  summary: 'Take in Adyen’s settlement details report (CSV): what it keeps of each payment and pays out',
  description: `Lines are matched by Psp Reference, in your own payments by Adyen alone. The same report again changes nothing. A line that cannot be read is refused by itself; one that disagrees with the books enters nothing and stands among the reconciliation differences. Of each kind the first ${MOST_LINES} lines are listed.`,
  rawBody: { mediaTypes: ['text/csv'], maximumBytes: MOST_BYTES },
  output: {
    status: 200,
    schema: z.object({
      gateway: z.string(),
      recordedCount: z.int().meta({ description: 'Payments whose fee was not known before' }),
      knownCount: z.int().meta({ description: 'Lines that said what was known' }),
      differingCount: z.int(),
      unmatchedCount: z.int().meta({ description: 'Lines that name no payment of yours by Adyen' }),
      refusedCount: z.int(),
      recorded: z.array(
        z.object({
          ...{ row, paymentId, paymentReference, currency, grossMinor: minor, feeMinor: minor, netMinor: minor },
          exchangeRate: z.string().nullable(),
        }),
      ),
      differing: z.array(
        z.object({
          ...{ row, paymentId, paymentReference, kind: z.enum(DIFFERENCE_KINDS), ours: side, theirs: side },
          isNew: z.boolean().meta({ description: 'False where it stood among the differences already' }),
        }),
      ),
      unmatched: z.array(z.object({ row, transactionReference: z.string() })),
      refused: z.array(
        z.object({ row, code: z.enum(REPORT_LINE_REFUSALS), column: z.string().nullable() }).meta({
          description: 'Lines that cannot be read; codes may be added',
        }),
      ),
      others: z
        .array(z.object({ type: z.string(), concernsPayment: z.boolean(), count: z.int() }))
        .meta({ description: 'Lines that settle no payment (refunds, chargebacks, fees, payouts), by Adyen’s type' }),
    }),
  },
  problems: ['documents-refused'],
  async handle({ app, creditor, apiKeyId, body: { content } }) {
    const loaded = await app.loadSettlementReport({ creditorId: creditor.id, content, loadedBy: `key:${apiKeyId}` })
    if (!loaded.ok) {
      const { code, reason, place } = loaded.failure
      return { problem: 'documents-refused', detail: reason, members: { code, place } }
    }
    const { gateway, recorded, knownCount, differing, unmatched, others, refused } = loaded.value
    return {
      body: {
        ...{ gateway, recordedCount: recorded.length, knownCount, differingCount: differing.length },
        ...{ unmatchedCount: unmatched.length, refusedCount: refused.length },
        recorded: recorded.slice(0, MOST_LINES).map(({ row: at, payment, gross, fee, net, exchangeRate }) => ({
          ...{ row: at, paymentId: payment.id, paymentReference: payment.reference, currency: gross.currency },
          ...{ grossMinor: gross.amountMinor, feeMinor: fee.amountMinor, netMinor: net.amountMinor, exchangeRate },
        })),
        differing: differing.slice(0, MOST_LINES).map(({ row: at, payment, kind, ours, theirs, isNew }) => ({
          ...{ row: at, paymentId: payment.id, paymentReference: payment.reference, kind, isNew },
          ...{ ours: { ...ours }, theirs: { ...theirs } },
        })),
        unmatched: unmatched.slice(0, MOST_LINES),
        refused: refused.slice(0, MOST_LINES).map((line) => ({ ...line })),
        others: others.map((line) => ({ ...line })),
      },
    }
  },
})

import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import { defineOperation, type Operation } from '../operation'
import { day, instant } from '../schemas'

const waiver = z
  .object({
    id: z.uuid(),
    invoice: z.string(),
    throughOn: day.nullable().meta({ description: 'Interest of the days up to this one; null for all, for good' }),
    includesCompensation: z.boolean(),
    reason: z.string(),
    waivedAt: instant,
    waivedBy: z.string().meta({ description: 'user:<id>, key:<id>, quote:<id> or settlement:<id>' }),
    revokedAt: instant
      .nullable()
      .meta({ description: 'Since when it is owed again: the money that the waiver hung on went back' }),
  })
  .meta({ id: 'InterestWaiver' })

const listWaivers = defineOperation({
  method: 'GET',
  path: '/interest-waivers',
  id: 'listInterestWaivers',
  summary: 'What you let go of late interest',
  description: 'The hundred newest.',
  output: { status: 200, schema: z.object({ waivers: z.array(waiver) }) },
  async handle({ app, creditor }) {
    const waivers = await app.readInterestWaivers({ creditorId: creditor.id })
    return {
      body: {
        waivers: waivers.map(({ id, invoiceNumber, throughOn, includesCompensation, reason, waivedBy, ...waived }) => ({
          ...{ id, invoice: invoiceNumber, throughOn, includesCompensation, reason, waivedBy },
          waivedAt: waived.waivedAt.toISOString(),
          revokedAt: waived.revokedAt?.toISOString() ?? null,
        })),
      },
    }
  },
})

const waive = defineOperation({
  method: 'POST',
  path: '/interest-waivers',
  id: 'waiveInterest',
  summary: 'Let go of late interest on an invoice',
  description: 'What a note has billed already stays billed.',
  body: z.strictObject({
    invoice: z.string().min(1),
    throughOn: day.nullable().default(null),
    includesCompensation: z.boolean().default(false),
    reason: z.string().trim().min(1).max(1_000),
  }),
  output: { status: 201, schema: waiver },
  problems: ['unknown-invoice'],
  async handle({ app, creditor, apiKeyId, body }) {
    const waived = await app.waiveInterest({
      ...{ creditorId: creditor.id, invoiceNumber: body.invoice, reason: body.reason },
      ...{ includesCompensation: body.includesCompensation, waivedBy: `key:${apiKeyId}` },
      throughOn: body.throughOn === null ? null : parseCalendarDay(body.throughOn),
    })
    if (!waived.ok) return { problem: 'unknown-invoice' }
    const { id, throughOn, includesCompensation, reason, waivedAt, waivedBy } = waived.value
    return {
      body: {
        ...{ id, invoice: body.invoice, throughOn, includesCompensation, reason, waivedBy },
        ...{ waivedAt: waivedAt.toISOString(), revokedAt: null },
      },
    }
  },
})

export const interestWaiverOperations: readonly Operation[] = [listWaivers, waive]

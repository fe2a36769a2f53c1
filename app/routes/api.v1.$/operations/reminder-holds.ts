/** What the creditor holds reminders of: an invoice, or a debtor. */
import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import { LONGEST_HOLD_REASON } from '~/domain/chasing'
import type { HoldRefusal } from '~/use-cases/hold-reminders'
import type { ListedHold } from '~/use-cases/ports/reminder-repository'
import { defineOperation, type Operation } from '../operation'
import type { Problem } from '../problem'
import { day, instant, namedDebtor } from '../schemas'

const idPath = z.object({ id: z.uuid() })

const hold = z
  .object({
    id: z.uuid(),
    debtor: namedDebtor,
    invoice: z.string().nullable().meta({ description: 'Number; null for the whole account' }),
    untilOn: day.nullable().meta({ description: 'Its last day; null until you end it' }),
    reason: z.string(),
    placedAt: instant,
    placedBy: z.string().meta({ description: 'user:<id> or key:<id>' }),
  })
  .meta({ id: 'ReminderHold' })

const listHolds = defineOperation({
  method: 'GET',
  path: '/reminder-holds',
  id: 'listReminderHolds',
  summary: 'What you hold reminders of',
  output: { status: 200, schema: z.object({ holds: z.array(hold) }) },
  async handle({ app, creditor }) {
    const holds = await app.listReminderHolds({ creditorId: creditor.id })
    return { body: { holds: holds.map(describeHold) } }
  },
})

const createHold = defineOperation({
  method: 'POST',
  path: '/reminder-holds',
  id: 'createReminderHold',
  summary: 'Hold reminders of an invoice or a debtor',
  description: 'Without an invoice and a day it switches reminders, letters and the hand-over off for the debtor.',
  body: z.strictObject({
    debtor: z.string().meta({ description: 'External id' }),
    invoice: z.string().optional().meta({ description: 'Number; the whole account where absent' }),
    untilOn: day.optional().meta({ description: 'Its last day; until you end it where absent' }),
    reason: z.string().trim().min(1).max(LONGEST_HOLD_REASON),
  }),
  output: { status: 201, schema: hold },
  problems: ['unknown-debtor', 'unknown-invoice', 'hold-refused'],
  async handle({ app, creditor, apiKeyId, body }) {
    const placed = await app.holdReminders({
      ...{ creditorId: creditor.id, debtorExternalId: body.debtor, holdId: crypto.randomUUID() },
      invoiceNumber: body.invoice ?? null,
      untilOn: body.untilOn === undefined ? null : parseCalendarDay(body.untilOn),
      ...{ reason: body.reason, by: `key:${apiKeyId}` },
    })
    return placed.ok ? { body: describeHold(placed.value) } : toProblem(placed.failure)
  },
})

const endHold = defineOperation({
  method: 'POST',
  path: '/reminder-holds/{id}/end',
  id: 'endReminderHold',
  summary: 'End a hold',
  pathSchema: idPath,
  output: { status: 204, schema: null },
  problems: ['unknown-hold'],
  async handle({ app, creditor, apiKeyId, path }) {
    const ended = await app.endHold({ creditorId: creditor.id, holdId: path.id, by: `key:${apiKeyId}` })
    return ended ? { body: null } : { problem: 'unknown-hold' }
  },
})

export const reminderHoldOperations: readonly Operation[] = [listHolds, createHold, endHold]

function toProblem({ kind }: HoldRefusal): Problem {
  switch (kind) {
    case 'unknown_debtor':
      return { problem: 'unknown-debtor' }
    case 'unknown_invoice':
      return { problem: 'unknown-invoice' }
    case 'not_future':
      return { problem: 'hold-refused', detail: 'untilOn is past' }
    case 'reason_missing':
      return { problem: 'hold-refused', detail: 'a reason is needed' }
    case 'already_off':
      return { problem: 'hold-refused', detail: 'reminders to that debtor are off already' }
  }
}

function describeHold(listed: ListedHold): z.input<typeof hold> {
  const { id, untilOn, reason, placedAt, placedBy, invoiceNumber } = listed
  return {
    ...{ id, untilOn, reason, placedBy, invoice: invoiceNumber, placedAt: placedAt.toISOString() },
    debtor: { externalId: listed.debtorExternalId, name: listed.debtorName },
  }
}

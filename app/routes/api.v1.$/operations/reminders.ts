/** Reminders: what was said on a day and what will be, formal letters, and what was handed over. */
import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import { HOLD_REASONS, type ChasedItem } from '~/domain/chasing'
import { REMINDER_STAGE_KINDS } from '~/domain/reminder-cadence'
import { getNoticeState } from '~/domain/reminder-notice'
import type { ListedNotice } from '~/use-cases/ports/reminder-repository'
import { defineOperation, type Operation } from '../operation'
import { currency, day, instant, minor, namedDebtor, pageLimit } from '../schemas'

const stage = z.object({
  kind: z.enum(REMINDER_STAGE_KINDS),
  day: z.int().meta({ description: 'Days after the due date; negative before it' }),
})
const item = z.object({ number: z.string(), currency, dueMinor: minor, stage })

const notice = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    kind: z.enum(REMINDER_STAGE_KINDS),
    debtor: namedDebtor,
    noticedOn: day,
    payByOn: day.nullable().meta({ description: 'Of a demand: the last day of its term' }),
    state: z.enum(['waiting', 'sent', 'dropped', 'handed_over']).meta({
      description: 'dropped: when it was to be sent, all of it was paid or answered',
    }),
    sentAt: instant.nullable(),
    to: z.object({ name: z.string(), email: z.string() }).nullable(),
    invoices: z.array(item),
  })
  .meta({ id: 'ReminderNotice' })

const dayText = z.string().refine((text) => parseCalendarDay(text) !== null, 'not a calendar day (YYYY-MM-DD)')
const idPath = z.object({ id: z.uuid() })

const getReminders = defineOperation({
  method: 'GET',
  path: '/reminders',
  id: 'getReminders',
  summary: 'What was said to debtors on a day, and what will be',
  description: 'What will be said counts on nothing being paid, answered or changed until then.',
  querySchema: z.strictObject({
    on: dayText.optional().meta({ description: 'Of your time zone; today where absent' }),
  }),
  output: {
    status: 200,
    schema: z.object({
      on: day,
      isOn: z.boolean().meta({ description: 'Whether your policy sends any' }),
      notices: z.array(notice),
      planned: z
        .array(
          z.object({
            debtor: namedDebtor,
            kind: z.enum(['reminder', 'demand']).nullable(),
            to: z.object({ name: z.string(), email: z.string() }).nullable(),
            invoices: z.array(item),
            handedOver: z.array(item),
            held: z.array(z.object({ number: z.string(), stage, reason: z.enum(HOLD_REASONS) })),
          }),
        )
        .nullable()
        .meta({ description: 'null for a day that is past or too far ahead' }),
    }),
  },
  async handle({ app, creditor, query }) {
    const on = query.on === undefined ? null : parseCalendarDay(query.on)
    const read = await app.readReminderDay({ creditorId: creditor.id, on })
    return {
      body: {
        on: read.on,
        isOn: read.policy.isOn,
        notices: read.notices.map(describeNotice),
        planned:
          read.planned?.map((word) => ({
            debtor: { externalId: word.debtor.externalId, name: word.debtor.name },
            kind: word.day.kind,
            to: word.recipient && { name: word.recipient.name, email: word.recipient.email },
            invoices: word.items.map(describeItem),
            handedOver: word.day.handedOver.map(describeItem),
            held: word.day.held.map(({ invoice, reason, ...entry }) => ({
              ...{ number: invoice.number, reason, stage: entry.stage },
            })),
          })) ?? null,
      },
    }
  },
})

const getLetter = defineOperation({
  method: 'GET',
  path: '/reminders/{id}/letter.pdf',
  id: 'getDemandLetter',
  summary: 'A formal letter as it was sent',
  pathSchema: idPath,
  output: { status: 200, schema: null, mediaType: 'application/pdf' },
  problems: ['not-found'],
  async handle({ app, creditor, path }) {
    const file = await app.findDemandLetter({ creditorId: creditor.id, debtorId: null }, path.id)
    return file ? { body: null, file } : { problem: 'not-found' }
  },
})

const listHandOvers = defineOperation({
  method: 'GET',
  path: '/hand-overs',
  id: 'listHandOvers',
  summary: 'What was handed over to your own collection, newest first',
  querySchema: z.strictObject({ limit: pageLimit(200, 50) }),
  output: { status: 200, schema: z.object({ handOvers: z.array(notice) }) },
  async handle({ app, creditor, query: { limit } }) {
    const notices = await app.listReminderNotices({ creditorId: creditor.id, kind: 'hand_over', limit })
    return { body: { handOvers: notices.map(describeNotice) } }
  },
})

const getHandOverFile = defineOperation({
  method: 'GET',
  path: '/hand-overs/{id}/file.zip',
  id: 'getHandOverFile',
  summary: 'The whole file of what was handed over',
  description:
    'The case as JSON, all events of the debtor with their hashes, the letters as they were sent, the statement, and every document with its files, as they stand now.',
  pathSchema: idPath,
  output: { status: 200, schema: null, mediaType: 'application/zip' },
  problems: ['not-found'],
  async handle({ app, creditor, path }) {
    const file = await app.exportHandOver({ creditorId: creditor.id, noticeId: path.id })
    return file ? { body: null, file } : { problem: 'not-found' }
  },
})

export const reminderOperations: readonly Operation[] = [getReminders, getLetter, listHandOvers, getHandOverFile]

function describeItem({ invoice, stage: at, dueNowMinor }: ChasedItem): z.input<typeof item> {
  return { number: invoice.number, currency: invoice.currency, dueMinor: dueNowMinor, stage: at }
}

function describeNotice(listed: ListedNotice): z.input<typeof notice> {
  const { id, reference, kind, noticedOn, payByOn, recipient } = listed
  return {
    ...{ id, reference, kind, noticedOn, payByOn, to: recipient, state: getNoticeState(listed) },
    debtor: { externalId: listed.debtorExternalId, name: listed.debtorName },
    sentAt: listed.sentAt?.toISOString() ?? null,
    invoices: listed.items.map((entry) => ({
      ...{ number: entry.number, currency: entry.currency, dueMinor: entry.amountMinor, stage: entry.stage },
    })),
  }
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay, countDaysBetween, type CalendarDay } from './calendar-day'
import {
  compareStages,
  findDueStage,
  findPayByDay,
  isSendingDay,
  isSendingHour,
  listStages,
  type ToldStage,
} from './reminder-cadence'
import { DEFAULT_REMINDER_POLICY, findReminderPolicyFaults, type ReminderPolicy } from './reminder-policy'

const everyDay: ReminderPolicy = { ...DEFAULT_REMINDER_POLICY, isOn: true, weekdaysOnly: false }
const invoice = { issueOn: calendarDay('2026-01-01'), dueOn: calendarDay('2026-02-01') }

/** Every word that is said about an invoice from one day to another. */
function say(policy: ReminderPolicy, from: CalendarDay, until: CalendarDay): ToldStage[] {
  const told: ToldStage[] = []
  for (let day = from; day <= until; day = addDays(day, 1)) {
    if (!isSendingDay(policy, day)) continue
    const stage = findDueStage(policy, { ...invoice, last: told.at(-1) ?? null }, day)
    if (stage) told.push({ ...stage, on: day, payByOn: stage.kind === 'demand' ? findPayByDay(policy, day) : null })
  }
  return told
}

const daysOf = (told: readonly ToldStage[]) => told.map(({ kind, on }) => [kind, countDaysBetween(invoice.dueOn, on)])

describe('the cadence', () => {
  it('speaks 5 days before, on the due date, 7, 15 and 30 days after it, then demands and hands over', () => {
    expect(daysOf(say(everyDay, invoice.issueOn, addDays(invoice.dueOn, 500)))).toEqual([
      ...[-5, 0, 7, 15, 30].map((day) => ['reminder', day]),
      ['demand', 60],
      ['hand_over', 90],
    ])
  })

  it('moves what falls on a weekend to the Monday', () => {
    // 1 February 2026 is a Sunday: -5 is a Tuesday, +7 a Sunday, +15 and +30 a Monday and a Tuesday.
    const told = say({ ...everyDay, weekdaysOnly: true }, invoice.issueOn, addDays(invoice.dueOn, 40))
    expect(daysOf(told)).toEqual([
      ['reminder', -5],
      ['reminder', 1],
      ['reminder', 8],
      ['reminder', 15],
      ['reminder', 30],
    ])
  })

  it('begins an old debt with one reminder and leaves the days between the stages before it demands', () => {
    const begin = addDays(invoice.dueOn, 400)
    expect(daysOf(say(everyDay, begin, addDays(begin, 200)))).toEqual([
      ['reminder', 400],
      ['demand', 430],
      ['hand_over', 460],
    ])
  })

  it('says nothing of an invoice in its first days', () => {
    const fresh = { issueOn: calendarDay('2026-03-02'), dueOn: calendarDay('2026-03-02'), last: null }
    expect(findDueStage(everyDay, fresh, calendarDay('2026-03-04'))).toBeNull()
    expect(findDueStage(everyDay, fresh, calendarDay('2026-03-05'))).toEqual({ kind: 'reminder', day: 0 })
  })

  it('demands at once where the creditor sends demands alone', () => {
    const policy = { ...everyDay, reminderDays: [], demandDays: [30, 60, 90], handOverDay: 110 }
    expect(daysOf(say(policy, invoice.issueOn, addDays(invoice.dueOn, 120)))).toEqual([
      ['demand', 30],
      ['demand', 60],
      ['demand', 90],
      ['hand_over', 110],
    ])
  })

  it('of a reminder and a demand on one day sends the demand', () => {
    const policy = { ...everyDay, demandDays: [30], handOverDay: null }
    expect(daysOf(say(policy, invoice.issueOn, addDays(invoice.dueOn, 120))).at(-1)).toEqual(['demand', 30])
  })

  it('never hands over without a word, and never before the term of the last demand is over', () => {
    const old = { ...invoice, last: null }
    expect(findDueStage({ ...everyDay, reminderDays: [], demandDays: [] }, old, addDays(invoice.dueOn, 900))).toBeNull()
    const last: ToldStage = {
      ...{ kind: 'demand', day: 60, on: calendarDay('2026-06-01'), payByOn: calendarDay('2026-07-15') },
    }
    expect(findDueStage(everyDay, { ...invoice, last }, calendarDay('2026-07-15'))).toBeNull()
    expect(findDueStage(everyDay, { ...invoice, last }, calendarDay('2026-07-16'))?.kind).toBe('hand_over')
  })

  it('holds for any policy that is without fault: in order, each stage once, demands and hand-over with their time', () => {
    const days = (min: number, max: number, maxLength: number) =>
      fc.uniqueArray(fc.integer({ min, max }), { maxLength })
    const policies = fc
      .record({
        reminderDays: days(-60, 200, 8),
        demandDays: days(1, 150, 4),
        demandTermDays: fc.integer({ min: 7, max: 60 }),
        handOverDay: fc.option(fc.integer({ min: 90, max: 400 })),
        weekdaysOnly: fc.boolean(),
      })
      .map((part): ReminderPolicy => ({ ...everyDay, ...part }))
      .filter((policy) => findReminderPolicyFaults(policy).length === 0)
    fc.assert(
      fc.property(policies, fc.integer({ min: -40, max: 500 }), (policy, start) => {
        const begin = addDays(invoice.dueOn, start)
        const told = say(policy, begin > invoice.issueOn ? begin : invoice.issueOn, addDays(begin, 700))
        const stages = listStages(policy)
        told.forEach((stage, index) => {
          expect(stages).toContainEqual({ kind: stage.kind, day: stage.day })
          expect(countDaysBetween(invoice.dueOn, stage.on)).toBeGreaterThanOrEqual(stage.day)
          const before = told[index - 1]
          if (!before) return
          expect(compareStages(before, stage)).toBeLessThan(0)
          const between = countDaysBetween(before.on, stage.on)
          expect(between).toBeGreaterThanOrEqual(3)
          if (stage.kind === 'reminder') return
          expect(between).toBeGreaterThanOrEqual(stage.day - before.day)
          if (stage.kind === 'hand_over' && before.payByOn) expect(stage.on > before.payByOn).toBe(true)
        })
        if (told[0]?.kind === 'hand_over') throw new Error('handed over without a word')
        const handedOver = told.find(({ kind }) => kind === 'hand_over')
        if (handedOver && policy.demandDays.length > 0) expect(told.some(({ kind }) => kind === 'demand')).toBe(true)
      }),
    )
  })
})

describe('the hours of a creditor', () => {
  it('are counted in its own time zone', () => {
    // 08:30 in Greenwich in winter: 9:30 in Berlin, 3:30 in New York, 14:15 in Kathmandu.
    const now = new Date('2026-11-23T08:30:00Z')
    expect(isSendingHour(everyDay, now, 'Europe/Berlin')).toBe(true)
    expect(isSendingHour(everyDay, now, 'America/New_York')).toBe(false)
    expect(isSendingHour(everyDay, now, 'Asia/Kathmandu')).toBe(true)
    expect(isSendingHour(everyDay, new Date('2026-11-23T16:00:00Z'), 'Europe/Berlin')).toBe(false)
    expect(isSendingHour({ fromHour: 0, untilHour: 24 }, new Date('2026-11-23T00:00:00Z'), 'UTC')).toBe(true)
  })
})

describe('a policy of reminders', () => {
  it('is refused where a demand would not run its term before the hand-over', () => {
    expect(findReminderPolicyFaults(DEFAULT_REMINDER_POLICY)).toEqual([])
    const late = { ...DEFAULT_REMINDER_POLICY, demandDays: [30, 60, 90] }
    expect(findReminderPolicyFaults(late)).toEqual([{ pointer: '/handOverDay', code: 'out_of_range' }])
    expect(findReminderPolicyFaults({ ...late, handOverDay: 105 })).toEqual([])
    expect(findReminderPolicyFaults({ ...late, handOverDay: null })).toEqual([])
  })

  it('names what is wrong with it', () => {
    const wrong = {
      ...DEFAULT_REMINDER_POLICY,
      ...{ reminderDays: [7, 7, 900], demandDays: [0], fromHour: 17, untilHour: 9, handOverDay: 60 },
      notes: [
        { language: 'de', text: 'Gern.' },
        { language: 'de', text: ' ' },
      ],
    }
    expect(findReminderPolicyFaults(wrong).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/reminderDays/1 duplicate',
      '/reminderDays/2 out_of_range',
      '/demandDays/0 out_of_range',
      '/handOverDay out_of_range',
      '/untilHour out_of_range',
      '/notes/1 duplicate',
      '/notes/1/text out_of_range',
    ])
  })
})

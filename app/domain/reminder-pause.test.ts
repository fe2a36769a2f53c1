import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay, dayOfInstant } from './calendar-day'
import { DEFAULT_CONTACT_POLICY, type ContactPolicy } from './contact-policy'
import { readContactDraft, type ContactEntry } from './contact-draft'
import { findPauseAt, findPauseDayFault, findPauseObstacle, findStartOfDay } from './reminder-pause'

const TODAY = calendarDay('2026-11-22')
const NOW = new Date('2026-11-22T10:00:00Z')
const POLICY: ContactPolicy = { ...DEFAULT_CONTACT_POLICY, mostPauseDays: 14, pausesPerYear: 2 }
const ask = (overrides: Partial<Parameters<typeof findPauseObstacle>[1]> = {}) => ({
  ...{ untilOn: addDays(TODAY, 14), today: TODAY, now: NOW, earlier: [], isLimited: false },
  ...overrides,
})
const before = (daysAgo: number, days: number) => ({
  startsAt: new Date(NOW.getTime() - daysAgo * 86_400_000),
  endsAt: new Date(NOW.getTime() - (daysAgo - days) * 86_400_000),
  endedAt: null,
})

describe('a pause', () => {
  it('is granted at once up to the last day inside the bounds, and not a day longer', () => {
    expect(findPauseObstacle(POLICY, ask())).toBeNull()
    expect(findPauseObstacle(POLICY, ask({ untilOn: addDays(TODAY, 15) }))).toBe('too_long')
  })

  it('is the creditor’s to decide where it said so, for a part of an account, while one runs, and beyond the number of a year', () => {
    expect(findPauseObstacle({ ...POLICY, pauses: 'by_creditor' }, ask())).toBe('by_creditor')
    expect(findPauseObstacle(POLICY, ask({ isLimited: true }))).toBe('part_of_account')
    expect(findPauseObstacle(POLICY, ask({ earlier: [before(3, 5)] }))).toBe('running')
    expect(findPauseObstacle(POLICY, ask({ earlier: [before(30, 5), before(300, 5)] }))).toBe('too_often')
    expect(findPauseObstacle(POLICY, ask({ earlier: [before(30, 5), before(366, 5)] }))).toBeNull()
    expect(findPauseObstacle({ ...POLICY, pausesPerYear: 0 }, ask())).toBe('too_often')
  })

  it('ends after today and not beyond any bound', () => {
    expect(findPauseDayFault(TODAY, TODAY)).toBe('not_future')
    expect(findPauseDayFault(addDays(TODAY, 1), TODAY)).toBeNull()
    expect(findPauseDayFault(addDays(TODAY, 180), TODAY)).toBeNull()
    expect(findPauseDayFault(addDays(TODAY, 181), TODAY)).toBe('too_far')
  })

  it('holds from its first instant to the one before its end, and of several the longest tells', () => {
    const pause = before(1, 2)
    expect(findPauseAt([pause], pause.startsAt)).toBe(pause)
    expect(findPauseAt([pause], pause.endsAt)).toBeNull()
    const longer = before(1, 9)
    expect(findPauseAt([pause, longer], NOW)).toBe(longer)
  })

  it('that somebody ended holds until then, lets another be asked for, and counts among those of a year', () => {
    const ended = { ...before(3, 9), endedAt: new Date(NOW.getTime() - 3_600_000) }
    expect(findPauseAt([ended], new Date(ended.endedAt.getTime() - 1))).toBe(ended)
    expect(findPauseAt([ended], ended.endedAt)).toBeNull()
    const shorter = before(1, 2)
    expect(findPauseAt([ended, shorter], NOW)).toBe(shorter)
    expect(findPauseObstacle(POLICY, ask({ earlier: [ended] }))).toBeNull()
    expect(findPauseObstacle({ ...POLICY, pausesPerYear: 1 }, ask({ earlier: [ended] }))).toBe('too_often')
  })
})

it('never longer than the policy allows at once, whatever is asked', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 180 }), fc.integer({ min: 1, max: 180 }), (mostPauseDays, days) => {
      const obstacle = findPauseObstacle({ ...POLICY, mostPauseDays }, ask({ untilOn: addDays(TODAY, days) }))
      expect(obstacle === null).toBe(days <= mostPauseDays)
    }),
  )
})

it('a day begins where it does in its zone', () => {
  const zones = ['Europe/Amsterdam', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'Pacific/Pago_Pago']
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.nat(720), (zone, days) => {
      const day = addDays(TODAY, days)
      const start = findStartOfDay(day, zone)
      expect(dayOfInstant(start, zone)).toBe(day)
      expect(dayOfInstant(new Date(start.getTime() - 1), zone)).toBe(addDays(day, -1))
    }),
  )
})

describe('a form to the creditor', () => {
  const blank: ContactEntry = {
    ...{
      subject: '',
      text: '',
      name: '',
      email: '',
      reason: '',
      until: '',
      invoice: '',
      rightName: '',
      rightEmail: '',
    },
  }
  const faults = (kind: 'message' | 'hardship' | 'not_for_me', entry: Partial<ContactEntry>) => {
    const draft = readContactDraft(kind, { ...blank, ...entry }, TODAY)
    return draft.ok ? [] : draft.failure.map(({ field, code }) => `${field} ${code}`)
  }

  it('says all that is wrong at once', () => {
    expect(faults('message', {})).toEqual(['subject missing', 'text missing', 'email missing'])
    expect(faults('hardship', { email: 'x' })).toEqual(['reason missing', 'until missing', 'email not_an_email'])
    expect(faults('hardship', { reason: 'other', until: '2026-02-30', email: 'a@b.example' })).toEqual([
      'until not_a_day',
    ])
    expect(faults('not_for_me', { reason: 'contact_data', email: 'a@b.example' })).toEqual(['rightEmail missing'])
    expect(faults('not_for_me', { reason: 'wrong_company', email: 'a@b.example' })).toEqual([])
    expect(faults('message', { subject: 's', text: 'x'.repeat(4001), email: 'a@b.example' })).toEqual(['text too_long'])
  })

  it('takes no header into a subject or an address', () => {
    const draft = readContactDraft(
      'message',
      { ...blank, subject: 'Hi\r\nBcc: all@x.example', text: 'a\r\nb', email: 'a@b.example' },
      TODAY,
    )
    expect(draft).toMatchObject({ value: { text: 'a\nb', matter: { subject: 'Hi Bcc: all@x.example' } } })
    for (const email of [
      'a@b.example\nBcc: c@d.example',
      'a@b.example, c@d.example',
      '<a@b.example>',
      'a@b',
      'a b@c.example',
    ])
      expect(faults('message', { subject: 's', text: 't', email })).toEqual(['email not_an_email'])
  })
})

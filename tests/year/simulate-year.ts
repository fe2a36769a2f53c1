/**
 * A year of debts on a clock that is set, day by day: debtors pay early, late, in part and not at all, agree plans and
 * settlements, promise and dispute; the portal's own jobs run as the clock begins them. The same seed makes the same year.
 */
import { addDays, calendarDay, type CalendarDay } from '~/domain/calendar-day'
import { CLOCK_JOBS, CLOCK_SCHEDULE, type ClockJob } from '~/data/job-queue.server'
import type { MailContent } from '~/use-cases/ports/mail-renderer'
import { dispute, offerSettlement, promise, waive } from './agreeing'
import { Happenings } from './happenings'
import { followAgenda, intend, type Life, type Year } from './life'
import { payAccount, payByQuote, payEarly, transfer } from './paying'
import { confirm, payReached, wantPlan } from './planning'
import { deliverInvoices, settle, writeInvoices, type IssuedInvoices } from './population'
import { openYearPortal } from './portal'
import { forEachBeside } from './simulated-jobs'
import { verifyBooks, verifyEnd } from './verify-year'

export interface YearSize {
  invoices: number
  /** As many debtors, each of whom wants one. */
  plans: number
  days: number
  seed: number
}

/** Milliseconds that one of the clock's jobs took each time, with the jobs that it made. */
type JobTimes = ReadonlyMap<ClockJob, readonly number[]>

export interface SimulatedYear {
  readonly happenings: Happenings
  readonly jobTimes: JobTimes
  /** Milliseconds of the longest day. */
  readonly longestDayMs: number
  /** What there is in the end: rows by what they are. */
  readonly ends: readonly { readonly what: string; readonly count: number }[]
  readonly failedAttempts: number
}

const START_ON = calendarDay('2026-11-23')

/** The share of days on which a debtor does something of its own accord. */
const VISITS = 0.025

/** Days in which nobody does anything any more: what was begun comes to its end. */
const DAYS_AFTER = 4

const VERIFIED_EVERY = 60

/** `url` is of a database with every migration and the tables of the job queue, and nothing else. Throws where the books do not hold. */
export async function simulateYear(
  { url, folder }: { url: string; folder: string },
  { invoices, plans, days, seed }: YearSize,
  onVerified: (day: number) => void = () => undefined,
): Promise<SimulatedYear> {
  const portal = await openYearPortal({ url, folder, startAt: `${START_ON}T00:30:00Z` })
  try {
    const happenings = new Happenings()
    const lives = await settle(portal, { count: plans, seed })
    const year: Year = { portal, happenings, lives, day: 0 }
    const issued = writeInvoices(lives, { count: invoices, days, startOn: START_ON })
    for (const life of lives) life.planDay = life.chance.between(0, Math.floor(days * 0.6))
    portal.mailbox.onMail = (content) => readMail(year, content)
    const times = new Map<ClockJob, number[]>(CLOCK_JOBS.map((name) => [name, []]))
    let longestDayMs = 0
    for (year.day = 0; year.day < days + DAYS_AFTER; year.day += 1) {
      const beganAt = performance.now()
      await passDay(year, { issued, times, isOver: year.day >= days })
      longestDayMs = Math.max(longestDayMs, performance.now() - beganAt)
      if (year.day % VERIFIED_EVERY !== VERIFIED_EVERY - 1) continue
      await verifyBooks(year)
      onVerified(year.day + 1)
    }
    await verifyEnd(year)
    const { failedAttempts } = portal.jobs
    return { happenings, jobTimes: times, longestDayMs, ends: await countEnds(year), failedAttempts }
  } finally {
    await portal.close()
  }
}

interface DayParts {
  issued: readonly IssuedInvoices[]
  times: Map<ClockJob, number[]>
  isOver: boolean
}

async function passDay(year: Year, { issued, times, isOver }: DayParts): Promise<void> {
  const { portal, happenings, lives, day } = year
  const date = addDays(START_ON, day)
  const run = async (names: readonly ClockJob[]) => {
    for (const name of names) {
      const beganAt = performance.now()
      await portal.handlers[name]?.({})
      await portal.runJobs()
      times.get(name)?.push(performance.now() - beganAt)
    }
  }
  setClock(year, date, '03:00')
  await run(day % 7 === 0 ? CLOCK_JOBS : NIGHTLY)
  const arriving = issued.filter((invoice) => invoice.day === day)
  if (arriving.length > 0) happenings.note('invoices', await deliverInvoices(portal, arriving))
  setClock(year, date, '08:30')
  await run(HOURLY)
  await forEachBeside(isOver ? [] : lives, (life) => portal.jobs.inLane(life.debtor.id, () => live(year, life)))
}

/** The comparison with the provider looks back a week: once a week it has seen every payment. */
const NIGHTLY = CLOCK_JOBS.filter((name) => name !== 'start-reconciliations')

/** Those that run by night alone have an hour of their own. */
const HOURLY = CLOCK_JOBS.filter((name) => CLOCK_SCHEDULE[name].split(' ')[1] === '*')

function setClock({ portal }: Year, date: CalendarDay, time: string): void {
  portal.clock.set(`${date}T${time}:00Z`)
}

async function live(year: Year, life: Life): Promise<void> {
  await followAgenda(year, life)
  if (life.planDay !== null && life.planDay <= year.day) await wantPlan(year, life)
  if (life.chance.happens(VISITS)) await visit(year, life)
}

async function visit(year: Year, life: Life): Promise<void> {
  const drawn = life.chance.next()
  if (drawn < 0.3) return payEarly(year, life)
  if (drawn < 0.5) return payAccount(year, life)
  if (drawn < 0.68) return transfer(year, life)
  if (drawn < 0.78) return promise(year, life)
  if (drawn < 0.86) return dispute(year, life)
  if (drawn < 0.94) return offerSettlement(year, life)
  return drawn < 0.98 ? payByQuote(year, life) : waive(year, life)
}

/** What a mail makes of its reader. */
function readMail(year: Year, content: MailContent): void {
  const word = content.kind === 'reminder' ? content.word : content.kind === 'plan-notice' ? content.notice : ''
  year.happenings.note(`mails: ${content.kind}${word && ` (${word})`}`)
  if (!('debtor' in content)) return
  const life = year.lives.find(({ debtor }) => debtor.id === content.debtor.id)
  if (!life) return
  const { chance, diligence } = life
  if (content.kind === 'payment-to-confirm' && chance.happens(0.7)) {
    const { id } = content.payment
    intend(year, life, 0, () => confirm(year, life, id))
  }
  const isOwed = content.kind === 'plan-notice' && ['collection_failed', 'missed'].includes(content.notice)
  if (isOwed && chance.happens(diligence / 2)) {
    const { id } = content.plan
    intend(year, life, chance.between(1, 5), () => payReached(year, life, id))
  }
  if (content.kind === 'reminder' && chance.happens(diligence / 2)) {
    intend(year, life, chance.between(0, 6), () => payAccount(year, life))
  }
}

async function countEnds({ portal }: Year): Promise<{ what: string; count: number }[]> {
  const rows = await portal.inspect<{ what: string; count: string }>(`
    select 'plans ' || status as what, count(*) from payment_plan group by status
    union all select 'instalments ' || status, count(*) from instalment group by status
    union all select 'promises ' || status, count(*) from promise_to_pay group by status
    union all select 'settlement offers ' || status, count(*) from settlement_offer group by status
    union all select 'disputes ' || status, count(*) from dispute group by status
    union all select 'payments ' || status, count(*) from payment group by status
    union all select 'payments by ' || origin, count(*) from payment group by origin
    union all select 'notices ' || kind, count(*) from reminder_notice group by kind
    union all select 'allocations of ' || kind, count(*) from allocation where reverses_id is null group by kind
    union all select 'invoices settled', count(*) from invoice where kind = 'invoice' and open_minor = 0
    union all select 'invoices open', count(*) from invoice where kind = 'invoice' and open_minor > 0
    union all select 'interest notes', count(*) from interest_note
    union all select 'events in the log', count(*) from outcome_event
    order by 1`)
  return rows.map(({ what, count }) => ({ what, count: Number(count) }))
}

/** What was said to debtors and what will be, for the creditor. */
import { addDays, countDaysBetween, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { addressDay, forecastDay, MOST_PREVIEW_DAYS } from '~/domain/chasing'
import type { Debtor } from '~/domain/debtor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { ReminderPolicy } from '~/domain/reminder-policy'
import type { Clock } from './ports/clock'
import type { ListedHold, ListedNotice, NoticeFilter, PlannedWord } from './ports/reminder-repository'
import type { UnitOfWork } from './ports/unit-of-work'
import { readChasedAccounts } from './read-chased-accounts'

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
}

const MOST_NOTICES = 500
const ACCOUNTS_AT_A_TIME = 200

export interface DayOfReminders {
  readonly policy: ReminderPolicy
  readonly today: CalendarDay
  readonly on: CalendarDay
  readonly notices: readonly ListedNotice[]
  /** From today on, unless that day's reminders are sent already; null for a day that is past or too far ahead. */
  readonly planned: readonly PlannedWord[] | null
}

/**
 * What is or was said to debtors on a day of the creditor's calendar (`null` for today), and why nothing is said of the
 * rest.
 */
export async function readReminderDay(
  { unitOfWork, clock }: Services,
  { creditorId, on: wanted }: { creditorId: CreditorId; on: CalendarDay | null },
): Promise<DayOfReminders> {
  const scope = { kind: 'creditor', creditorId } as const
  const read = await unitOfWork.run(scope, async ({ creditors, policies, reminders }) => {
    const creditor = await creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const today = dayOfInstant(clock.now(), creditor.timeZone)
    const on = wanted ?? today
    const lastRun = await reminders.findLastRun(creditorId)
    return {
      ...{ today, on, timeZone: creditor.timeZone, policy: await policies.read(creditorId, 'reminder') },
      notices: await reminders.listNotices(creditorId, { on, limit: MOST_NOTICES }),
      // A day's reminders are decided once.
      from: lastRun?.runOn === today && lastRun.endedAt !== null ? addDays(today, 1) : today,
    }
  })
  const { today, on, policy, notices, from, timeZone } = read
  const isForeseen = on >= from && countDaysBetween(today, on) <= MOST_PREVIEW_DAYS
  if (!isForeseen) return { policy, today, on, notices, planned: null }
  const planned: PlannedWord[] = []
  let after: DebtorId | null = null
  for (;;) {
    const ids: DebtorId[] = await unitOfWork.run(scope, ({ reminders }) =>
      reminders.listDebtors(creditorId, after, ACCOUNTS_AT_A_TIME),
    )
    const accounts = await unitOfWork.run(scope, (transaction) =>
      readChasedAccounts(transaction, { creditorId, debtorIds: ids, today, timeZone }),
    )
    for (const account of accounts) {
      const day = forecastDay(policy, account, { from, on })
      if (day.items.length + day.handedOver.length + day.held.length === 0) continue
      const word = addressDay(day, account)
      const { id, externalId, name } = account.debtor
      planned.push({
        ...{ debtor: { id, externalId, name }, day },
        ...{ recipient: word?.recipient ?? null, items: word?.items ?? day.items },
      })
    }
    after = ids.at(-1) ?? null
    if (ids.length < ACCOUNTS_AT_A_TIME) break
  }
  return { policy, today, on, notices, planned }
}

/** Newest first. */
export function listReminderNotices(
  { unitOfWork }: Pick<Services, 'unitOfWork'>,
  { creditorId, ...filter }: { creditorId: CreditorId } & NoticeFilter,
): Promise<ListedNotice[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ reminders }) => reminders.listNotices(creditorId, filter))
}

/** Null where there is none. */
export function readReminderNotice(
  { unitOfWork }: Pick<Services, 'unitOfWork'>,
  { creditorId, noticeId }: { creditorId: CreditorId; noticeId: string },
): Promise<ListedNotice | null> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ reminders }) => reminders.findNotice(creditorId, noticeId))
}

/** The holds that nobody has ended. */
export function listReminderHolds(
  { unitOfWork }: Pick<Services, 'unitOfWork'>,
  { creditorId }: { creditorId: CreditorId },
): Promise<ListedHold[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ reminders }) => reminders.listHolds(creditorId))
}

export interface DebtorReminders {
  readonly debtor: Debtor
  readonly notices: readonly ListedNotice[]
  readonly holds: readonly ListedHold[]
  /** Addresses on file that want no reminders. */
  readonly optedOut: readonly string[]
}

/** Null where the creditor has no such debtor. */
export async function readDebtorReminders(
  { unitOfWork }: Pick<Services, 'unitOfWork'>,
  { creditorId, externalId }: { creditorId: CreditorId; externalId: string },
): Promise<DebtorReminders | null> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ debtors, reminders }) => {
    const debtor = await debtors.findByExternalId(creditorId, externalId)
    if (!debtor) return null
    const optedOut: string[] = []
    for (const { email } of await debtors.listContacts(creditorId, debtor.id)) {
      if (await reminders.findOptOut(creditorId, debtor.id, email)) optedOut.push(email)
    }
    return {
      ...{ debtor, optedOut },
      notices: await reminders.listNotices(creditorId, { debtorId: debtor.id, limit: MOST_NOTICES }),
      holds: await reminders.listHolds(creditorId, debtor.id),
    }
  })
}

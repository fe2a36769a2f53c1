/**
 * The reminders of a day. Once an hour every creditor is looked at: the first time that it is an hour at which the creditor
 * sends, its day is begun. What is said is decided here and kept with the mail's job; the mail is written when it is sent,
 * and says only what is still so by then.
 */
import { calendarDay, countDaysBetween, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { addressDay, planDay, type ChasedItem } from '~/domain/chasing'
import type { Creditor } from '~/domain/creditor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { findPayByDay, isSendingDay, isSendingHour } from '~/domain/reminder-cadence'
import type { NoticedInvoice, ReminderNotice } from '~/domain/reminder-notice'
import type { ReminderPolicy } from '~/domain/reminder-policy'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { JobPayloads } from './ports/jobs'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { readChasedAccounts } from './read-chased-accounts'

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
}

const ACCOUNTS_AT_A_TIME = 100

/** The handler of the hourly job `send-reminders`. A creditor that throws keeps no other's day from being begun. */
export async function startReminders({ unitOfWork, clock }: Services): Promise<void> {
  const creditors = await unitOfWork.run({ kind: 'system' }, (transaction) => transaction.creditors.list())
  const errors: unknown[] = []
  for (const creditor of creditors) {
    const begun = unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async (transaction) => {
      const { policies, reminders, jobs } = transaction
      const policy = await policies.read(creditor.id, 'reminder')
      const now = clock.now()
      const on = findSendingDay(policy, now, creditor.timeZone)
      if (on === null || !(await reminders.beginRun(creditor.id, on, now))) return
      await jobs.enqueue('remind-debtors', { creditorId: creditor.id, on }, { key: `${creditor.id} ${on}` })
    })
    await begun.catch((error: unknown) => errors.push(error))
  }
  if (errors.length > 0) throw new AggregateError(errors, `the day of ${errors.length} creditors was not begun`)
}

/**
 * The handler of `remind-debtors`: it may run again, and then goes on where it was. An account that throws keeps no other
 * from being told: the errors are thrown together at the end, and the day stays begun. Answers how many words were said.
 */
export async function remindDebtors(services: Services, job: JobPayloads['remind-debtors']): Promise<number> {
  const { unitOfWork, clock } = services
  const creditorId = job.creditorId as CreditorId
  const on = calendarDay(job.on)
  const scope = { kind: 'creditor', creditorId } as const
  const { creditor, policy } = await unitOfWork.run(scope, async ({ creditors, policies }) => ({
    creditor: await creditors.findById(creditorId),
    policy: await policies.read(creditorId, 'reminder'),
  }))
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  // A job that was held up until the evening leaves the rest to the next morning.
  if (findSendingDay(policy, clock.now(), creditor.timeZone) !== on) return 0
  let count = 0
  const errors: unknown[] = []
  let after: DebtorId | null = null
  for (;;) {
    const ids: DebtorId[] = await unitOfWork.run(scope, ({ reminders }) =>
      reminders.listDebtors(creditorId, after, ACCOUNTS_AT_A_TIME),
    )
    const accounts = await unitOfWork.run(scope, (transaction) => {
      return readChasedAccounts(transaction, { creditorId, debtorIds: ids, today: on, timeZone: creditor.timeZone })
    })
    for (const account of accounts) {
      const day = planDay(policy, account, on)
      if (day.items.length + day.handedOver.length === 0) continue
      try {
        count += await unitOfWork.run(scope, (transaction) =>
          tellDebtor(transaction, services, { creditor, policy, on, debtorId: account.debtor.id }),
        )
      } catch (error) {
        errors.push(error)
      }
    }
    after = ids.at(-1) ?? null
    if (ids.length < ACCOUNTS_AT_A_TIME) break
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} accounts could not be told`)
  await unitOfWork.run(scope, ({ reminders }) => reminders.endRun(creditorId, on, clock.now()))
  return count
}

/** The day in the creditor's zone where it is one on which, and an hour at which, it sends; else null. */
function findSendingDay(policy: ReminderPolicy, now: Date, timeZone: string): CalendarDay | null {
  const today = dayOfInstant(now, timeZone)
  return policy.isOn && isSendingDay(policy, today) && isSendingHour(policy, now, timeZone) ? today : null
}

interface Told {
  creditor: Creditor
  policy: ReminderPolicy
  on: CalendarDay
  debtorId: DebtorId
}

/** Decided anew inside the transaction that keeps it. */
async function tellDebtor(transaction: Transaction, services: Services, told: Told): Promise<number> {
  const { creditor, policy, on, debtorId } = told
  const [account] = await readChasedAccounts(transaction, {
    ...{ creditorId: creditor.id, debtorIds: [debtorId], today: on, timeZone: creditor.timeZone },
  })
  if (!account) return 0
  const day = planDay(policy, account, on)
  const handedOver = day.handedOver.length === 0 ? 0 : await handOver(transaction, services, told, day.handedOver)
  const word = addressDay(day, account)
  if (!word || word.items.length === 0) return handedOver
  const { recipient, kind, items } = word
  const locale = recipient.locale ?? account.debtor.locale ?? creditor.defaultLocale
  const notice = {
    ...describeNotice(services, told, kind, items),
    ...{ locale, recipient: { name: recipient.name, email: recipient.email } },
  }
  if (!(await transaction.reminders.insertNotice(notice))) return handedOver
  await transaction.jobs.enqueue('send-mail', {
    ...{ kind: 'reminder', creditorId: creditor.id, debtorId, noticeId: notice.id, to: recipient.email, locale },
  })
  return handedOver + 1
}

/** Reports what no word was answered of. Nobody but the creditor is told. */
async function handOver(
  { reminders, outcomeLog, debtors }: Transaction,
  services: Services,
  told: Told,
  items: readonly ChasedItem[],
): Promise<number> {
  const { creditor, debtorId, on } = told
  const notice = { ...describeNotice(services, told, 'hand_over', items), locale: creditor.defaultLocale }
  // Oldest first: what was said of the very invoices that are handed over.
  const invoiceIds = new Set(items.map(({ invoice }) => invoice.id))
  const said = (await reminders.listNotices(creditor.id, { debtorId, limit: 200 }))
    .filter((entry) => entry.droppedAt === null && entry.items.some(({ invoiceId }) => invoiceIds.has(invoiceId)))
    .reverse()
  if (!(await reminders.insertNotice(notice))) return 0
  await debtors.raiseVersion(creditor.id, [debtorId])
  outcomeLog.appendAtEnd({
    ...{ creditorId: creditor.id, debtorId, type: 'account.handed_over', occurredAt: notice.createdAt },
    data: {
      handOver: {
        ...{ id: notice.id, reference: notice.reference, handedOverOn: on },
        invoices: items.map(({ invoice: { number, currency, dueOn }, dueNowMinor }) => ({
          ...{ number, currency, dueOn, daysLate: countDaysBetween(dueOn, on), dueMinor: dueNowMinor },
        })),
        notices: said.map(({ reference, kind, noticedOn, payByOn }) => ({
          ...{ reference, kind, noticedOn },
          ...(payByOn === null ? {} : { payByOn }),
        })),
      },
    },
  })
  return 1
}

function describeNotice(
  { ids, clock }: Services,
  { creditor, policy, on, debtorId }: Told,
  kind: ReminderNotice['kind'],
  items: readonly ChasedItem[],
): Omit<ReminderNotice, 'locale'> {
  return {
    ...{ id: ids.uuid(), creditorId: creditor.id, debtorId, kind, reference: ids.reference(), noticedOn: on },
    ...{ createdAt: clock.now(), recipient: null, sentAt: null, droppedAt: null },
    payByOn: kind === 'demand' ? findPayByDay(policy, on) : null,
    items: items.map(toNoticed),
  }
}

function toNoticed({ invoice, stage, dueNowMinor }: ChasedItem): NoticedInvoice {
  return { invoiceId: invoice.id, stage, amountMinor: dueNowMinor, currency: invoice.currency }
}

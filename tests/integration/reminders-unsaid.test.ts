/** What was decided and then not said: it does not count as said, and what one account breaks is not the others'. */
import { beforeEach, expect, it } from 'vitest'
import { addDays, calendarDay, type CalendarDay } from '~/domain/calendar-day'
import type { Contact } from '~/domain/debtor'
import { DEFAULT_REMINDER_POLICY } from '~/domain/reminder-policy'
import { changePolicy } from '~/use-cases/change-policy'
import { endHold, holdReminders } from '~/use-cases/hold-reminders'
import { prepareReminderMail } from '~/use-cases/prepare-reminder-mail'
import { listReminderNotices } from '~/use-cases/read-reminders'
import { remindDebtors, startReminders } from '~/use-cases/remind-debtors'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'
import { listReported } from '../setup/payment-harness'

const test = await useTestDatabase()
const creditor = await createCreditor(test)
const debtor = await createDebtor(test, creditor)
const contact: Contact = {
  ...{ id: test.ids.uuid(), name: 'Greta Lüders', email: 'greta@debtor.example' },
  ...{ role: null, locale: null, isPrimary: true },
}
const today = calendarDay('2026-11-21')

beforeEach(async () => {
  await test.reset()
  await createCreditor(test, creditor)
  await createDebtor(test, creditor, debtor, [contact])
  const body = {
    ...DEFAULT_REMINDER_POLICY,
    ...{ isOn: true, weekdaysOnly: false, enclosesCopies: false, reminderDays: [], demandDays: [60] },
  }
  await changePolicy(test, { creditorId: creditor.id, kind: 'reminder', body, changedBy: 'user:1', basedOn: null })
})

/** An invoice that was due so many days before today. */
const owe = (number: string, daysLate: number) =>
  createInvoice(test, debtor, { number, issueOn: addDays(today, -daysLate - 30), dueOn: addDays(today, -daysLate) })

/** The day is decided, and its mails wait. */
async function decide(day: CalendarDay) {
  test.clock.set(`${day}T10:00:00Z`)
  await startReminders(test)
  for (const job of await test.listWaitingJobs('remind-debtors')) await remindDebtors(test, job)
  await test.inspect(`delete from pgboss.job where name = 'remind-debtors'`)
}

/** The numbers that each mail is about; null for one that was not needed. */
async function send() {
  const mails: (string[] | null)[] = []
  for (const job of await test.listWaitingJobs('send-mail')) {
    if (job.kind !== 'reminder') continue
    const services = { ...test, publicOrigin: 'https://portal.example', chooseLanguage: () => 'en' }
    const content = await prepareReminderMail(services, job)
    mails.push(content && content.items.map(({ invoice }) => invoice.number))
    if (!content) continue
    const said = content.items.map(({ invoice }) => invoice.id)
    await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ reminders }) =>
      reminders.markSent(creditor.id, content.noticeId, test.clock.now(), said),
    )
  }
  await test.inspect(`delete from pgboss.job where name = 'send-mail'`)
  return mails
}

async function hold(invoiceNumber: string) {
  const held = await holdReminders(test, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, holdId: test.ids.uuid(), invoiceNumber },
    ...{ untilOn: null, reason: 'They called.', by: 'user:1' },
  })
  if (!held.ok) throw new Error(held.failure.kind)
  return () => endHold(test, { creditorId: creditor.id, holdId: held.value.id, by: 'user:1' })
}

const listHandOvers = async () => (await listReported(test)).filter(({ type }) => type === 'account.handed_over')

it('a demand that was not needed when it was to be sent is made again, and nothing is handed over before it', async () => {
  await owe('A', 60)
  await decide(today)
  const endIt = await hold('A')
  expect(await send()).toEqual([null])
  await endIt()
  await decide(addDays(today, 1))
  expect(await send()).toEqual([['A']])
  await decide(addDays(today, 15))
  expect(await listHandOvers()).toEqual([])
  await decide(addDays(today, 32))
  const [handedOver] = await listHandOvers()
  expect(handedOver?.data.handOver?.notices).toHaveLength(1)
})

it('what a mail leaves out was not said', async () => {
  await owe('A', 60)
  await owe('B', 60)
  await decide(today)
  const endIt = await hold('A')
  expect(await send()).toEqual([['B']])
  await endIt()
  await decide(addDays(today, 1))
  expect(await send()).toEqual([['A']])
  const notices = await listReminderNotices(test, { creditorId: creditor.id, limit: 10 })
  expect(notices.map(({ items }) => items.map(({ number }) => number))).toEqual([['A'], ['B']])
})

it('nothing is handed over whose demand has not gone out yet', async () => {
  await owe('A', 60)
  await decide(today)
  await decide(addDays(today, 40))
  expect(await listHandOvers()).toEqual([])
  await send()
  await decide(addDays(today, 41))
  expect(await listHandOvers()).toHaveLength(1)
})

it('an account that cannot be told keeps no other from being told', async () => {
  const others = [await createDebtor(test, creditor), await createDebtor(test, creditor)]
  for (const [index, other] of [debtor, ...others].entries()) {
    await createInvoice(test, other, { number: `N-${index}`, issueOn: '2026-08-01', dueOn: addDays(today, -60) })
  }
  const [first] = await test.inspect<{ debtor_id: string }>('select debtor_id from invoice order by debtor_id limit 1')
  await test.inspect(`create function fail_reminder() returns trigger language plpgsql as $$
    begin if new.debtor_id = '${first!.debtor_id}' then raise exception 'no'; end if; return new; end $$`)
  await test.inspect(`create trigger fail before insert on reminder for each row execute function fail_reminder()`)
  try {
    await expect(decide(today)).rejects.toThrow('1 accounts')
  } finally {
    await test.inspect('drop trigger fail on reminder')
    await test.inspect('drop function fail_reminder')
  }
  const notices = await listReminderNotices(test, { creditorId: creditor.id, limit: 10 })
  expect(notices.length).toBe(2)
})

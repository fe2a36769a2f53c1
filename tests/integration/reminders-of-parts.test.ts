/** A reminder of an invoice that is not open as a whole: of how much, and what has become of the rest, in every language. */
import { expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_REMINDER_POLICY } from '~/domain/reminder-policy'
import { renderMail } from '~/emails/render-mail.server'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGES } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { changePolicy } from '~/use-cases/change-policy'
import { prepareReminderMail, type ReminderMailJob } from '~/use-cases/prepare-reminder-mail'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { remindDebtors, startReminders } from '~/use-cases/remind-debtors'
import { startPayment } from '~/use-cases/start-payment'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { createPayer, EURO, orderOf } from '../setup/payment-harness'

const { test, services, creditor } = await usePaymentAccount()

/** Of 100.00, 20.00 was paid and 5.00 credited, and of 60.00 fifty were paid. */
async function writeReminder(locale: string): Promise<string> {
  test.clock.set('2026-11-21T10:00:00Z')
  const body = { ...DEFAULT_REMINDER_POLICY, isOn: true, weekdaysOnly: false, reminderDays: [7], demandDays: [] }
  const change = { creditorId: creditor.id, kind: 'reminder', body, changedBy: 'user:1', basedOn: null } as const
  expect(await changePolicy(test, change)).toMatchObject({ ok: true })
  const contact = { name: 'Greta Lüders', email: 'greta@debtor.example', role: null, locale, isPrimary: true }
  const debtor = await createDebtor(test, creditor, { externalId: 'K-parts' }, [{ ...contact, id: test.ids.uuid() }])
  const dates = { issueOn: '2026-10-14', dueOn: '2026-11-14' }
  await createInvoice(test, debtor, { ...dates, number: 'R-1', payableMinor: 100_00 })
  const note = await createInvoice(test, debtor, { ...dates, number: 'G-1', kind: 'credit_note', payableMinor: 5_00 })
  await createInvoice(test, debtor, { ...dates, number: 'R-2', payableMinor: 60_00 })
  await createInvoice(test, debtor, { ...dates, number: 'R-3', payableMinor: 30_00 })
  for (const [number, amountMinor] of [
    ['R-1', 20_00],
    ['R-2', 50_00],
  ] as const) {
    const received = await recordManualPayment(services, {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor },
      ...{ way: 'cheque', receivedOn: calendarDay('2026-11-20'), externalReference: null, note: null },
      ...{ invoiceNumbers: [number], idempotencyKey: number, recordedBy: 'user:1' },
    })
    expect(received).toMatchObject({ ok: true })
  }
  const order = orderOf({ 'R-1': 5_00 }, [{ kind: 'credit_note', id: note.id, amountMinor: 5_00 }])
  const payer = createPayer(creditor, debtor)
  expect(await startPayment(services, { payer, order, idempotencyKey: 'credit' })).toMatchObject({ ok: true })
  await startReminders(test)
  for (const job of await test.listWaitingJobs('remind-debtors')) await remindDebtors(test, job)
  const job = (await test.listWaitingJobs('send-mail')).find(({ kind }) => kind === 'reminder')
  const deps = { ...test, publicOrigin: 'https://portal.example', chooseLanguage: () => locale }
  const content = await prepareReminderMail(deps, job as ReminderMailJob)
  if (!content) throw new Error('nothing was to be said')
  return renderMail(content, null).text
}

it.each(LANGUAGES)('is told in %s with what was paid and credited of it', async (language) => {
  const text = await writeReminder(language)
  const t = getTranslate(language)
  const format = getFormatters(language, creditor.timeZone)
  const money = (amountMinor: number) => format.money(amountMinor, EURO)
  const part = (how: 'paid' | 'credited', amountMinor: number) =>
    t(/* i18n: reminder:mail.settled.* */ `reminder:mail.settled.${how}`, { amount: money(amountMinor) })
  const findLine = (number: string) => text.split('\n').find((line) => line.includes(number)) ?? ''
  expect(findLine('R-1')).toContain(t('reminder:mail.partOf', { open: money(75_00), whole: money(100_00) }))
  expect(findLine('R-1')).toContain(part('paid', 20_00))
  expect(findLine('R-1')).toContain(part('credited', 5_00))
  expect(findLine('R-2')).toContain(t('reminder:mail.partOf', { open: money(10_00), whole: money(60_00) }))
  expect(findLine('R-2')).toContain(part('paid', 50_00))
  // All of it is open: there is nothing to explain.
  expect(findLine('R-3')).toContain(money(30_00))
  expect(findLine('R-3')).not.toContain('(')
})

/** A formal demand with what lateness costs: on paper in every language, read as text. */
import { expect, it } from 'vitest'
import { wireIssuedDocuments } from '~/composition/issued-documents.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_INTEREST_POLICY, type InterestPolicy } from '~/domain/interest-policy'
import { DEFAULT_REMINDER_POLICY } from '~/domain/reminder-policy'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGES } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { changePolicy } from '~/use-cases/change-policy'
import { prepareReminderMail, type ReminderMailJob } from '~/use-cases/prepare-reminder-mail'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { remindDebtors, startReminders } from '~/use-cases/remind-debtors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO } from '../setup/payment-harness'
import { normalizeText, readPdfBytes } from '../setup/read-pdf'

const { test, creditor } = await usePaymentAccount()
const { fileStore } = await useImports(test)
const publicOrigin = 'https://portal.example'
const statementReader = createStatementReader(test.database.reader)
const documents = wireIssuedDocuments({ ...test, fileStore, publicOrigin, statementReader })

/** 18.25 % a year: 50 cents a day on 1,000.00, and the fixed sum of the German statute. */
const CLAIMED: InterestPolicy = {
  ...DEFAULT_INTEREST_POLICY,
  ...{ enabled: true, statute: 'DE', compensation: true },
  interest: { kind: 'contract', rateBps: 1_825, per: 'year', graceDays: 0 },
}

/** The letter about 1,000.00 that was due sixty days ago, of which 400.00 came after thirty days. */
async function writeLetter(locale: string, interest: InterestPolicy | null): Promise<string> {
  test.clock.set('2026-11-21T10:00:00Z')
  const change = { creditorId: creditor.id, changedBy: 'user:1', basedOn: null } as const
  const days = { reminderDays: [], demandDays: [60], weekdaysOnly: false }
  const reminder = { ...DEFAULT_REMINDER_POLICY, ...days, isOn: true, enclosesCopies: false }
  expect(await changePolicy(test, { ...change, kind: 'reminder', body: reminder })).toMatchObject({ ok: true })
  if (interest)
    expect(await changePolicy(test, { ...change, kind: 'interest', body: interest })).toMatchObject({ ok: true })
  const contact = { name: 'Greta Lüders', email: 'greta@debtor.example', role: null, locale, isPrimary: true }
  const debtor = await createDebtor(test, creditor, { externalId: 'K-letter' }, [{ ...contact, id: test.ids.uuid() }])
  await createInvoice(test, debtor, {
    number: 'R-1',
    payableMinor: 1_000_00,
    issueOn: '2026-08-22',
    dueOn: '2026-09-22',
  })
  const received = await recordManualPayment(test, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor: 400_00 },
    ...{ way: 'cheque', receivedOn: calendarDay('2026-10-22'), externalReference: null, note: null },
    ...{ invoiceNumbers: null, idempotencyKey: 'one', recordedBy: 'user:1' },
  })
  expect(received.ok).toBe(true)
  await startReminders(test)
  for (const job of await test.listWaitingJobs('remind-debtors')) await remindDebtors(test, job)
  const [mail] = await test.listWaitingJobs('send-mail')
  const deps = { ...test, publicOrigin, chooseLanguage: () => locale }
  const content = await prepareReminderMail(deps, mail as ReminderMailJob)
  if (!content) throw new Error('nothing was to be said')
  const { attachments } = await documents.forMails.encloseReminder(content)
  const [letter] = attachments
  if (!letter) throw new Error('there is no letter')
  return (await readPdfBytes(Buffer.from(letter.content))).text
}

it.each(LANGUAGES)(
  'states the claim by segment with rate and source, the fixed sum and its law, in %s',
  async (language) => {
    const text = await writeLetter(language, CLAIMED)
    const t = getTranslate(language)
    const format = getFormatters(language, creditor.timeZone)
    const money = (amountMinor: number) => normalizeText(format.money(amountMinor, EURO))
    const stated =
      language === 'ar'
        ? ['664.00', '64.00', '24.00', '18.25', '288']
        : [
            ...[money(600_00), money(1_000_00), money(24_00), money(40_00), money(64_00), money(664_00)],
            normalizeText(format.price('15.0000', EURO)),
            normalizeText(format.price('9.0000', EURO)),
            normalizeText(format.percent(1_825)),
            normalizeText(t('payoff:source.year', { rate: format.percent(1_825) })),
            '§ 288',
          ]
    for (const part of stated) expect(text).toContain(part)
  },
)

it.each(LANGUAGES)("names who published the creditor's own figures, in %s", async (language) => {
  const source = 'BNR, circulara 7'
  const own = { country: 'RO', fromOn: calendarDay('2026-01-01') }
  const interest: InterestPolicy = {
    ...{ ...CLAIMED, statute: 'RO' },
    interest: { kind: 'statute' },
    rates: [{ reference: 'ro_policy_rate', fromOn: calendarDay('2026-07-01'), rateBps: 650, source }],
    margins: [{ ...own, marginBps: 900, source: 'M. Of. 12' }],
    fixedSums: [{ ...own, currency: EURO, belowMinor: null, amountMinor: 45_00, source: 'M. Of. 13' }],
  }
  const text = await writeLetter(language, interest)
  const t = getTranslate(language)
  const stated =
    language === 'ar'
      ? ['6.5%', '9%', 'BNR, circulara 7', '45.00', 'M. Of. 12', 'M. Of. 13']
      : [
          ...[t('payoff:source.publishedBy', { source }), t('payoff:source.margin', { source: 'M. Of. 12' })],
          t('payoff:source.publishedBy', { source: 'M. Of. 13' }),
          normalizeText(getFormatters(language, creditor.timeZone).money(45_00, EURO)),
        ]
  for (const part of [...stated, '72/2013', '2011/7/EU']) expect(text).toContain(part)
})

it('claims nothing where the creditor asks for no interest', async () => {
  const text = await writeLetter('en', null)
  expect(text).toContain('R-1')
  expect(text).not.toContain(getTranslate('en')('payoff:review.step'))
})

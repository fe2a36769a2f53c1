/** Reminders from the first mail to the hand-over, day by day, with what keeps still and what stops it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import PostalMime from 'postal-mime'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { wireIssuedDocuments } from '~/composition/issued-documents.server'
import { wireReminders } from '~/composition/reminders.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { addDays, calendarDay, type CalendarDay } from '~/domain/calendar-day'
import type { Contact } from '~/domain/debtor'
import { parseDocumentCode } from '~/domain/issued-document'
import { DEFAULT_REMINDER_POLICY, type ReminderPolicy } from '~/domain/reminder-policy'
import { createFolderMailer } from '~/emails/mailer.server'
import { renderMail } from '~/emails/render-mail.server'
import { LANGUAGES } from '~/i18n/languages'
import { changePolicy } from '~/use-cases/change-policy'
import { remindDebtors, startReminders } from '~/use-cases/remind-debtors'
import { sendMail } from '~/use-cases/send-mail'
import { showAccessLink } from '~/use-cases/show-access-link'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'
import { useImports } from '../setup/import-harness'
import { listReported } from '../setup/payment-harness'
import { normalizeText } from '../setup/read-pdf'

const test = await useTestDatabase()
const { fileStore } = await useImports(test)
const publicOrigin = 'https://portal.example'
const statementReader = createStatementReader(test.database.reader)
const documents = wireIssuedDocuments({ ...test, fileStore, publicOrigin, statementReader })
const issuedDocuments = documents.useCases
const { useCases } = wireReminders({ ...test, fileStore, statementReader, issuedDocuments })
const creditor = await createCreditor(test)
const debtor = await createDebtor(test, creditor)
const contacts: Contact[] = [
  {
    id: test.ids.uuid(),
    name: 'Greta Lüders',
    email: 'Greta@debtor.example',
    role: null,
    locale: null,
    isPrimary: true,
  },
  {
    id: test.ids.uuid(),
    name: 'Ahmad Said',
    email: 'ahmad@debtor.example',
    role: null,
    locale: 'ar',
    isPrimary: false,
  },
]
const today = calendarDay('2026-11-21')
const account = { creditorId: creditor.id, debtorId: debtor.id }
const policy: ReminderPolicy = { ...DEFAULT_REMINDER_POLICY, isOn: true, weekdaysOnly: false }

beforeEach(async () => {
  await test.reset()
  await createCreditor(test, creditor)
  await createDebtor(test, creditor, debtor, contacts)
})

async function permit(changes: Partial<ReminderPolicy> = {}) {
  const body = { ...policy, ...changes }
  const changed = await changePolicy(test, {
    creditorId: creditor.id,
    kind: 'reminder',
    body,
    changedBy: 'user:1',
    basedOn: null,
  })
  if (!changed.ok) throw new Error(JSON.stringify(changed.failure))
}

/** An invoice that was due so many days before today. */
const owe = (number: string, daysLate: number, more: Parameters<typeof createInvoice>[2] = {}) =>
  createInvoice(test, debtor, {
    ...{ number, issueOn: addDays(today, -daysLate - 30), dueOn: addDays(today, -daysLate), ...more },
  })

/** The hour comes round: what is begun is done, and every mail that is due is sent. */
async function passHour() {
  await startReminders(test)
  for (const job of await test.listWaitingJobs('remind-debtors')) await remindDebtors(test, job)
  await test.inspect(`delete from pgboss.job where name = 'remind-debtors'`)
  return deliver()
}

async function deliver() {
  const directory = await mkdtemp(path.join(tmpdir(), 'quittance-mail-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const mailer = createFolderMailer(directory, 'Quittance <no-reply@quittance.example>')
  for (const job of await test.listWaitingJobs('send-mail')) {
    await sendMail({ ...test, fileStore, publicOrigin, renderMail, mailer, ...documents.forMails }, job)
  }
  await test.inspect(`delete from pgboss.job where name = 'send-mail'`)
  const files = (await readdir(directory)).sort()
  return Promise.all(files.map(async (file) => PostalMime.parse(await readFile(path.join(directory, file)))))
}

async function pass(day: CalendarDay) {
  test.clock.set(`${day}T10:00:00Z`)
  return passHour()
}

const listNotices = () => useCases.listReminderNotices({ creditorId: creditor.id, limit: 100 })
const headerOf = (mail: Awaited<ReturnType<typeof pass>>[number], name: string) =>
  mail.headers.find(({ key }) => key === name)?.value

describe('the mail of a day', () => {
  it('is not sent while reminders are off', async () => {
    await owe('R-1', 7)
    expect(await passHour()).toEqual([])
    expect(await listNotices()).toEqual([])
  })

  it('is one, by name, about every invoice whose stage has come, with its copies and a link', async () => {
    await permit({ notes: [{ language: 'de', text: 'Wir sind bis 16 Uhr am Telefon.' }] })
    await owe('R-1', 7, { payableMinor: 100_00 })
    await owe('R-2', 30, { payableMinor: 200_00 })
    await owe('R-3', 500, { payableMinor: 40_00, openMinor: 15_00 })
    await owe('R-4', -20)
    const [mail, ...others] = await passHour()
    expect(others).toEqual([])
    expect(mail!.to).toMatchObject([{ address: 'Greta@debtor.example' }])
    expect(mail!.subject).toContain('315,00')
    expect(mail!.text).toContain('Guten Tag Greta Lüders,')
    expect(mail!.text).toContain('Wir sind bis 16 Uhr am Telefon.')
    expect(mail!.text).toMatch(/R-3.*15,00.*500 Tagen/)
    expect(mail!.text).toMatch(/R-1.*100,00.*7 Tagen/)
    expect(mail!.text).not.toContain('R-4')
    expect(mail!.attachments.map(({ filename }) => filename).sort()).toEqual(['R-1.pdf', 'R-2.pdf', 'R-3.pdf'])
    const token = /\/l\/([\w-]+)/.exec(mail!.text ?? '')?.[1] ?? ''
    const shown = await showAccessLink(test, token)
    expect(shown).toMatchObject({ state: 'usable', link: { recipientName: 'Greta Lüders', issuedBy: 'reminder' } })
    const [notice] = await listNotices()
    expect(notice!.sentAt).toEqual(test.clock.now())
    // The day is done, whatever the hour.
    test.clock.set('2026-11-21T14:00:00Z')
    await owe('R-5', 7)
    expect(await passHour()).toEqual([])
  })

  it.each(LANGUAGES)('reads in %s', async (language) => {
    await permit()
    const readers = contacts.slice(0, 1).map((contact) => ({ ...contact, locale: language }))
    await test.reset()
    await createCreditor(test, creditor)
    await createDebtor(test, creditor, debtor, readers)
    await permit()
    await owe('R-1', 7)
    await owe('R-2', 0)
    await owe('R-3', -5)
    const [mail] = await passHour()
    expect(headerOf(mail!, 'content-language')).toBe(language)
    for (const number of ['R-1', 'R-2', 'R-3']) expect(mail!.text).toContain(number)
    expect(mail!.text).not.toMatch(/\{\{|reminder:/)
  })

  it('goes out in the creditor’s business hours alone, and on its weekdays', async () => {
    await permit({ weekdaysOnly: true })
    await owe('R-1', 7)
    expect(await passHour()).toEqual([])
    // Monday, before nine and after five in Amsterdam.
    test.clock.set('2026-11-23T07:30:00Z')
    expect(await passHour()).toEqual([])
    test.clock.set('2026-11-23T16:00:00Z')
    expect(await passHour()).toEqual([])
    test.clock.set('2026-11-24T08:05:00Z')
    expect(await passHour()).toHaveLength(1)
  })

  it('is not sent twice where its job runs again, nor where two processes begin the day', async () => {
    await permit()
    await owe('R-1', 7)
    const job = { creditorId: creditor.id, on: today }
    await Promise.all([remindDebtors(test, job), remindDebtors(test, job)])
    expect(await deliver()).toHaveLength(1)
    await remindDebtors(test, job)
    expect(await deliver()).toEqual([])
    expect(await listNotices()).toHaveLength(1)
  })

  it('is not sent of what was paid or contested between the decision and the sending', async () => {
    await permit()
    await owe('R-1', 7)
    await owe('R-2', 7)
    await remindDebtors(test, { creditorId: creditor.id, on: today })
    await test.inspect(`update invoice set open_minor = 0 where number = 'R-1'`)
    await test.inspect(`update invoice set disputed_minor = 1, claimed_minor = 1 where number = 'R-2'`)
    expect(await deliver()).toEqual([])
    expect(await listNotices()).toMatchObject([{ sentAt: null, droppedAt: test.clock.now() }])
  })
})

describe('what keeps still', () => {
  it.each([
    ['disputed', { disputedMinor: 1_00 }],
    ['in a plan', { plannedMinor: 119_00 }],
    ['in a payment under way', { pendingMinor: 119_00 }],
  ])('is what is %s', async (_, more) => {
    await permit()
    await owe('R-1', 7, more)
    expect(await passHour()).toEqual([])
  })

  it('is what was promised, until the promise’s last day is over', async () => {
    await permit()
    const invoice = await owe('R-1', 7)
    const promise = test.ids.uuid()
    await test.inspect(
      `insert into promise_to_pay (id, creditor_id, debtor_id, reference, status, currency, amount_minor, promised_on,
         grace_until_on, pauses_chasing, received_minor, made_at, made_by, locale, note)
       values ($1, $2, $3, 'P-1', 'open', 'EUR', 11900, '2026-11-25', '2026-11-27', true, 0, now(), 'link:1', 'de', '')`,
      [promise, creditor.id, debtor.id],
    )
    await test.inspect(
      `insert into promise_invoice (creditor_id, promise_id, invoice_id, debtor_id, amount_minor) values ($1, $2, $3, $4, 11900)`,
      [creditor.id, promise, invoice.id, debtor.id],
    )
    expect(await passHour()).toEqual([])
    expect(await pass(calendarDay('2026-11-27'))).toEqual([])
    expect(await pass(calendarDay('2026-11-28'))).toHaveLength(1)
  })

  it('is an invoice that the creditor holds until a day, and a debtor that it switched off until it switches it on', async () => {
    await permit()
    await owe('R-1', 7)
    await owe('R-2', 7)
    const holdId = test.ids.uuid()
    const place = (changes: Partial<Parameters<typeof useCases.holdReminders>[0]>) =>
      useCases.holdReminders({
        ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, holdId, invoiceNumber: 'R-1' },
        ...{
          untilOn: calendarDay('2026-11-22'),
          reason: 'A delivery note is being looked for.',
          by: 'user:1',
          ...changes,
        },
      })
    expect(await place({ invoiceNumber: 'R-9' })).toMatchObject({ failure: { kind: 'unknown_invoice' } })
    expect(await place({ reason: ' ' })).toMatchObject({ failure: { kind: 'reason_missing' } })
    expect(await place({ untilOn: calendarDay('2026-11-20') })).toMatchObject({ failure: { kind: 'not_future' } })
    expect(await place({ debtorExternalId: 'nobody' })).toMatchObject({ failure: { kind: 'unknown_debtor' } })
    expect((await place({})).ok).toBe(true)
    expect((await place({})).ok).toBe(true)
    const [mail] = await passHour()
    expect(mail!.text).toContain('R-2')
    expect(mail!.text).not.toContain('R-1')

    const off = test.ids.uuid()
    expect((await place({ holdId: off, invoiceNumber: null, untilOn: null })).ok).toBe(true)
    const again = await place({ holdId: test.ids.uuid(), invoiceNumber: null, untilOn: null })
    expect(again).toMatchObject({ failure: { kind: 'already_off' } })
    expect(await pass(calendarDay('2026-11-25'))).toEqual([])
    const end = () => useCases.endHold({ creditorId: creditor.id, holdId: off, by: 'user:1' })
    expect(await end()).toBe(true)
    expect(await end()).toBe(false)
    expect((await pass(calendarDay('2026-11-26'))).map(({ text }) => text?.includes('R-1'))).toEqual([true])
  })

  it('is an address that wants no reminders: another contact gets them, and a formal letter comes all the same', async () => {
    await permit()
    await owe('R-1', 7)
    const [mail] = await passHour()
    const stop = new URL(/<(.+)>/.exec(headerOf(mail!, 'list-unsubscribe') ?? '')![1]!)
    expect(headerOf(mail!, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(mail!.text).toContain(stop.href)
    const read = (name: string) => stop.searchParams.get(name) ?? ''
    const key = { creditorId: read('creditor'), noticeId: read('notice'), signature: read('key') }
    expect(await useCases.readReminderWish(key)).toMatchObject({ email: 'Greta@debtor.example', stoppedAt: null })
    expect(await useCases.changeReminderWish({ ...key, signature: `${key.signature}x`, wanted: false })).toBeNull()
    expect(await useCases.changeReminderWish({ ...key, noticeId: test.ids.uuid(), wanted: false })).toBeNull()
    await useCases.changeReminderWish({ ...key, wanted: false })
    expect((await useCases.readReminderWish(key))?.stoppedAt).toEqual(test.clock.now())
    const [next] = await pass(calendarDay('2026-11-29'))
    expect(next!.to).toMatchObject([{ address: 'ahmad@debtor.example' }])
    expect(headerOf(next!, 'content-language')).toBe('ar')
    await pass(calendarDay('2026-12-14'))
    const [demand] = await pass(calendarDay('2027-01-13'))
    expect(demand!.to).toMatchObject([{ address: 'Greta@debtor.example' }])
    await useCases.changeReminderWish({ ...key, wanted: true })
    expect((await useCases.readReminderWish(key))?.stoppedAt).toBeNull()
  })
})

describe('from the first reminder to the hand-over', () => {
  it('goes by the days of the policy; the letter is kept and its code answers for it; the file holds everything', async () => {
    await permit()
    await owe('R-1', -10, { payableMinor: 1_234_56, issueOn: '2026-11-01' })
    const dueOn = addDays(today, 10)
    const said: [number, string][] = []
    let letterMail: Awaited<ReturnType<typeof pass>>[number] | undefined
    for (let day = 0; day <= 110; day += 1) {
      for (const mail of await pass(addDays(today, day))) {
        said.push([day - 10, mail.subject ?? ''])
        letterMail = mail.subject?.includes('Zahlungsaufforderung') ? mail : letterMail
      }
    }
    expect(said.map(([day]) => day)).toEqual([-5, 0, 7, 15, 30, 60])

    const notices = await listNotices()
    const demand = notices.find(({ kind }) => kind === 'demand')!
    expect(demand.payByOn).toBe(addDays(dueOn, 74))
    const [letter] = letterMail!.attachments
    expect(letter!.filename).toBe(`Zahlungsaufforderung ${demand.reference}.pdf`)
    const bytes = Buffer.from(letter!.content as ArrayBuffer)
    const kept = await useCases.findDemandLetter(account, demand.id)
    expect(Buffer.from(kept!.content).equals(bytes)).toBe(true)
    const text = normalizeText(
      (await extractText(await getDocumentProxy(Uint8Array.from(bytes)), { mergePages: true })).text,
    )
    for (const part of ['R-1', '1.234,56', demand.reference, 'NL91 ABNA 0417 1643 00', creditor.supportEmail]) {
      expect(text).toContain(part)
    }
    const code = parseDocumentCode(/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '')!
    expect(await issuedDocuments.checkDocument(code)).toMatchObject({ kind: 'demand_letter' })
    const other = { creditorId: creditor.id, debtorId: (await createDebtor(test, creditor)).id }
    expect(await useCases.findDemandLetter(other, demand.id)).toBeNull()

    const [handOver, ...more] = notices.filter(({ kind }) => kind === 'hand_over')
    expect(more).toEqual([])
    expect(handOver!.noticedOn).toBe(addDays(dueOn, 90))
    const [event] = (await listReported(test)).filter(({ type }) => type === 'account.handed_over')
    expect(event!.data.handOver).toMatchObject({
      ...{ id: handOver!.id, reference: handOver!.reference, handedOverOn: addDays(dueOn, 90) },
      invoices: [{ number: 'R-1', dueMinor: 1_234_56, currency: 'EUR', dueOn, daysLate: 90 }],
    })
    expect(event!.data.handOver!.notices.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 5 }, () => 'reminder'),
      'demand',
    ])
    expect(event!.balanceAfter[0]?.openMinor).toBe(1_234_56)

    const file = await useCases.exportHandOver({ creditorId: creditor.id, noticeId: handOver!.id })
    expect(file!.filename).toBe(`${handOver!.reference} ${debtor.externalId}.zip`)
    const entries = await readArchive(file!.content)
    const names = [...entries.keys()]
    expect(names).toEqual(
      expect.arrayContaining(['collection-record/case.json', 'collection-record/events.json', 'contents.csv']),
    )
    expect(names).toContain(`letters/Zahlungsaufforderung ${demand.reference}.pdf`)
    expect(names).toContain('invoices/R-1/R-1.pdf')
    expect(JSON.parse(entries.get('collection-record/case.json')!)).toMatchObject({
      ...{ reference: handOver!.reference, debtor: { externalId: debtor.externalId } },
      invoices: [{ number: 'R-1', dueMinor: 1_234_56 }],
    })
    expect(JSON.parse(entries.get('collection-record/events.json')!)).toMatchObject([{ type: 'account.handed_over' }])
    expect(await useCases.exportHandOver({ creditorId: creditor.id, noticeId: demand.id })).toBeNull()
  }, 120_000)
})

describe('the preview', () => {
  it('says what is sent when the day comes, and why nothing is said of the rest', async () => {
    await permit()
    await owe('R-1', 4)
    await owe('R-2', 4, { disputedMinor: 1 })
    const on = addDays(today, 3)
    const foreseen = await useCases.readReminderDay({ creditorId: creditor.id, on })
    expect(foreseen.planned).toMatchObject([
      {
        ...{ debtor: { externalId: debtor.externalId }, recipient: { email: 'Greta@debtor.example' } },
        items: [{ invoice: { number: 'R-1' }, stage: { day: 7 } }],
        day: { held: [{ invoice: { number: 'R-2' }, reason: 'disputed' }] },
      },
    ])
    for (let day = 0; day < 3; day += 1) await pass(addDays(today, day))
    const [mail] = await pass(on)
    expect(mail!.text).toContain('R-1')
    const past = await useCases.readReminderDay({ creditorId: creditor.id, on })
    expect(past.planned).toBeNull()
    expect(past.notices).toMatchObject([{ debtorExternalId: debtor.externalId, items: [{ number: 'R-1' }] }])
    expect((await useCases.readReminderDay({ creditorId: creditor.id, on: addDays(on, 90) })).planned).toBeNull()
    expect(await useCases.readDebtorReminders({ creditorId: creditor.id, externalId: 'nobody' })).toBeNull()
    const seen = await useCases.readDebtorReminders({ creditorId: creditor.id, externalId: debtor.externalId })
    expect(seen?.notices).toHaveLength(2)
  })
})

async function readArchive(content: AsyncIterable<Uint8Array>): Promise<Map<string, string>> {
  const { BlobReader, TextWriter, ZipReader } = await import('@zip.js/zip.js')
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for await (const chunk of content) chunks.push(new Uint8Array(chunk))
  const reader = new ZipReader(new BlobReader(new Blob(chunks)))
  const entries = new Map<string, string>()
  for (const entry of await reader.getEntries()) {
    if (!entry.directory) entries.set(entry.filename, await entry.getData(new TextWriter()))
  }
  return entries
}

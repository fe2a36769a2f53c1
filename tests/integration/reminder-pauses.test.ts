/** Pauses of reminders that end before their time: by the creditor, and by the debtor itself. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createPauseReader } from '~/data/pause-reader.server'
import { createStatementReader } from '~/data/statement-reader.server'
import type { AccessLink } from '~/domain/access-link'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import { renderMail } from '~/emails/render-mail.server'
import { decideContactRequest } from '~/use-cases/decide-contact-request'
import { endOwnPauses, endReminderPause } from '~/use-cases/end-reminder-pause'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import type { MailMessage } from '~/use-cases/ports/mailer'
import { readContactRequest, readOwnContact, readReminderPause } from '~/use-cases/read-contact-requests'
import { readStatement } from '~/use-cases/read-statement'
import { sendContactRequest } from '~/use-cases/send-contact-request'
import { sendMail } from '~/use-cases/send-mail'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { withoutReceipts } from '../setup/mail'
import { usePaymentAccount } from '../setup/payment-account'
import { listReported } from '../setup/payment-harness'

const { test, creditor, debtor } = await usePaymentAccount()
const noFiles = { put: () => Promise.reject(new Error('no files')), get: () => Promise.resolve(null) }
const deps = { ...test, publicOrigin: 'https://pay.example', fileStore: noFiles }
const account = { creditorId: creditor.id, debtorId: debtor.id }

let link: AccessLink

beforeEach(async () => {
  const issued = await issueAccessLink(deps, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, scope: ['view'], lifetimeHours: 240 },
    ...{ locale: 'de', recipient: { name: 'Miriam Voss', email: 'miriam@debtor.example' }, issuedBy: 'api' },
  })
  if (!issued.ok) throw new Error('not issued')
  link = issued.value.link
})

/** Asks for a pause, which the policy grants at once unless one runs; then the creditor does. */
async function pause(untilOn = '2026-12-01', senderEmail = 'miriam@debtor.example'): Promise<string> {
  const requestId = test.ids.uuid()
  const sent = await sendContactRequest(deps, {
    sender: { ...account, linkId: link.id, isLimited: false, locale: 'de' },
    requestId,
    draft: {
      ...{ senderName: null, senderEmail, text: '' },
      matter: { kind: 'hardship', reason: 'waiting_for_money', untilOn: calendarDay(untilOn) },
    },
  })
  if (!sent.ok) throw new Error(JSON.stringify(sent.failure))
  if (sent.value.status === 'open') {
    const granted = await decideContactRequest(test, {
      ...{ creditorId: creditor.id, requestId, decision: 'grant', text: '', replyId: test.ids.uuid() },
      ...{ untilOn: null, shownLinkIds: null, by: 'user:1' },
    })
    if (!granted.ok) throw new Error(granted.failure.kind)
  }
  return requestId
}

const end = (requestId: string, reason = 'The first part did not come.', creditorId = creditor.id) =>
  endReminderPause(test, { creditorId, requestId, reason, by: 'user:1' })
const endOwn = (debtorId = debtor.id) => endOwnPauses(test, { ...account, debtorId, linkId: link.id })
const readVersion = async () =>
  (await test.inspect('select version from debtor_version where debtor_id = $1', [debtor.id]))[0]
const listMails = async () => (await test.listWaitingJobs('send-mail')).filter(({ kind }) => kind === 'pause-ended')
const readRunning = () =>
  readReminderPause({ pauseReader: createPauseReader(test.database.reader), clock: test.clock }, account)

async function readPausedUntil() {
  const context = {
    today: calendarDay('2026-11-21'),
    timeZone: creditor.timeZone,
    defaultCurrency: 'EUR',
    isLimited: false,
  }
  const statementReader = createStatementReader(test.database.reader)
  const { statement } = await readStatement({ statementReader }, account, context, DEFAULT_STATEMENT_QUERY)
  return statement.pausedUntilOn
}

describe('a pause that the creditor ends', () => {
  it('holds no more anywhere, is reported, mailed with its reason, and changes the pages that are kept', async () => {
    const id = await pause()
    expect(await readPausedUntil()).toBe('2026-12-01')
    const before = await readVersion()
    test.clock.advance({ minutes: 60 })
    expect(await end(id)).toMatchObject({ value: { id, status: 'granted', pause: { endedBy: 'user:1' } } })
    expect(await readVersion()).not.toEqual(before)
    expect(await readRunning()).toBeNull()
    expect(await readPausedUntil()).toBeNull()
    expect((await readOwnContact(test, { ...account, linkId: link.id })).pause).toBeNull()
    expect(await readContactRequest(test, { creditorId: creditor.id, requestId: id })).toMatchObject({
      request: { pause: { endedAt: test.clock.now(), endedReason: 'The first part did not come.' } },
    })
    const reported = (await listReported(test)).at(-1)
    expect(reported).toMatchObject({
      type: 'contact.pause_ended',
      data: {
        contact: { id, pause: { untilOn: '2026-12-01', endedAt: '2026-11-21T11:00:00.000Z', endedBy: 'creditor' } },
      },
    })
    // The log is for good, and what people write is not in it.
    expect(JSON.stringify(reported)).not.toContain('first part')
  })

  it('is told to whoever asked for it, in the words of each language', async () => {
    await end(await pause())
    const [job, ...others] = await listMails()
    expect(others).toEqual([])
    expect(job).toMatchObject({ to: 'miriam@debtor.example', locale: 'de' })
    const sent: MailMessage[] = []
    const mailer = { send: (mail: MailMessage) => Promise.resolve(void sent.push(mail)) }
    for (const locale of ['en', 'de', 'ro', 'fy', 'ar']) {
      await sendMail({ ...deps, ...withoutReceipts, mailer, renderMail }, { ...job!, locale })
    }
    expect(sent.every(({ text }) => text.includes('The first part did not come.'))).toBe(true)
    const words = ['resume', 'gehen weiter', 'se reiau', 'geane fierder', 'تُستأنف']
    expect(sent.map(({ subject }, index) => subject.includes(words[index]!))).toEqual([true, true, true, true, true])
  })

  it('ends once, whoever ends it at the same moment', async () => {
    const id = await pause()
    const [first, second, own] = await Promise.all([end(id), end(id), endOwn()])
    expect([first.ok, second.ok, own === 1].filter((ended) => ended)).toHaveLength(1)
    expect(await end(id)).toMatchObject({ failure: { kind: 'not_running' } })
    const ended = (await listReported(test)).filter(({ type }) => type === 'contact.pause_ended')
    expect(ended).toHaveLength(1)
  })

  it('needs a reason, has to run, and is that creditor’s own', async () => {
    const id = await pause()
    expect(await end(id, '  ')).toMatchObject({ failure: { kind: 'reason_missing' } })
    expect(await end(id, 'x'.repeat(4_001))).toMatchObject({ failure: { kind: 'reason_too_long' } })
    expect(await end(id, 'No', (await createCreditor(test)).id)).toMatchObject({ failure: { kind: 'unknown_request' } })
    test.clock.set('2026-12-01T23:00:00Z')
    expect(await end(id)).toMatchObject({ failure: { kind: 'not_running' } })
    expect(await listMails()).toEqual([])
  })
})

describe('a pause that the debtor ends', () => {
  it('ends with every other that holds, and lets another be asked for', async () => {
    await pause()
    await pause('2027-01-10')
    expect(await endOwn((await createDebtor(test, creditor)).id)).toBe(0)
    expect(await endOwn()).toBe(2)
    expect(await endOwn()).toBe(0)
    expect(await readRunning()).toBeNull()
    expect(await readPausedUntil()).toBeNull()
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'contact.pause_ended',
      data: { contact: { pause: { endedBy: 'debtor' } } },
    })
    expect(await listMails()).toEqual([])
    test.clock.advance({ minutes: 1 })
    await pause('2026-12-03')
    expect(await readRunning()).toMatchObject({ untilOn: '2026-12-03', endedAt: null })
  })
})

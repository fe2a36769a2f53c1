/** What debtors write to the creditor: kept whole or not at all, decided once, and nobody's but its own tenant's. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createDiskFileStore } from '~/data/file-store.server'
import { createPauseReader } from '~/data/pause-reader.server'
import { createStatementReader } from '~/data/statement-reader.server'
import type { AccessLink } from '~/domain/access-link'
import { calendarDay } from '~/domain/calendar-day'
import type { ContactDraft } from '~/domain/contact-draft'
import { DEFAULT_CONTACT_POLICY, type ContactPolicy } from '~/domain/contact-policy'
import { createMoney } from '~/domain/money'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import { renderMail } from '~/emails/render-mail.server'
import { limitSession, withSessionLimit } from '~/platform/session-limit.server'
import { changePolicy } from '~/use-cases/change-policy'
import { decideContactRequest, type DecideContactInput } from '~/use-cases/decide-contact-request'
import { forwardAccessLink } from '~/use-cases/forward-access-link'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import type { MailMessage } from '~/use-cases/ports/mailer'
import {
  listContactRequests,
  readContactEvidence,
  readContactRequest,
  readOwnContact,
  readReminderPause,
} from '~/use-cases/read-contact-requests'
import { readAccess } from '~/use-cases/read-access'
import { sendContactRequest } from '~/use-cases/send-contact-request'
import { sendMail } from '~/use-cases/send-mail'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { withoutReceipts } from '../setup/mail'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, listReported } from '../setup/payment-harness'

const { test, creditor, debtor } = await usePaymentAccount()
const files = await mkdtemp(path.join(tmpdir(), 'quittance-contact-'))
afterAll(() => rm(files, { recursive: true }))
const deps = { ...test, publicOrigin: 'https://pay.example', fileStore: createDiskFileStore(files) }
const account = { creditorId: creditor.id, debtorId: debtor.id }

const readPause = () =>
  readReminderPause({ pauseReader: createPauseReader(test.database.reader), clock: test.clock }, account)

/** As the statement of a day says it. */
async function readPausedUntil(today: string): Promise<string | null> {
  const context = { today: calendarDay(today), timeZone: creditor.timeZone, defaultCurrency: 'EUR', isLimited: false }
  const reader = createStatementReader(test.database.reader)
  return (await reader.readStatement(account, context, DEFAULT_STATEMENT_QUERY)).pausedUntilOn
}

let link: AccessLink

async function issue(email: string, name: string): Promise<AccessLink> {
  const issued = await issueAccessLink(deps, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, scope: ['view', 'pay'], lifetimeHours: 240 },
    ...{ locale: 'de', recipient: { name, email }, issuedBy: 'api' },
  })
  if (!issued.ok) throw new Error('not issued')
  return issued.value.link
}

beforeEach(async () => {
  for (const number of ['A', 'B']) await createInvoice(test, debtor, { number, payableMinor: 100_00 })
  link = await issue('miriam@debtor.example', 'Miriam Voss')
})

const MESSAGE: ContactDraft = {
  ...{ senderName: 'Miriam Voss', senderEmail: 'miriam@debtor.example', text: 'Where is the delivery note?' },
  matter: { kind: 'message', subject: 'Delivery', invoiceNumber: 'A' },
}
const hardship = (untilOn = '2026-12-01'): ContactDraft => ({
  ...{ senderName: null, senderEmail: 'miriam@debtor.example', text: '' },
  matter: { kind: 'hardship', reason: 'waiting_for_money', untilOn: calendarDay(untilOn) },
})
const NOT_FOR_ME: ContactDraft = {
  ...{ senderName: null, senderEmail: 'someone@else.example', text: '' },
  matter: {
    ...{ kind: 'not_for_me', reason: 'wrong_person' },
    proposed: { name: 'Jonas Hartwig', email: 'jonas@debtor.example' },
  },
}

const send = (draft: ContactDraft, { by = link, requestId = test.ids.uuid() } = {}) =>
  withSessionLimit(() => {
    const isLimited = by.delegation !== null && by.delegation.invoiceIds !== null
    if (isLimited) limitSession(by.id)
    const sender = { ...account, linkId: by.id, isLimited, locale: 'de' }
    return sendContactRequest(deps, { sender, requestId, draft })
  })

async function sent(draft: ContactDraft, options: Parameters<typeof send>[1] = {}) {
  const result = await send(draft, options)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

const decide = (requestId: string, decision: DecideContactInput['decision'], wish: Partial<DecideContactInput> = {}) =>
  decideContactRequest(deps, {
    ...{ creditorId: creditor.id, requestId, decision, text: '', replyId: test.ids.uuid() },
    ...{ untilOn: null, shownLinkIds: null, by: 'user:1', ...wish },
  })

const setPolicy = (body: Partial<ContactPolicy>) =>
  changePolicy(test, {
    ...{ creditorId: creditor.id, kind: 'contact', changedBy: 'system', basedOn: null },
    body: { ...DEFAULT_CONTACT_POLICY, ...body },
  })

const mails = async () => (await test.listWaitingJobs('send-mail')).map(({ kind, to }) => `${kind} ${to}`)
const listAll = () => listContactRequests(test, { creditorId: creditor.id, isOpen: null })

async function forward(numbers: string[] | null): Promise<AccessLink> {
  const result = await forwardAccessLink(deps, {
    ...{ ...account, linkId: link.id, sessionId: test.ids.uuid(), scope: ['view', 'pay'], numbers },
    caps: [createMoney(50_00, EURO)],
    expiresAt: new Date(test.clock.now().getTime() + 24 * 3_600_000),
    recipient: { name: 'Sam Reed', email: 'sam@debtor.example' },
    ...{ locale: 'en', clientHint: null, code: null },
  })
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

describe('a message', () => {
  it('is kept, reported and mailed to both sides once, however often its form is sent', async () => {
    const requestId = test.ids.uuid()
    const [one, two] = await Promise.all([send(MESSAGE, { requestId }), send(MESSAGE, { requestId })])
    const three = await send(MESSAGE, { requestId })
    expect([one, two, three].map((result) => result.ok && result.value.reference)).toEqual(
      Array(3).fill(three.ok && three.value.reference),
    )
    expect(await listAll()).toMatchObject([
      { kind: 'message', status: 'open', subject: 'Delivery', invoiceNumber: 'A' },
    ])
    expect((await mails()).sort()).toEqual([
      'contact-confirmed miriam@debtor.example',
      `contact-received ${creditor.supportEmail}`,
    ])
    const events = await listReported(test)
    expect(events.filter(({ type }) => type === 'contact.requested')).toHaveLength(1)
    expect(JSON.stringify(events)).not.toContain('delivery note')
    expect(JSON.stringify(events)).not.toContain('miriam@')
  })

  it('about an invoice that is not there leaves nothing behind', async () => {
    const draft = { ...MESSAGE, matter: { ...MESSAGE.matter, invoiceNumber: 'Z' } } as ContactDraft
    expect(await send(draft)).toMatchObject({ failure: { faults: [{ field: 'invoice', code: 'unknown_invoice' }] } })
    expect(await listAll()).toEqual([])
    expect(await mails()).toEqual([])
  })

  it('is answered and done; the mail to the creditor is answered to whoever wrote', async () => {
    const { id } = await sent(MESSAGE)
    const replyId = test.ids.uuid()
    await decide(id, 'reply', { text: 'It is on its way.', replyId })
    await decide(id, 'reply', { text: 'It is on its way.', replyId })
    expect(await decide(id, 'reply', { text: '  ' })).toMatchObject({ failure: { kind: 'text_missing' } })
    expect(await decide(id, 'done')).toMatchObject({ value: { status: 'done', decidedBy: 'user:1' } })
    expect(await decide(id, 'done')).toMatchObject({ failure: { kind: 'already_decided' } })
    const { requests } = await readOwnContact(test, { ...account, linkId: link.id })
    expect(requests[0]?.replies.map(({ text }) => text)).toEqual(['It is on its way.'])
    const kinds = ['contact-received', 'contact-confirmed', 'contact-answered']
    const jobs = (await test.listWaitingJobs('send-mail')).sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
    expect(jobs.map(({ kind }) => kind)).toEqual(kinds)
    const written: MailMessage[] = []
    const mailer = { send: (message: MailMessage) => Promise.resolve(void written.push(message)) }
    for (const job of jobs) await sendMail({ ...deps, ...withoutReceipts, mailer, renderMail }, job)
    expect(written[0]).toMatchObject({ to: creditor.supportEmail, replyTo: 'miriam@debtor.example' })
    expect(written[0]?.text).toContain('Where is the delivery note?')
    // Its address is only what somebody typed.
    expect(written[1]?.text).not.toContain('delivery note')
    expect(written[2]).toMatchObject({ to: 'miriam@debtor.example', replyTo: creditor.supportEmail })
    expect(written[2]?.text).toContain('It is on its way.')
  })
})

describe('a pause of reminders', () => {
  it('begins at once inside the bounds, changes nothing that is due, and is over after its last day', async () => {
    const owed = () => test.inspect('select number, open_minor, due_on from invoice order by number')
    const before = await owed()
    const request = await sent(hardship())
    expect(request).toMatchObject({ status: 'granted', decidedBy: 'policy' })
    expect(await owed()).toEqual(before)
    const pause = await readPause()
    // Midnight in Amsterdam.
    expect(pause).toMatchObject({ startsAt: test.clock.now(), endsAt: new Date('2026-12-01T23:00:00Z') })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'contact.requested',
      data: { contact: { status: 'granted', pause: { untilOn: '2026-12-01' } } },
    })
    expect(await readPausedUntil('2026-12-01')).toBe('2026-12-01')
    test.clock.set('2026-12-01T23:00:00Z')
    expect(await readPause()).toBeNull()
    expect(await readPausedUntil('2026-12-02')).toBeNull()
  })

  it('keeps the file that shows why, for the creditor alone', async () => {
    const requestId = test.ids.uuid()
    const sender = { ...account, linkId: link.id, isLimited: false, locale: 'de' }
    const evidence = { filename: 'bank.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7 shown') }
    const result = await sendContactRequest(deps, { sender, requestId, draft: hardship(), evidence })
    expect(result).toMatchObject({ value: { evidence: { filename: 'bank.pdf' } } })
    const read = (creditorId: typeof creditor.id) => readContactEvidence(deps, { creditorId, requestId })
    expect(Buffer.from((await read(creditor.id))!.content).toString()).toBe('%PDF-1.7 shown')
    expect(await read((await createCreditor(test)).id)).toBeNull()
  })

  it('that is refused leaves no file behind', async () => {
    const countFiles = async () => (await test.inspect('select 1 from stored_file')).length
    const sender = { ...account, linkId: link.id, isLimited: false, locale: 'de' }
    const put: string[] = []
    const fileStore = {
      ...deps.fileStore,
      put: (creditorId: string, content: Uint8Array) => {
        put.push(Buffer.from(content).toString())
        return deps.fileStore.put(creditorId, content)
      },
    }
    const hand = (text: string, requestId = test.ids.uuid(), account = sender) => {
      const evidence = { filename: 'bank.pdf', mediaType: 'application/pdf', content: Buffer.from(`%PDF-1.7 ${text}`) }
      return sendContactRequest({ ...deps, fileStore }, { sender: account, requestId, draft: hardship(), evidence })
    }
    const before = await countFiles()
    await setPolicy({ pauses: 'off' })
    expect(await hand('off')).toMatchObject({ failure: { kind: 'not_offered' } })
    await setPolicy({ pauses: DEFAULT_CONTACT_POLICY.pauses })
    // Another's form: of this account, and of an account that this one does not see.
    const { id: others } = await sent(MESSAGE, { by: await issue('sam@debtor.example', 'Sam Reed') })
    expect(await hand('others', others)).toMatchObject({ failure: { kind: 'not_offered' } })
    const elsewhere = { ...sender, debtorId: (await createDebtor(test, creditor)).id }
    expect(await hand('elsewhere', others, elsewhere)).toMatchObject({ failure: { kind: 'not_offered' } })
    expect(put).toEqual([])
    expect(await countFiles()).toBe(before)
    expect((await hand('taken')).ok).toBe(true)
    // What was sent stands in the account's log, what was refused does not.
    const { log } = await readAccess(deps, { ...account, linkId: link.id })
    expect(log.lines.filter(({ action }) => action === 'contact_sent')).toHaveLength(2)
    expect(put).toEqual(['%PDF-1.7 taken'])
  })

  it('is the creditor’s to decide beyond the bounds: one of two that come at once', async () => {
    const both = await Promise.all([send(hardship()), send(hardship('2026-12-02'))])
    expect(both.map((result) => result.ok && result.value.status).sort()).toEqual(['granted', 'open'])
    const long = await sent(hardship('2027-02-01'))
    expect(long.status).toBe('open')
    expect(await decide(long.id, 'grant', { untilOn: calendarDay('2026-11-20') })).toMatchObject({
      failure: { kind: 'not_future' },
    })
    expect(await decide(long.id, 'confirm')).toMatchObject({ failure: { kind: 'not_for_kind' } })
    expect(await decide(long.id, 'grant', { untilOn: calendarDay('2027-01-10') })).toMatchObject({
      value: { status: 'granted' },
    })
    expect(await readPause()).toMatchObject({ untilOn: '2027-01-10', grantedBy: 'user:1' })
  })

  it('is not granted at once to whoever sees a part of the account, nor at all where there are none', async () => {
    const limited = await forward(['A'])
    expect(await sent(hardship(), { by: limited })).toMatchObject({ status: 'open' })
    await setPolicy({ pauses: 'off' })
    expect(await send(hardship())).toMatchObject({ failure: { kind: 'not_offered' } })
    expect(await readPause()).toBeNull()
  })
})

describe('a link that reached the wrong person', () => {
  it('changes nothing until it is confirmed, then its links end and the right person is mailed one', async () => {
    const second = await issue('Miriam@debtor.example', 'Miriam Voss')
    const other = await issue('cfo@debtor.example', 'CFO')
    const below = await forward(null)
    const contactsBefore = await test.inspect('select email from contact where debtor_id = $1', [debtor.id])
    const { id } = await sent(NOT_FOR_ME)
    expect(await test.inspect('select email from contact where debtor_id = $1', [debtor.id])).toEqual(contactsBefore)
    expect(await test.inspect('select 1 from access_link where revoked_at is not null')).toEqual([])
    const view = await readContactRequest(test, { creditorId: creditor.id, requestId: id })
    const shown = view!.affectedLinks.map((affected) => affected.id)
    expect([...shown].sort()).toEqual([link.id, second.id, below.id].sort())
    expect(await decide(id, 'confirm', { shownLinkIds: [link.id] })).toMatchObject({
      failure: { kind: 'links_changed' },
    })
    const confirmed = await decide(id, 'confirm', { shownLinkIds: shown })
    expect(confirmed).toMatchObject({ value: { status: 'confirmed' } })
    const revoked = await test.inspect<{ id: string }>('select id from access_link where revoked_at is not null')
    expect(revoked.map((row) => row.id).sort()).toEqual([...shown].sort())
    const [issued] = await test.inspect<{ id: string; scope: string[] }>(
      `select id, scope from access_link where recipient_email = 'jonas@debtor.example'`,
    )
    expect(issued).toMatchObject({ scope: ['view', 'pay'] })
    expect(other.revokedAt).toBeNull()
    const contacts = await test.inspect<{ email: string }>('select email from contact where debtor_id = $1', [
      debtor.id,
    ])
    expect(contacts.map(({ email }) => email)).toContain('jonas@debtor.example')
    expect(await mails()).toEqual(
      expect.arrayContaining(['access-link jonas@debtor.example', 'contact-answered someone@else.example']),
    )
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'contact.decided',
      data: { contact: { status: 'confirmed', issuedLinkId: issued!.id } },
    })
  })

  it('corrects the contact it was sent to, and tells the former address', async () => {
    const [contact] = await test.inspect<{ email: string }>('select email from contact where debtor_id = $1', [
      debtor.id,
    ])
    const own = await issue(contact!.email, 'Greta Lüders')
    const draft: ContactDraft = {
      ...NOT_FOR_ME,
      matter: { kind: 'not_for_me', reason: 'contact_data', proposed: { name: null, email: 'greta@new.example' } },
    }
    const { id } = await sent(draft, { by: own })
    await decide(id, 'confirm')
    expect(await test.inspect('select email, is_primary from contact where debtor_id = $1', [debtor.id])).toEqual([
      { email: 'greta@new.example', is_primary: true },
    ])
    expect(await mails()).toContain(`contact-answered ${contact!.email}`)
  })

  it('that was forwarded for chosen invoices reaches no further at the right person', async () => {
    const limited = await forward(['A'])
    const { id } = await sent(NOT_FOR_ME, { by: limited })
    await decide(id, 'confirm')
    const [made] = await test.inspect<{ id: string; is_limited: boolean; expires_at: Date; ancestor_ids: string[] }>(
      `select id, is_limited, expires_at, ancestor_ids from access_link where recipient_email = 'jonas@debtor.example'`,
    )
    expect(made).toMatchObject({ is_limited: true, expires_at: limited.expiresAt, ancestor_ids: [link.id] })
    expect(await test.inspect('select 1 from access_link_invoice where link_id = $1', [made!.id])).toHaveLength(1)
    // The creditor's own contacts are not the matter of whoever was forwarded a link.
    const contacts = await test.inspect<{ email: string }>('select email from contact where debtor_id = $1', [
      debtor.id,
    ])
    expect(contacts.map(({ email }) => email)).not.toContain('jonas@debtor.example')
  })

  it('stays as it is when the creditor declines', async () => {
    const { id } = await sent(NOT_FOR_ME)
    expect(await decide(id, 'decline')).toMatchObject({ failure: { kind: 'text_missing' } })
    expect(await decide(id, 'decline', { text: 'We know Miriam.' })).toMatchObject({ value: { status: 'declined' } })
    expect(await test.inspect('select 1 from access_link where revoked_at is not null')).toEqual([])
  })
})

describe('nobody else', () => {
  it('of another creditor or debtor reads or decides it', async () => {
    const { id } = await sent(MESSAGE)
    const other = await createCreditor(test)
    expect(await listContactRequests(test, { creditorId: other.id, isOpen: null })).toEqual([])
    expect(await readContactRequest(test, { creditorId: other.id, requestId: id })).toBeNull()
    expect(await decide(id, 'done', { creditorId: other.id })).toMatchObject({ failure: { kind: 'unknown_request' } })
    const neighbour = await createDebtor(test, creditor)
    const seen = await readOwnContact(test, { ...account, debtorId: neighbour.id, linkId: link.id })
    expect(seen.requests).toEqual([])
    const sender = { ...account, debtorId: neighbour.id, linkId: link.id, isLimited: false, locale: 'de' }
    expect(
      await sendContactRequest(deps, {
        sender,
        requestId: id,
        draft: { ...MESSAGE, matter: { ...MESSAGE.matter, invoiceNumber: null } as ContactDraft['matter'] },
      }),
    ).toMatchObject({
      failure: { kind: 'not_offered' },
    })
  })

  it('with a link for chosen invoices sees what others wrote, or writes of invoices it does not see', async () => {
    await sent(MESSAGE)
    await sent(hardship())
    const limited = await forward(['B'])
    expect(await send(MESSAGE, { by: limited })).toMatchObject({ failure: { kind: 'faults' } })
    await sent({ ...MESSAGE, matter: { kind: 'message', subject: 'B', invoiceNumber: 'B' } }, { by: limited })
    const seen = await withSessionLimit(() => {
      limitSession(limited.id)
      return readOwnContact(test, { ...account, linkId: limited.id })
    })
    expect(seen.requests.map(({ invoiceNumber }) => invoiceNumber)).toEqual(['B'])
    expect(seen.pause).toBeNull()
    expect((await readOwnContact(test, { ...account, linkId: link.id })).requests).toHaveLength(3)
  })
})

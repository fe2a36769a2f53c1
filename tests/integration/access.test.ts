import { beforeEach, describe, expect, it } from 'vitest'
import { createVisitReader } from '~/data/access-repository.server'
import { renderMail } from '~/emails/render-mail.server'
import { endDebtorSession } from '~/use-cases/end-debtor-session'
import { hashSecret } from '~/use-cases/hash-secret'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { openAccessLink } from '~/use-cases/open-access-link'
import type { MailMessage } from '~/use-cases/ports/mailer'
import { readAccessLog } from '~/use-cases/read-access-log'
import { requestLinkRenewal } from '~/use-cases/request-link-renewal'
import { revokeAccessLink } from '~/use-cases/revoke-access-link'
import { sendMail } from '~/use-cases/send-mail'
import { showAccessLink } from '~/use-cases/show-access-link'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { useTestDatabase } from '../setup/database'
import { withoutReceipts } from '../setup/mail'

const test = await useTestDatabase()
const publicOrigin = 'https://pay.example'
const deps = { ...test, publicOrigin }
const visits = createVisitReader(test.database.reader)
const findVisit = (token: string) => visits.findVisit(hashSecret(token), test.clock.now())

beforeEach(() => test.reset())

async function issue(lifetimeHours: number | null = null) {
  const creditor = await createCreditor(test)
  const contact = {
    id: test.ids.uuid(),
    name: 'Miriam Voss',
    email: 'miriam@debtor.example',
    role: null,
    locale: null,
    isPrimary: true,
  }
  const debtor = await createDebtor(test, creditor, {}, [contact])
  const issued = await issueAccessLink(deps, {
    creditorId: creditor.id,
    debtorExternalId: debtor.externalId,
    scope: ['view', 'pay'],
    lifetimeHours,
    locale: 'de',
    recipient: null,
    issuedBy: 'api',
  })
  if (!issued.ok) throw new Error('not issued')
  const token = issued.value.url.split('/l/')[1]!
  return { creditor, debtor, contact, token, link: issued.value.link, url: issued.value.url }
}

const open = (token: string) => openAccessLink(deps, { token, clientHint: 'Firefox, 192.0.2.…' })

describe('an access link', () => {
  it('keeps nothing of its token but the hash', async () => {
    const { token, url } = await issue()
    expect(url).toMatch(/^https:\/\/pay\.example\/l\/[\w-]{43}$/)
    const rows = await test.inspect<{ everything: string }>('select l::text as everything from access_link l')
    expect(rows).toHaveLength(1)
    expect(rows[0]!.everything).not.toContain(token)
    expect(rows[0]!.everything).toContain(Buffer.from(hashSecret(token)).toString('hex'))
  })

  it('shows who asks, and showing it any number of times writes nothing', async () => {
    const { token, creditor } = await issue()
    const count = () =>
      test.inspect(
        'select (select count(*) from access_log_entry) + (select count(*) from debtor_session) + (select count(*) from outcome_event) as n',
      )
    const before = await count()
    for (let time = 0; time < 5; time += 1) {
      const shown = await showAccessLink(deps, token)
      expect(shown).toMatchObject({
        state: 'usable',
        renewalAddress: 'm•••@debtor.example',
        creditor: { name: creditor.name },
      })
    }
    expect(await count()).toEqual(before)
    expect(await showAccessLink(deps, 'x'.repeat(43))).toBeNull()
  })

  it('opens again and again, each time a session of its own, logged and reported', async () => {
    const { token, debtor, creditor } = await issue()
    const first = await open(token)
    const second = await open(token)
    if (!first.ok || !second.ok) throw new Error('not opened')
    expect(first.value.sessionToken).not.toBe(second.value.sessionToken)
    for (const { sessionToken } of [first.value, second.value]) {
      expect(await findVisit(sessionToken)).toMatchObject({
        scope: ['view', 'pay'],
        locale: 'de',
        debtor: { id: debtor.id, name: debtor.name },
        creditor: { id: creditor.id, timeZone: creditor.timeZone },
        version: 1,
      })
    }
    expect(await test.inspect('select type, sequence::int from outcome_event order by sequence')).toEqual([
      { type: 'link.opened', sequence: 1 },
      { type: 'link.opened', sequence: 2 },
    ])
    expect(await test.inspect("select count(*)::int as n from access_log_entry where action = 'opened'")).toEqual([
      { n: 2 },
    ])
  })

  it('ends its sessions when it is revoked, and refuses to open', async () => {
    const { token, link, creditor } = await issue()
    const opened = await open(token)
    if (!opened.ok) throw new Error('not opened')
    expect(await revokeAccessLink(deps, { creditorId: creditor.id, linkId: link.id, by: 'owner' })).toBe(true)
    expect(await findVisit(opened.value.sessionToken)).toBeNull()
    expect(await open(token)).toEqual({ ok: false, failure: 'revoked' })
    expect(await showAccessLink(deps, token)).toMatchObject({ state: 'revoked' })
    const other = await createCreditor(test)
    expect(await revokeAccessLink(deps, { creditorId: other.id, linkId: link.id, by: 'owner' })).toBe(false)
  })

  it('ends a session at the instant the link expires', async () => {
    const { token, link } = await issue(2)
    const opened = await open(token)
    if (!opened.ok) throw new Error('not opened')
    expect(opened.value.expiresAt).toEqual(link.expiresAt)
    test.clock.set(new Date(link.expiresAt.getTime() - 1).toISOString())
    expect(await findVisit(opened.value.sessionToken)).not.toBeNull()
    test.clock.set(link.expiresAt.toISOString())
    expect(await findVisit(opened.value.sessionToken)).toBeNull()
    expect(await open(token)).toEqual({ ok: false, failure: 'expired' })
  })

  it('does not let a session be used after it was ended', async () => {
    const { token } = await issue()
    const opened = await open(token)
    if (!opened.ok) throw new Error('not opened')
    const { sessionToken } = opened.value
    const visit = await findVisit(sessionToken)
    test.clock.advance({ minutes: 1 })
    await endDebtorSession(deps, { visit: visit!, sessionToken, clientHint: null })
    expect(await findVisit(sessionToken)).toBeNull()
    test.clock.advance({ minutes: 1 })
    expect((await open(token)).ok).toBe(true)
    const { creditor, debtor } = visit!
    const log = await readAccessLog(deps, { creditorId: creditor.id, debtorId: debtor.id, linkId: visit!.linkId })
    expect(log.map(({ action, recipientName }) => [action, recipientName])).toEqual([
      ['opened', 'Miriam Voss'],
      ['signed_out', 'Miriam Voss'],
      ['opened', 'Miriam Voss'],
    ])
  })
})

describe('renewing an expired link', () => {
  it('mails a working link to the contact on file, in the reader’s language, and never keeps its secret', async () => {
    const { token, link, contact } = await issue(1)
    test.clock.set(new Date(link.expiresAt.getTime() + 1000).toISOString())
    const answer = await requestLinkRenewal(deps, { token, locale: 'de', clientHint: null })
    expect(answer).toEqual({ sentTo: 'm•••@debtor.example' })

    const [job] = await test.listWaitingJobs('send-mail')
    expect(JSON.stringify(job)).not.toMatch(/[\w-]{43}/)
    const sent: MailMessage[] = []
    await sendMail(
      { ...deps, ...withoutReceipts, renderMail, mailer: { send: async (message) => void sent.push(message) } },
      job!,
    )
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ to: contact.email, locale: 'de' })
    expect(sent[0]!.subject).toContain('Ihr Konto bei')
    const newToken = /https:\/\/pay\.example\/l\/([\w-]{43})/.exec(sent[0]!.text)![1]!
    expect(sent[0]!.html).toContain(newToken)
    expect(newToken).not.toBe(token)
    const opened = await open(newToken)
    expect(opened.ok && opened.value.link.scope).toEqual(['view', 'pay'])
    expect(await open(token)).toEqual({ ok: false, failure: 'expired' })
  })

  it('sends nothing for a link that still opens, a revoked or unknown one, or without an address', async () => {
    const { token, link, creditor } = await issue(1)
    expect(await requestLinkRenewal(deps, { token, locale: 'en', clientHint: null })).toEqual({ refused: 'usable' })
    test.clock.set(new Date(link.expiresAt.getTime() + 1000).toISOString())
    expect(await requestLinkRenewal(deps, { token: 'y'.repeat(43), locale: 'en', clientHint: null })).toEqual({
      refused: 'unknown',
    })
    await test.inspect('delete from contact')
    expect(await requestLinkRenewal(deps, { token, locale: 'en', clientHint: null })).toEqual({ refused: 'no_address' })
    await revokeAccessLink(deps, { creditorId: creditor.id, linkId: link.id, by: 'owner' })
    expect(await requestLinkRenewal(deps, { token, locale: 'en', clientHint: null })).toEqual({ refused: 'revoked' })
    expect(await test.listWaitingJobs('send-mail')).toEqual([])
  })
})

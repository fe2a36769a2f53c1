import { beforeEach, describe, expect, it } from 'vitest'
import { renderMail } from '~/emails/render-mail.server'
import type { ConsoleRole } from '~/domain/console-role'
import type { Creditor } from '~/domain/creditor'
import { createPasswordHasher } from '~/platform/password-hasher.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import { authenticateApiKey } from '~/use-cases/authenticate-api-key'
import { changeConsoleUser } from '~/use-cases/change-console-user'
import { changeOwnPassword } from '~/use-cases/change-own-password'
import { createConsoleUser } from '~/use-cases/create-console-user'
import { identifyConsoleUser } from '~/use-cases/identify-console-user'
import { inviteConsoleUser } from '~/use-cases/invite-console-user'
import { issueApiKey } from '~/use-cases/issue-api-key'
import { listApiKeys } from '~/use-cases/list-api-keys'
import { listConsoleUsers } from '~/use-cases/list-console-users'
import type { ConsoleUser } from '~/use-cases/ports/console-user-repository'
import type { MailMessage } from '~/use-cases/ports/mailer'
import { requestPasswordLink } from '~/use-cases/request-password-link'
import { revokeApiKey } from '~/use-cases/revoke-api-key'
import { sendMail } from '~/use-cases/send-mail'
import { sendPasswordLink } from '~/use-cases/send-password-link'
import { setPassword } from '~/use-cases/set-password'
import { showPasswordLink } from '~/use-cases/show-password-link'
import { signInConsoleUser } from '~/use-cases/sign-in-console-user'
import { createCreditor } from '../factories/creditors'
import { useTestDatabase } from '../setup/database'
import { withoutReceipts } from '../setup/mail'

const test = await useTestDatabase()
const limit = (name: string, attempts: number) =>
  createRateLimiter(test.database.pool, { name, attempts, windowSeconds: 900 })
const sent: MailMessage[] = []
const deps = {
  ...test,
  passwordHasher: createPasswordHasher(),
  signInLimits: { byNetwork: limit('a', 100), byEmailAndNetwork: limit('b', 100), byEmail: limit('c', 100) },
  ownPasswordLimit: limit('own', 3),
  passwordMailLimit: limit('mail', 5),
  passwordRequestLimits: { byNetwork: limit('request-network', 6), byEmail: limit('request-email', 2) },
  mailer: { send: (mail: MailMessage) => Promise.resolve(void sent.push(mail)) },
  renderMail,
  publicOrigin: 'https://pay.example',
}

const PASSWORD = 'a horse that was right'
const ANOTHER = 'another horse altogether'

let creditor: Creditor
let owner: ConsoleUser

beforeEach(async () => {
  await test.reset()
  sent.length = 0
  creditor = await createCreditor(test, { name: 'Wattenhorst GmbH' })
  owner = await add('owner@example.com', 'owner')
})

const add = (email: string, role: ConsoleRole) =>
  createConsoleUser(deps, {
    creditorId: creditor.id,
    email,
    name: email.split('@')[0]!,
    password: PASSWORD,
    role,
    locale: 'de',
  })

const invite = (email = 'New@Example.com', role: ConsoleRole = 'viewer') =>
  inviteConsoleUser(deps, { creditorId: creditor.id, email, name: 'Neu', role, locale: 'de' })

async function inviteSomebody(email?: string, role?: ConsoleRole): Promise<ConsoleUser> {
  const invited = await invite(email, role)
  if (!invited.ok) throw new Error(invited.failure)
  return invited.value
}

/** Sends what waits to be sent, and returns the token in the last of these mails. */
async function receiveLink(): Promise<string> {
  for (const job of await test.listWaitingJobs('send-mail')) await sendMail({ ...deps, ...withoutReceipts }, job)
  await test.inspect(`update pgboss.job set state = 'completed' where name = 'send-mail'`)
  return /set-password\/([\w-]{43})/.exec(sent.at(-1)?.text ?? '')?.[1] ?? ''
}

async function signIn(email: string, password: string): Promise<string | null> {
  const signedIn = await signInConsoleUser(deps, { email, password, clientNetwork: '192.0.2.7' })
  return signedIn.ok ? signedIn.value.sessionToken : null
}

const isSignedIn = async (token: string | null) => token !== null && (await identifyConsoleUser(deps, token)) !== null

const change = (of: ConsoleUser, wanted: Parameters<typeof changeConsoleUser>[1]['change'], by = owner) =>
  changeConsoleUser(deps, { creditorId: creditor.id, userId: of.id, by: by.id, change: wanted })

describe('an invitation', () => {
  it('is a mail in the chosen language with a link by which a password is set, once', async () => {
    const user = await inviteSomebody()
    const token = await receiveLink()
    expect(sent).toMatchObject([{ to: 'new@example.com', fromName: 'Wattenhorst GmbH', locale: 'de' }])
    expect(sent[0]?.text).toContain('Wattenhorst GmbH hat Ihnen Zugang')
    expect(await signIn('new@example.com', '')).toBeNull()
    expect(await showPasswordLink(deps, token)).toMatchObject({ state: 'usable', user: { id: user.id } })
    expect(await setPassword(deps, { token, password: PASSWORD })).toMatchObject({ ok: true })
    expect(await isSignedIn(await signIn('new@example.com', PASSWORD))).toBe(true)
    expect(await showPasswordLink(deps, token)).toMatchObject({ state: 'ended' })
    expect(await setPassword(deps, { token, password: ANOTHER })).toMatchObject({ ok: false, failure: 'unusable_link' })
    expect(await signIn('new@example.com', ANOTHER)).toBeNull()
  })

  it('sets one password however often the form is sent at once', async () => {
    await inviteSomebody()
    const token = await receiveLink()
    const passwords = [1, 2, 3, 4].map((number) => `${PASSWORD} ${number}`)
    const results = await Promise.all(passwords.map((password) => setPassword(deps, { token, password })))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    const won = passwords[results.findIndex(({ ok }) => ok)]!
    expect(await signIn('new@example.com', won)).not.toBeNull()
  })

  it('expires after three days', async () => {
    await inviteSomebody()
    const token = await receiveLink()
    test.clock.advance({ hours: 71, minutes: 59 })
    expect(await showPasswordLink(deps, token)).toMatchObject({ state: 'usable' })
    test.clock.advance({ minutes: 1 })
    expect(await showPasswordLink(deps, token)).toMatchObject({ state: 'expired' })
    expect(await setPassword(deps, { token, password: PASSWORD })).toMatchObject({ ok: false })
  })

  it('is replaced by a later one, and a mail that has not gone yet is not sent for nothing', async () => {
    const user = await inviteSomebody()
    const first = await receiveLink()
    await sendPasswordLink(deps, { creditorId: creditor.id, userId: user.id })
    await sendPasswordLink(deps, { creditorId: creditor.id, userId: user.id })
    const second = await receiveLink()
    expect(sent).toHaveLength(2)
    expect(await showPasswordLink(deps, first)).toMatchObject({ state: 'ended' })
    expect(await showPasswordLink(deps, second)).toMatchObject({ state: 'usable' })
  })

  it('leaves nothing of its secret in the database or in the queue', async () => {
    await inviteSomebody()
    const token = await receiveLink()
    const [row] = await test.inspect<{ text: string }>(
      `select (select l::text from console_password_link l) || (select string_agg(j.data::text, '') from pgboss.job j) as text`,
    )
    expect(row!.text).not.toContain(token)
    expect(row!.text).toContain('new@example.com')
  })

  it('needs a password that will do', async () => {
    await inviteSomebody()
    const token = await receiveLink()
    expect(await setPassword(deps, { token, password: 'short' })).toMatchObject({ failure: 'too_short' })
    expect(await setPassword(deps, { token, password: 'new@example.com' })).toMatchObject({
      failure: 'too_close_to_address',
    })
    expect(await showPasswordLink(deps, token)).toMatchObject({ state: 'usable' })
  })

  it('is refused for an address that is there already, at another creditor it is not', async () => {
    await inviteSomebody()
    expect(await invite('new@example.com')).toEqual({ ok: false, failure: 'address_taken' })
    expect(await Promise.all([invite('twice@example.com'), invite('twice@example.com')])).toContainEqual(
      expect.objectContaining({ ok: false, failure: 'address_taken' }),
    )
    const other = await createCreditor(test)
    const elsewhere = {
      creditorId: other.id,
      email: 'new@example.com',
      name: 'N',
      role: 'owner',
      locale: 'en',
    } as const
    expect(await inviteConsoleUser(deps, elsewhere)).toMatchObject({ ok: true })
  })

  it('is not sent without end', async () => {
    for (let count = 0; count < 5; count += 1) expect(await invite(`n${count}@example.com`)).toMatchObject({ ok: true })
    expect(await invite('one-more@example.com')).toEqual({ ok: false, failure: 'too_many_mails' })
  })

  it('knows nothing by a token that was made up', async () => {
    expect(await showPasswordLink(deps, 'x'.repeat(43))).toBeNull()
    expect(await setPassword(deps, { token: 'x'.repeat(43), password: PASSWORD })).toMatchObject({ ok: false })
  })
})

describe('the people of a console', () => {
  it('are listed by name with their state and when they last signed in, and none of another creditor', async () => {
    await inviteSomebody()
    const other = await createCreditor(test)
    await createConsoleUser(deps, {
      creditorId: other.id,
      email: 'x@example.com',
      name: 'X',
      password: PASSWORD,
      role: 'owner',
      locale: null,
    })
    await signIn('owner@example.com', PASSWORD)
    expect(await listConsoleUsers(deps, { creditorId: creditor.id })).toMatchObject([
      { user: { name: 'Neu', disabledAt: null }, hasPassword: false, lastSignedInAt: null },
      { user: { name: 'owner' }, hasPassword: true, lastSignedInAt: test.clock.now() },
    ])
  })

  it('are signed out everywhere once disabled, and their links end', async () => {
    const user = await add('berta@example.com', 'collector')
    const sessions = [await signIn('berta@example.com', PASSWORD), await signIn('berta@example.com', PASSWORD)]
    await sendPasswordLink(deps, { creditorId: creditor.id, userId: user.id })
    const token = await receiveLink()
    expect(await change(user, { kind: 'disable' })).toMatchObject({ ok: true })
    for (const session of sessions) expect(await isSignedIn(session)).toBe(false)
    expect(await signIn('berta@example.com', PASSWORD)).toBeNull()
    expect(await setPassword(deps, { token, password: ANOTHER })).toMatchObject({ ok: false })
    expect(await sendPasswordLink(deps, { creditorId: creditor.id, userId: user.id })).toMatchObject({
      failure: 'user_disabled',
    })
    // Let in again, it signs in anew: the old sessions stay ended.
    expect(await change(user, { kind: 'enable' })).toMatchObject({ ok: true })
    for (const session of sessions) expect(await isSignedIn(session)).toBe(false)
    expect(await isSignedIn(await signIn('berta@example.com', PASSWORD))).toBe(true)
  })

  it('have a new role at once', async () => {
    const user = await add('berta@example.com', 'viewer')
    const session = await signIn('berta@example.com', PASSWORD)
    await change(user, { kind: 'role', role: 'owner' })
    expect(await identifyConsoleUser(deps, session!)).toMatchObject({ user: { role: 'owner' } })
  })

  it('are never without an owner, though two of them shut out each other in the same moment', async () => {
    expect(await change(owner, { kind: 'disable' })).toEqual({ ok: false, failure: 'last_owner' })
    for (let round = 0; round < 5; round += 1) {
      const second = await add(`owner-${round}@example.com`, 'owner')
      const results = await Promise.all([
        change(second, { kind: 'disable' }, owner),
        change(owner, { kind: 'role', role: 'viewer' }, second),
      ])
      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
      const owners = await test.inspect(`select id from console_user where role = 'owner' and disabled_at is null`)
      expect(owners).toHaveLength(1)
      await test.inspect(`update console_user set role = 'owner', disabled_at = null where id = $1`, [owner.id])
      await test.inspect('delete from console_user where id = $1', [second.id])
    }
  })

  it('of another creditor are nobody’s to change', async () => {
    const other = await createCreditor(test)
    const stranger = await createConsoleUser(deps, {
      creditorId: other.id,
      email: 'x@example.com',
      name: 'X',
      password: PASSWORD,
      role: 'viewer',
      locale: null,
    })
    expect(await change(stranger, { kind: 'disable' })).toEqual({ ok: false, failure: 'unknown_user' })
    expect(await sendPasswordLink(deps, { creditorId: creditor.id, userId: stranger.id })).toMatchObject({
      failure: 'unknown_user',
    })
  })
})

describe('a forgotten password', () => {
  const ask = (email: string, clientNetwork = '192.0.2.7') => requestPasswordLink(deps, { email, clientNetwork })

  it('is replaced by the link in a mail, one for each creditor', async () => {
    const other = await createCreditor(test, { name: 'Andere AG' })
    const { email } = owner
    const elsewhere = {
      creditorId: other.id,
      email,
      name: 'O',
      password: PASSWORD,
      role: 'viewer',
      locale: null,
    } as const
    await createConsoleUser(deps, elsewhere)
    expect(await ask(' Owner@Example.com ')).toMatchObject({ ok: true })
    await receiveLink()
    expect(sent.map(({ to, fromName }) => [to, fromName]).sort()).toEqual([
      ['owner@example.com', 'Andere AG'],
      ['owner@example.com', 'Wattenhorst GmbH'],
    ])
    const tokens = sent.map(({ text }) => /set-password\/([\w-]{43})/.exec(text)![1]!)
    await setPassword(deps, { token: tokens[0]!, password: ANOTHER })
    expect(await showPasswordLink(deps, tokens[1]!)).toMatchObject({ state: 'usable' })
    expect(await signIn('owner@example.com', ANOTHER)).not.toBeNull()
  })

  it('is answered alike for an address nobody has, and for one that is disabled, without a mail', async () => {
    const user = await add('berta@example.com', 'viewer')
    await change(user, { kind: 'disable' })
    expect(await ask('nobody@example.com')).toEqual(await ask('berta@example.com'))
    expect(await test.listWaitingJobs('send-mail')).toEqual([])
  })

  it('brings no more mails than a few, from wherever they are asked for, and few requests from one place', async () => {
    for (const place of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      expect(await ask('owner@example.com', place)).toMatchObject({ ok: true })
    }
    expect(await test.listWaitingJobs('send-mail')).toHaveLength(2)
    for (let count = 0; count < 6; count += 1) await ask(`n${count}@example.com`)
    expect(await ask('one-more@example.com')).toMatchObject({ ok: false, failure: { retryAfterSeconds: 900 } })
  })
})

describe('one’s own password', () => {
  const changePassword = (currentPassword: string, newPassword: string, sessionToken: string) =>
    changeOwnPassword(deps, { creditorId: creditor.id, userId: owner.id, sessionToken, currentPassword, newPassword })

  it('is changed by who knows it; every other session and every link ends', async () => {
    const [here, elsewhere] = [await signIn('owner@example.com', PASSWORD), await signIn('owner@example.com', PASSWORD)]
    await sendPasswordLink(deps, { creditorId: creditor.id, userId: owner.id })
    const token = await receiveLink()
    expect(await changePassword(PASSWORD, ANOTHER, here!)).toMatchObject({ ok: true })
    expect(await isSignedIn(here)).toBe(true)
    expect(await isSignedIn(elsewhere)).toBe(false)
    expect(await showPasswordLink(deps, token)).toMatchObject({ state: 'ended' })
    expect(await signIn('owner@example.com', PASSWORD)).toBeNull()
    expect(await signIn('owner@example.com', ANOTHER)).not.toBeNull()
  })

  it('set by a link ends every session', async () => {
    const session = await signIn('owner@example.com', PASSWORD)
    await sendPasswordLink(deps, { creditorId: creditor.id, userId: owner.id })
    await setPassword(deps, { token: await receiveLink(), password: ANOTHER })
    expect(await isSignedIn(session)).toBe(false)
  })

  it('cannot be guessed from a session that was left open', async () => {
    const session = (await signIn('owner@example.com', PASSWORD))!
    expect(await changePassword(PASSWORD, 'short', session)).toMatchObject({ failure: { reason: 'too_short' } })
    for (let count = 0; count < 3; count += 1) {
      expect(await changePassword(ANOTHER, ANOTHER, session)).toMatchObject({ failure: { reason: 'wrong_password' } })
    }
    expect(await changePassword(PASSWORD, ANOTHER, session)).toMatchObject({ failure: { reason: 'too_many_attempts' } })
    expect(await signIn('owner@example.com', PASSWORD)).not.toBeNull()
  })
})

describe('keys of the API', () => {
  it('are listed without their secret, with their last use, and end when they are revoked', async () => {
    const creditorId = creditor.id
    const { key, apiKey } = await issueApiKey(deps, { creditorId, label: 'ERP' })
    test.clock.advance({ minutes: 5 })
    await issueApiKey(deps, { creditorId, label: 'Newer' })
    expect(await authenticateApiKey(deps, key)).not.toBeNull()
    const listed = await listApiKeys(deps, { creditorId })
    expect(listed).toMatchObject([
      { label: 'Newer', lastUsedAt: null, revokedAt: null },
      { label: 'ERP', lastUsedAt: test.clock.now(), revokedAt: null },
    ])
    expect(JSON.stringify(listed)).not.toContain(key)

    const other = await createCreditor(test)
    expect(await revokeApiKey(deps, { creditorId: other.id, apiKeyId: apiKey.id })).toEqual({
      ok: false,
      failure: 'unknown_key',
    })
    expect(await authenticateApiKey(deps, key)).not.toBeNull()
    expect(await revokeApiKey(deps, { creditorId, apiKeyId: apiKey.id })).toMatchObject({ ok: true })
    expect(await authenticateApiKey(deps, key)).toBeNull()
    expect(await revokeApiKey(deps, { creditorId, apiKeyId: apiKey.id })).toEqual({ ok: false, failure: 'unknown_key' })
    expect((await listApiKeys(deps, { creditorId })).map(({ label }) => label)).toEqual(['Newer', 'ERP'])
    expect(await listApiKeys(deps, { creditorId: other.id })).toEqual([])
  })
})

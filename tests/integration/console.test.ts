import { beforeEach, describe, expect, it } from 'vitest'
import { createDebtorDirectory } from '~/data/debtor-directory.server'
import type { ConsoleRole } from '~/domain/console-role'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { OutcomeEventType } from '~/domain/outcome-event'
import { createPasswordHasher } from '~/platform/password-hasher.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import { createConsoleUser } from '~/use-cases/create-console-user'
import { identifyConsoleUser } from '~/use-cases/identify-console-user'
import { listWorklist } from '~/use-cases/list-debtors'
import { readCollectionRecord, RECORD_PAGE_SIZE } from '~/use-cases/read-collection-record'
import { signInConsoleUser } from '~/use-cases/sign-in-console-user'
import { signOutConsoleUser } from '~/use-cases/sign-out-console-user'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const limit = (name: string, attempts: number) =>
  createRateLimiter(test.database.pool, { name, attempts, windowSeconds: 900 })
const deps = {
  ...test,
  passwordHasher: createPasswordHasher(),
  debtorDirectory: createDebtorDirectory(test.database.reader),
  signInLimits: {
    byNetwork: limit('network', 6),
    byEmailAndNetwork: limit('email-network', 3),
    byEmail: limit('email', 7),
  },
}

let creditor: Creditor
beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test)
})

const addUser = (email: string, password: string, role: ConsoleRole = 'collector', of = creditor) =>
  createConsoleUser(deps, { creditorId: of.id, email, name: 'Anke', password, role, locale: 'de' })

const signIn = (email: string, password: string, clientNetwork = '192.0.2.7') =>
  signInConsoleUser(deps, { email, password, clientNetwork })

describe('signing in to the console', () => {
  it('starts a session of twelve hours that says who it is', async () => {
    await addUser('Anke@Example.com', 'correct horse', 'owner')
    const signedIn = await signIn(' anke@example.COM ', 'correct horse')
    if (!signedIn.ok) throw new Error('refused')
    const { sessionToken } = signedIn.value
    expect(await identifyConsoleUser(deps, sessionToken)).toMatchObject({
      user: { email: 'anke@example.com', role: 'owner' },
      creditor: { id: creditor.id },
    })
    test.clock.advance({ hours: 11, minutes: 59 })
    expect(await identifyConsoleUser(deps, sessionToken)).not.toBeNull()
    test.clock.advance({ minutes: 1 })
    expect(await identifyConsoleUser(deps, sessionToken)).toBeNull()
  })

  it('keeps neither the password nor the session’s secret', async () => {
    await addUser('anke@example.com', 'correct horse')
    const signedIn = await signIn('anke@example.com', 'correct horse')
    if (!signedIn.ok) throw new Error('refused')
    const [row] = await test.inspect<{ text: string; hash: string }>(
      `select (select console_user::text from console_user) || (select console_session::text from console_session) as text,
        (select password_hash from console_user) as hash`,
    )
    expect(row!.text).not.toContain('correct horse')
    expect(row!.text).not.toContain(signedIn.value.sessionToken)
    expect(row!.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(JSON.stringify(await test.inspect('select key from rate_limit'))).not.toContain('example')
  })

  it('tells an unknown address and a wrong password by nothing', async () => {
    await addUser('anke@example.com', 'correct horse')
    const refusal = { ok: false, failure: { reason: 'wrong_credentials' } }
    expect(await signIn('anke@example.com', 'wrong')).toEqual(refusal)
    expect(await signIn('nobody@example.com', 'wrong')).toEqual(refusal)
  })

  it('does the same work for an unknown address as for a known one', async () => {
    const verified: (string | null)[] = []
    const counting = {
      ...deps,
      passwordHasher: {
        ...deps.passwordHasher,
        verify(hash: string | null, password: string) {
          verified.push(hash)
          return deps.passwordHasher.verify(hash, password)
        },
      },
    }
    await addUser('anke@example.com', 'correct horse')
    for (const email of ['anke@example.com', 'nobody@example.com']) {
      await signInConsoleUser(counting, { email, password: 'wrong', clientNetwork: '192.0.2.7' })
    }
    expect(verified).toEqual([expect.any(String), null])
  })

  const tooMany = { ok: false, failure: { reason: 'too_many_attempts' } }
  const guess = async (email: string, count: number, network?: string) => {
    for (let attempt = 0; attempt < count; attempt += 1) await signIn(email, 'wrong', network)
  }

  it('is refused for a while after too many attempts on one account from one place, and from there alone', async () => {
    await addUser('anke@example.com', 'correct horse')
    await guess('anke@example.com', 3, '192.0.2.1')
    expect(await signIn('anke@example.com', 'correct horse', '192.0.2.1')).toMatchObject(tooMany)
    expect(await signIn('Anke@Example.com ', 'correct horse', '192.0.2.1')).toMatchObject(tooMany)
    expect(await signIn('anke@example.com', 'correct horse', '192.0.2.2')).toMatchObject({ ok: true })
  })

  it('is refused to everybody after attempts on one account from many places, however few from each', async () => {
    await addUser('anke@example.com', 'correct horse')
    for (const place of ['192.0.2.1', '192.0.2.2']) await guess('anke@example.com', 3, place)
    await guess('anke@example.com', 1, '192.0.2.3')
    expect(await signIn('anke@example.com', 'correct horse', '192.0.2.4')).toMatchObject(tooMany)
  })

  it('cannot be kept from its owner by one stranger who goes on and on', async () => {
    await addUser('anke@example.com', 'correct horse')
    await guess('anke@example.com', 20, '198.51.100.1')
    expect(await signIn('anke@example.com', 'correct horse')).toMatchObject({ ok: true })
  })

  it('is refused for a while after attempts on many accounts from one place', async () => {
    for (let count = 0; count < 6; count += 1) await guess(`guess-${count}@example.com`, 1, '198.51.100.1')
    await addUser('other@example.com', 'another horse')
    expect(await signIn('other@example.com', 'another horse', '198.51.100.1')).toMatchObject(tooMany)
    expect(await signIn('other@example.com', 'another horse', '198.51.100.2')).toMatchObject({ ok: true })
  })

  it('gives back its attempts to whoever signs in', async () => {
    await addUser('anke@example.com', 'correct horse')
    for (let round = 0; round < 2; round += 1) {
      await guess('anke@example.com', 2)
      expect(await signIn('anke@example.com', 'correct horse')).toMatchObject({ ok: true })
    }
  })

  it('leads to the creditor whose password it is, for one person with several', async () => {
    const other = await createCreditor(test)
    await addUser('anke@example.com', 'first horse')
    await addUser('anke@example.com', 'second horse', 'viewer', other)
    expect(await signIn('anke@example.com', 'second horse')).toMatchObject({
      value: { user: { creditorId: other.id } },
    })
  })

  it('ends with signing out, and with the account being disabled', async () => {
    await addUser('anke@example.com', 'correct horse')
    const sessions = await Promise.all([1, 2].map(() => signIn('anke@example.com', 'correct horse')))
    const [first, second] = sessions.map((session) => (session.ok ? session.value.sessionToken : ''))
    await signOutConsoleUser(deps, first!)
    expect(await identifyConsoleUser(deps, first!)).toBeNull()
    expect(await identifyConsoleUser(deps, second!)).not.toBeNull()
    await test.inspect('update console_user set disabled_at = now()')
    expect(await identifyConsoleUser(deps, second!)).toBeNull()
    expect(await signIn('anke@example.com', 'correct horse')).toMatchObject({ ok: false })
  })
})

async function append(debtor: Debtor, type: OutcomeEventType) {
  const { creditorId, id: debtorId } = debtor
  await test.unitOfWork.run({ kind: 'creditor', creditorId }, ({ outcomeLog }) =>
    outcomeLog.append({ creditorId, debtorId, type, occurredAt: test.clock.now(), data: {} }),
  )
}

describe('the collection record', () => {
  it('lists a debtor’s events newest first, page by page, and none of another’s', async () => {
    const debtor = await createDebtor(test, creditor, { externalId: 'K-1' })
    const other = await createDebtor(test, creditor)
    for (let count = 0; count < RECORD_PAGE_SIZE + 3; count += 1) {
      await append(debtor, 'link.opened')
      if (count % 10 === 0) await append(other, 'promise.made')
    }
    const input = { creditorId: creditor.id, externalId: 'K-1' }
    const first = await readCollectionRecord(deps, { ...input, before: null })
    const second = await readCollectionRecord(deps, { ...input, before: first!.nextBefore })
    const events = [...first!.events, ...second!.events]
    expect(first!.events).toHaveLength(RECORD_PAGE_SIZE)
    expect(second!.nextBefore).toBeNull()
    expect(events).toHaveLength(RECORD_PAGE_SIZE + 3)
    expect(events.every(({ event, intact }) => intact && event.type === 'link.opened')).toBe(true)
    const sequences = events.map(({ event }) => event.sequence)
    expect(sequences).toEqual(sequences.toSorted((a, b) => b - a))
  })

  it('marks an entry that is no longer what was recorded', async () => {
    const debtor = await createDebtor(test, creditor, { externalId: 'K-1' })
    for (let count = 0; count < 3; count += 1) await append(debtor, 'link.opened')
    await test.inspect(
      `update outcome_event set body = jsonb_set(body, '{debtor,name}', '"Forged"') where sequence = 2`,
    )
    const record = await readCollectionRecord(deps, { creditorId: creditor.id, externalId: 'K-1', before: null })
    expect(record!.events.map(({ event, intact }) => [event.sequence, intact])).toEqual([
      [3, true],
      [2, false],
      [1, true],
    ])
  })

  it('tells how far an event got: the worst of its deliveries', async () => {
    const debtor = await createDebtor(test, creditor, { externalId: 'K-1' })
    const endpointIds = [test.ids.uuid(), test.ids.uuid()]
    for (const id of endpointIds) {
      await test.inspect(
        `insert into webhook_endpoint (id, creditor_id, url, secrets) values ($1::uuid, $2, 'https://example.com/' || $1::text, '{whsec_x}')`,
        [id, creditor.id],
      )
    }
    const read = async () =>
      (await readCollectionRecord(deps, { creditorId: creditor.id, externalId: 'K-1', before: null }))!.events[0]!
        .delivery
    const set = (endpoint: number, status: string, attempts: number) =>
      test.inspect('update webhook_delivery set status = $1, attempt_count = $2 where endpoint_id = $3', [
        status,
        attempts,
        endpointIds[endpoint],
      ])
    await append(debtor, 'link.opened')
    expect(await read()).toBe('waiting')
    await set(0, 'delivered', 1)
    expect(await read()).toBe('waiting')
    await set(1, 'pending', 2)
    expect(await read()).toBe('retrying')
    await set(1, 'parked', 10)
    expect(await read()).toBe('parked')
    await set(1, 'delivered', 3)
    expect(await read()).toBe('delivered')
  })

  it('is of the creditor’s own debtors alone', async () => {
    const stranger = await createCreditor(test)
    await createDebtor(test, stranger, { externalId: 'K-1' })
    expect(await readCollectionRecord(deps, { creditorId: creditor.id, externalId: 'K-1', before: null })).toBeNull()
  })
})

describe('the worklist', () => {
  let berta: Debtor
  beforeEach(async () => {
    const add = (externalId: string, name: string) => createDebtor(test, creditor, { externalId, name })
    berta = await add('1', 'Berta')
    const [anton, caesar] = [await add('2', 'anton'), await add('3', '100%_Cäsar\\')]
    await createInvoice(test, anton, { dueOn: '2026-11-01' })
    await createInvoice(test, berta, { number: 'B-1', dueOn: '2026-09-01', payableMinor: 10_00 })
    await createInvoice(test, berta, { dueOn: '2026-12-01', payableMinor: 5_00 })
    await createInvoice(test, caesar, { kind: 'credit_note', dueOn: '2026-01-01', payableMinor: 7_00 })
    await append(anton, 'link.opened')
  })

  const list = async (query: Partial<Parameters<typeof listWorklist>[1]> = {}) => {
    const base = { creditorId: creditor.id, search: '', filter: 'all', sort: 'name', page: 1 } as const
    const { debtors, totalCount } = await listWorklist(deps, { ...base, ...query })
    return { names: debtors.map(({ name }) => name), debtors, totalCount }
  }

  it('is sorted by name, by how long something is overdue, or by what happened last', async () => {
    expect((await list()).names).toEqual(['100%_Cäsar\\', 'anton', 'Berta'])
    expect((await list({ sort: 'overdue' })).names).toEqual(['Berta', 'anton', '100%_Cäsar\\'])
    expect((await list({ sort: 'activity' })).names).toEqual(['anton', '100%_Cäsar\\', 'Berta'])
  })

  it('is narrowed to what is overdue, or to whom something is owed', async () => {
    expect((await list({ filter: 'overdue' })).names).toEqual(['anton', 'Berta'])
    expect((await list({ filter: 'credit' })).names).toEqual(['100%_Cäsar\\'])
  })

  it('counts as overdue what is due now: nothing that a plan in force will pay, and not the part of it', async () => {
    await agreePlan(test, creditor, berta, ['B-1'])
    const { names, debtors } = await list({ filter: 'overdue' })
    expect(names).toEqual(['anton'])
    expect(debtors[0]?.balances).toMatchObject([{ overdueMinor: 119_00 }])
    const [planned] = (await list({ search: 'Berta' })).debtors
    expect(planned).toMatchObject({
      balances: [{ openMinor: 15_00, overdueMinor: 0, plannedMinor: 10_00 }],
      oldestOverdueOn: null,
    })
    expect((await list({ sort: 'overdue' })).names).toEqual(['anton', '100%_Cäsar\\', 'Berta'])
  })

  it('is searched by part of the name or the number, sign by sign', async () => {
    expect((await list({ search: 'ERT' })).names).toEqual(['Berta'])
    expect((await list({ search: '%_C' })).names).toEqual(['100%_Cäsar\\'])
    expect((await list({ search: 'r\\' })).names).toEqual(['100%_Cäsar\\'])
    expect((await list({ search: '2' })).names).toEqual(['anton'])
    expect(await list({ search: '_' })).toMatchObject({ totalCount: 1 })
  })

  it('states each debtor’s balance, the oldest overdue date and the last event', async () => {
    const { debtors } = await list({ search: 'Berta' })
    expect(debtors[0]).toMatchObject({
      balances: [{ currency: 'EUR', openMinor: 15_00, overdueMinor: 10_00, balanceMinor: 15_00 }],
      oldestOverdueOn: '2026-09-01',
      lastEvent: null,
    })
    expect((await list({ search: 'anton' })).debtors[0]?.lastEvent).toEqual({
      sequence: 1,
      type: 'link.opened',
      occurredAt: test.clock.now(),
    })
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { createVisitReader } from '~/data/access-repository.server'
import { rememberVisits } from '~/data/remembered-visits.server'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import { runWithClaim } from '~/platform/session-claim.server'
import { hashSecret } from '~/use-cases/hash-secret'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { openAccessLink } from '~/use-cases/open-access-link'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const { database, unitOfWork, clock, ids } = test

let asked: string[]
const reader = {
  read: ((scope, query) => {
    asked.push(query.name)
    return database.reader.read(scope, query)
  }) as typeof database.reader.read,
  readUnscoped: ((query) => {
    asked.push(query.name)
    return database.reader.readUnscoped(query)
  }) as typeof database.reader.readUnscoped,
}

let creditor: Creditor
let debtor: Debtor

beforeEach(async () => {
  await test.reset()
  asked = []
  creditor = await createCreditor(test)
  debtor = await createDebtor(test, creditor)
})

async function openSession(): Promise<{ token: string; linkId: string }> {
  const issued = await issueAccessLink(
    { unitOfWork, clock, ids, publicOrigin: 'https://portal.example' },
    {
      creditorId: creditor.id,
      debtorExternalId: debtor.externalId,
      scope: ['view'],
      lifetimeHours: 24,
      locale: null,
      recipient: null,
      issuedBy: 'cli',
    },
  )
  if (!issued.ok) throw new Error(issued.failure)
  const token = issued.value.url.split('/').at(-1) ?? ''
  const opened = await openAccessLink({ unitOfWork, clock, ids }, { token, clientHint: null })
  if (!opened.ok) throw new Error(opened.failure)
  return { token: opened.value.sessionToken, linkId: issued.value.link.id }
}

describe('a remembered visit', () => {
  it('is confirmed by one small query, and is the same', async () => {
    const visits = rememberVisits(createVisitReader(reader), reader)
    const { token } = await openSession()
    const first = await visits.findVisit(hashSecret(token), clock.now())
    expect(await visits.findVisit(hashSecret(token), clock.now())).toEqual(first)
    expect(first).toMatchObject({ debtor: { id: debtor.id }, creditor: { id: creditor.id } })
    expect(asked).toEqual(['find_visit', 'confirm_visit'])
  })

  it('has the new version as soon as the account changes', async () => {
    const visits = rememberVisits(createVisitReader(reader), reader)
    const { token } = await openSession()
    const before = await visits.findVisit(hashSecret(token), clock.now())
    await unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ debtors }) =>
      debtors.raiseVersion(creditor.id, [debtor.id]),
    )
    const after = await visits.findVisit(hashSecret(token), clock.now())
    expect(after?.version).toBe((before?.version ?? 0) + 1)
  })

  it('ends at once with the session, the link, and their time', async () => {
    const visits = rememberVisits(createVisitReader(reader), reader)
    const endings = [
      'update debtor_session set ended_at = now() where link_id = $1',
      'update access_link set revoked_at = now() where id = $1',
      `update access_link set expires_at = '2026-01-01' where id = $1`,
      `update debtor_session set expires_at = '2026-01-01' where link_id = $1`,
    ]
    for (const ending of endings) {
      const { token, linkId } = await openSession()
      expect(await visits.findVisit(hashSecret(token), clock.now())).not.toBeNull()
      await test.inspect(ending, [linkId])
      expect(await visits.findVisit(hashSecret(token), clock.now())).toBeNull()
      expect(await visits.findVisit(hashSecret(token), clock.now())).toBeNull()
    }
  })

  it('is nothing for an unknown secret', async () => {
    const visits = rememberVisits(createVisitReader(reader), reader)
    expect(await visits.findVisit(hashSecret('unknown'), clock.now())).toBeNull()
  })
})

describe('a visitor who is assumed to stand while the page is read', () => {
  const COUNT = { name: 'count_invoices', text: 'select count(*) from invoice', values: [] }

  async function claim(
    change: (session: { token: string; linkId: string }) => Promise<unknown> = async () => undefined,
  ) {
    const visits = rememberVisits(createVisitReader(reader), reader)
    const session = await openSession()
    const tokenSha256 = hashSecret(session.token)
    await visits.findVisit(tokenSha256, clock.now())
    const { version } = visits.recallVisit(tokenSha256)!
    await change(session)
    asked = []
    return { tokenSha256, version, now: clock.now() }
  }
  const readPage = () =>
    reader.read<{ count: string }>({ kind: 'debtor', creditorId: creditor.id, debtorId: debtor.id }, COUNT)

  it('is confirmed with the first thing that is read, which answers as ever', async () => {
    const { value, outcome } = await runWithClaim(await claim(), async () => [await readPage(), await readPage()])
    expect(outcome).toBe('confirmed')
    expect(value).toEqual([[{ count: '0' }], [{ count: '0' }]])
    expect(asked).toEqual(['count_invoices', 'count_invoices'])
  })

  it('is refused when the session or the link is over, or the account has changed', async () => {
    const endings = [
      ({ linkId }: { linkId: string }) =>
        test.inspect('update debtor_session set ended_at = now() where link_id = $1', [linkId]),
      ({ linkId }: { linkId: string }) =>
        test.inspect('update access_link set revoked_at = now() where id = $1', [linkId]),
      () =>
        unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ debtors }) =>
          debtors.raiseVersion(creditor.id, [debtor.id]),
        ),
    ]
    for (const end of endings) expect((await runWithClaim(await claim(end), readPage)).outcome).toBe('refused')
  })

  it('is not known to stand when nothing was read, or reading failed', async () => {
    expect((await runWithClaim(await claim(), () => Promise.resolve(1))).outcome).toBe('unknown')
    const scope = { kind: 'system' as const }
    const failing = () =>
      database.reader.read(scope, { name: 'fails', text: 'select 1 / 0', values: [] }).catch(() => 'failed')
    expect(await runWithClaim(await claim(), failing)).toEqual({ value: 'failed', outcome: 'unknown' })
  })

  it('is nobody who was not found a moment ago', async () => {
    const visits = rememberVisits(createVisitReader(reader), reader)
    const { token } = await openSession()
    expect(visits.recallVisit(hashSecret(token))).toBeNull()
  })
})

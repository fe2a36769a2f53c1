import { beforeEach, describe, expect, it } from 'vitest'
import { createVisitReader } from '~/data/access-repository.server'
import { rememberVisits } from '~/data/remembered-visits.server'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
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

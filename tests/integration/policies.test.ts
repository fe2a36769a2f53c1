import { beforeEach, describe, expect, it } from 'vitest'
import type { Creditor } from '~/domain/creditor'
import { DEFAULT_POLICIES } from '~/domain/creditor-policy'
import { parseCurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import { changePolicy } from '~/use-cases/change-policy'
import { listPolicyVersions } from '~/use-cases/list-policy-versions'
import { readPolicy } from '~/use-cases/read-policy'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const [EUR, USD, KWD] = ['EUR', 'USD', 'KWD'].map((code) => parseCurrencyCode(code)!) as [never, never, never]

let creditor: Creditor
beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test)
})

const change = (body: typeof DEFAULT_CURRENCY_POLICY, basedOn: number | null = null) =>
  changePolicy(test, { creditorId: creditor.id, kind: 'currency', body, changedBy: 'user:1', basedOn })

describe('a creditor that has said nothing', () => {
  it.each(['currency', 'gateway', 'settlement', 'dispute'] as const)('has the default of its %s policy', async (kind) => {
    expect(await readPolicy(test, { creditorId: creditor.id, kind })).toEqual({
      body: DEFAULT_POLICIES[kind],
      version: 0,
      changedAt: null,
      changedBy: null,
    })
  })
})

describe('a change', () => {
  it('adds a version; the newest counts and the others can be read', async () => {
    const first = { ...DEFAULT_CURRENCY_POLICY, accepted: [USD], marginBps: 150 }
    const second = { ...first, accepted: [USD, KWD], showTotalIn: EUR }
    await change(first)
    test.clock.advance({ hours: 1 })
    expect(await change(second)).toMatchObject({ ok: true, value: { version: 2, body: second } })
    expect(await readPolicy(test, { creditorId: creditor.id, kind: 'currency' })).toMatchObject({
      body: second,
      version: 2,
      changedBy: 'user:1',
    })
    const versions = await listPolicyVersions(test, { creditorId: creditor.id, kind: 'currency' })
    expect(versions.map(({ version, body }) => [version, body])).toEqual([
      [2, second],
      [1, first],
    ])
  })

  it('that says what counts already adds none', async () => {
    await change({ ...DEFAULT_CURRENCY_POLICY, marginBps: 10 })
    expect(await change({ ...DEFAULT_CURRENCY_POLICY, marginBps: 10 })).toMatchObject({
      ok: true,
      value: { version: 1 },
    })
    expect(await change(DEFAULT_CURRENCY_POLICY)).toMatchObject({ ok: true, value: { version: 2 } })
  })

  it('based on a version that no longer counts is refused', async () => {
    await change({ ...DEFAULT_CURRENCY_POLICY, marginBps: 10 }, 0)
    expect(await change({ ...DEFAULT_CURRENCY_POLICY, marginBps: 20 }, 0)).toEqual({
      ok: false,
      failure: { kind: 'changed_meanwhile', version: 1 },
    })
  })

  it('made by several at once from the same version is made by one', async () => {
    const outcomes = await Promise.all(
      [10, 20, 30, 40].map((marginBps) => change({ ...DEFAULT_CURRENCY_POLICY, marginBps }, 0)),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await listPolicyVersions(test, { creditorId: creditor.id, kind: 'currency' })).toHaveLength(1)
  })

  it('that is faulty is refused with every fault, and nothing is kept', async () => {
    const faulty = { ...DEFAULT_CURRENCY_POLICY, accepted: [USD, USD], marginBps: -1, quoteMinutes: 0 }
    expect(await change(faulty)).toEqual({
      ok: false,
      failure: {
        kind: 'faulty',
        faults: [
          { pointer: '/accepted/1', code: 'duplicate' },
          { pointer: '/marginBps', code: 'out_of_range' },
          { pointer: '/quoteMinutes', code: 'out_of_range' },
        ],
      },
    })
    expect((await readPolicy(test, { creditorId: creditor.id, kind: 'currency' })).version).toBe(0)
  })

  it('of gateways is held to those the creditor has', async () => {
    const outcome = await changePolicy(test, {
      creditorId: creditor.id,
      kind: 'gateway',
      body: { rules: [{ gateway: 'sandbox', currencies: [EUR] }, { gateway: 'stripe' }], limits: [] },
      changedBy: 'user:1',
      basedOn: null,
    })
    expect(outcome).toEqual({
      ok: false,
      failure: { kind: 'faulty', faults: [{ pointer: '/rules/1/gateway', code: 'gateway_not_available' }] },
    })
  })
})

describe('whom a policy is for', () => {
  it('can be read in a debtor’s transaction, and never by another creditor', async () => {
    await change({ ...DEFAULT_CURRENCY_POLICY, marginBps: 10 })
    const debtor = await createDebtor(test, creditor)
    const other = await createCreditor(test)
    const read = (scope: Parameters<typeof test.unitOfWork.run>[0]) =>
      test.unitOfWork.run(scope, ({ policies }) => policies.read(creditor.id, 'currency'))
    expect((await read({ kind: 'debtor', creditorId: creditor.id, debtorId: debtor.id })).marginBps).toBe(10)
    expect((await read({ kind: 'creditor', creditorId: other.id })).marginBps).toBe(0)
  })

  it('cannot be changed or taken away in the database', async () => {
    await change({ ...DEFAULT_CURRENCY_POLICY, marginBps: 10 })
    await expect(test.database.pool.query('update creditor_policy set version = 7')).rejects.toThrow(
      /permission denied/,
    )
    await expect(test.database.pool.query('delete from creditor_policy')).rejects.toThrow(/permission denied/)
  })
})

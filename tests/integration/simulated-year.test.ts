/** A season of everything, from the first invoice to the last verdict: docs/benchmarks.md has a whole year. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { eventData } from '~/routes/api.v1.$/outcome-event-schema'
import { useTestDatabase } from '../setup/database'
import { simulateYear } from '../year/simulate-year'

const test = await useTestDatabase()
const folder = await mkdtemp(path.join(tmpdir(), 'quittance-year-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

it('a season of a few debtors ends with its books whole', async () => {
  const size = { invoices: 36, plans: 6, days: 30, seed: 3 }
  const { happenings, ends, failedAttempts } = await simulateYear({ url: test.url, folder }, size)
  const countEnd = (name: string) => ends.find(({ what }) => what === name)?.count ?? 0
  expect(happenings.count('invoices')).toBe(36)
  expect(failedAttempts).toBe(0)
  // The books that were verified had something to say.
  for (const what of ['payments succeeded', 'payments by saved_method', 'instalments paid', 'notices reminder']) {
    expect([what, countEnd(what)]).toEqual([what, expect.toSatisfy((count: number) => count > 0)])
  }
  // What was told is what the API says that it tells.
  const told = await test.inspect<{ body: { type: string; data: object } }>('select body from outcome_event')
  expect(new Set(told.map(({ body }) => body.type)).size).toBeGreaterThan(10)
  for (const { body } of told) {
    expect(Object.keys(body.data).filter((name) => !(name in eventData.shape))).toEqual([])
    expect(eventData.safeParse(body.data).error, body.type).toBeUndefined()
  }
})

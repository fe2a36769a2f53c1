import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CreditorId } from './ids'
import { DEFAULT_PLAN_POLICY } from './plan-policy'
import { findVersionInForce, listVersionsAhead, type PlanPolicyVersion } from './plan-policy-version'

function publish(version: number, effectiveAt: string): PlanPolicyVersion {
  return {
    creditorId: 'c' as CreditorId,
    version,
    body: DEFAULT_PLAN_POLICY,
    effectiveAt: new Date(effectiveAt),
    createdAt: new Date('2026-01-01T00:00:00Z'),
    createdBy: 'system',
  }
}

describe('findVersionInForce', () => {
  const versions = [
    publish(1, '2026-01-01T00:00:00Z'),
    publish(2, '2026-06-01T00:00:00Z'),
    publish(3, '2026-03-01T00:00:00Z'),
    publish(4, '2026-06-01T00:00:00Z'),
  ]

  it.each([
    ['2025-12-31T23:59:59Z', null],
    ['2026-01-01T00:00:00Z', 1],
    ['2026-02-28T23:59:59Z', 1],
    ['2026-03-01T00:00:00Z', 3],
    ['2026-05-31T23:59:59Z', 3],
    ['2026-06-01T00:00:00Z', 4],
  ])('at %s it is version %s', (at, expected) => {
    expect(findVersionInForce(versions, new Date(at))?.version ?? null).toBe(expected)
  })

  it('lists what is ahead in the order in which it begins, without what another replaces', () => {
    expect(listVersionsAhead(versions, new Date('2026-02-01T00:00:00Z')).map(({ version }) => version)).toEqual([3, 4])
  })

  it('goes through the versions ahead one after the other, as time passes', () => {
    const instants = fc.integer({ min: 0, max: 20 })
    fc.assert(
      fc.property(fc.array(instants, { minLength: 1, maxLength: 8 }), instants, (begins, now) => {
        const all = begins.map((at, index) => ({ ...publish(index + 1, '2026-01-01'), effectiveAt: new Date(at) }))
        const ahead = listVersionsAhead(all, new Date(now))
        for (const version of ahead) expect(findVersionInForce(all, version.effectiveAt)).toBe(version)
      }),
    )
  })
})

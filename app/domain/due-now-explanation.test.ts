import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainDueNow } from './due-now-explanation'
import { computeDueNow } from './invoice-balance'

const balance = fc
  .tuple(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000))
  .map(([payable, open, disputed, pending, planned]) => {
    const openMinor = Math.min(open, payable)
    const disputedMinor = Math.min(disputed, openMinor)
    const pendingMinor = Math.min(pending, openMinor - disputedMinor)
    return {
      payableMinor: payable,
      openMinor,
      disputedMinor,
      pendingMinor,
      plannedMinor: Math.min(planned, openMinor - disputedMinor - pendingMinor),
    }
  })

describe('explainDueNow', () => {
  it('leads in steps from what was invoiced to what is due now', () => {
    fc.assert(
      fc.property(balance, (amounts) => {
        const steps = explainDueNow(amounts)
        const way = steps.filter(({ kind }) => kind !== 'open' && kind !== 'due_now')
        expect(steps[0]).toEqual({ kind: 'payable', amountMinor: amounts.payableMinor })
        expect(way.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(computeDueNow(amounts))
        expect(steps.at(-1)).toEqual({ kind: 'due_now', amountMinor: computeDueNow(amounts) })
      }),
    )
  })

  it('says nothing of what changes nothing', () => {
    const untouched = { payableMinor: 500, openMinor: 500, disputedMinor: 0, pendingMinor: 0, plannedMinor: 0 }
    expect(explainDueNow(untouched).map(({ kind }) => kind)).toEqual(['payable', 'due_now'])
  })

  it('never explains a negative amount', () => {
    const overlapping = { payableMinor: 500, openMinor: 500, disputedMinor: 400, pendingMinor: 400, plannedMinor: 0 }
    expect(explainDueNow(overlapping).at(-1)).toEqual({ kind: 'due_now', amountMinor: 0 })
  })
})

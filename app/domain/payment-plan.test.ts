import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answerPlan,
  IllegalPlanTransition,
  INSTALMENT_EDGES,
  INSTALMENT_STATUSES,
  isPlanEnded,
  isPlanInForce,
  namePlanEnd,
  PLAN_EDGES,
  PLAN_STATUSES,
  readPlanTurn,
  takeInstalmentEdge,
  takePlanEdge,
  type PlanAnswer,
} from './payment-plan'

const ANSWERS: readonly PlanAnswer[] = ['said', 'countered', 'agreed', 'declined', 'withdrawn']
const status = fc.constantFrom(...PLAN_STATUSES)
const side = fc.constantFrom('debtor' as const, 'creditor' as const)

describe('a plan', () => {
  it('goes where its table says, reporting it, and nowhere else', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        const reports = PLAN_EDGES[from][to]
        if (reports === undefined) expect(() => takePlanEdge(from, to)).toThrow(IllegalPlanTransition)
        else expect(takePlanEdge(from, to)).toEqual({ from, to, reports })
      }),
    )
  })

  it('is talked over, in force, or over, and one of these alone', () => {
    for (const each of PLAN_STATUSES) {
      const ways = [readPlanTurn(each) !== null, isPlanInForce(each), isPlanEnded(each)]
      expect(ways.filter(Boolean)).toHaveLength(1)
      expect(isPlanEnded(each)).toBe(Object.keys(PLAN_EDGES[each]).length === 0)
    }
  })

  it('is answered along its edges, and agreed to by the side that did not put the terms forward', () => {
    fc.assert(
      fc.property(status, fc.constantFrom(...ANSWERS), side, side, (from, answer, by, proposedBy) => {
        const to = answerPlan({ status: from, proposedBy }, answer, by)
        if (to === null || answer === 'said') return
        expect(takePlanEdge(from, to).reports).not.toBe(null)
        if (answer === 'agreed') expect(readPlanTurn(from)).toBe(by)
      }),
    )
    expect(answerPlan({ status: 'proposed', proposedBy: 'debtor' }, 'agreed', 'debtor')).toBe(null)
    expect(answerPlan({ status: 'countered', proposedBy: 'debtor' }, 'agreed', 'creditor')).toBe(null)
    expect(answerPlan({ status: 'countered', proposedBy: 'debtor' }, 'countered', 'creditor')).toBe('countered')
    expect(answerPlan({ status: 'agreed', proposedBy: 'debtor' }, 'withdrawn', 'debtor')).toBe(null)
  })

  it('is taken back by whoever began it, and declined by the other side alone', () => {
    for (const from of ['proposed', 'countered'] as const) {
      for (const [proposedBy, other] of [
        ['debtor', 'creditor'],
        ['creditor', 'debtor'],
      ] as const) {
        const plan = { status: from, proposedBy }
        expect([namePlanEnd(plan, proposedBy), namePlanEnd(plan, other)]).toEqual(['withdrawn', 'declined'])
        expect([answerPlan(plan, 'withdrawn', proposedBy), answerPlan(plan, 'withdrawn', other)]).toEqual([
          'withdrawn',
          null,
        ])
        expect([answerPlan(plan, 'declined', proposedBy), answerPlan(plan, 'declined', other)]).toEqual([
          null,
          'declined',
        ])
      }
    }
  })
})

describe('an instalment', () => {
  it('goes where its table says and nowhere else; what was canceled stays so', () => {
    const each = fc.constantFrom(...INSTALMENT_STATUSES)
    fc.assert(
      fc.property(each, each, (from, to) => {
        const reports = INSTALMENT_EDGES[from][to]
        if (reports === undefined) expect(() => takeInstalmentEdge(from, to)).toThrow(IllegalPlanTransition)
        else expect(takeInstalmentEdge(from, to)).toEqual({ from, to, reports })
      }),
    )
    expect(INSTALMENT_EDGES.canceled).toEqual({})
  })

  it('reports each time that it is paid or missed', () => {
    for (const edges of Object.values(INSTALMENT_EDGES)) {
      if ('paid' in edges) expect(edges.paid).toBe('instalment.paid')
      if ('missed' in edges) expect(edges.missed).toBe('instalment.missed')
    }
  })
})

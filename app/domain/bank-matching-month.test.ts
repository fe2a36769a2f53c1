/** A month of transfers, seed by seed: none may be matched wrongly. `npm run bench -- --matching` prints the figures. */
import { describe, expect, it } from 'vitest'
import { createTransferMonth } from '../../tests/factories/transfer-month'
import { matchMonth } from '../../tests/factories/transfer-month-run'

describe.each([
  { seed: 11, transfers: 5_000, damagedShare: 0.12 },
  { seed: 12, transfers: 1_500, damagedShare: 0.12 },
  { seed: 13, transfers: 1_500, damagedShare: 0.5 },
  { seed: 14, transfers: 1_500, damagedShare: 0.9 },
])('$transfers transfers, $damagedShare of them damaged, seed $seed', ({ seed, transfers, damagedShare }) => {
  const outcomes = matchMonth(createTransferMonth(seed, transfers, damagedShare))

  it('matches none wrongly', () => {
    expect(outcomes).toHaveLength(transfers)
    const wrong = outcomes.filter(({ isRight }) => isRight === false)
    expect(wrong.map(({ transfer, decision }) => ({ transfer, decision }))).toEqual([])
  })

  it('matches nine in ten of those written well, and suggests the right debtor for nearly all others', () => {
    const undamaged = outcomes.filter(({ transfer }) => transfer.damage === null)
    expect(undamaged.filter(({ isRight }) => isRight === true).length / undamaged.length).toBeGreaterThan(0.88)
    const left = outcomes.filter(({ isRight }) => isRight === null)
    expect(left.filter(({ isSuggested }) => isSuggested).length / left.length).toBeGreaterThan(0.85)
  })
})

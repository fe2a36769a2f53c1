/** How many transfers of a synthetic month are matched, how many a person has to look at, and how many wrongly. */
import { matchMonth, type MonthOutcome } from '../factories/transfer-month-run'
import { createTransferMonth, DAMAGES } from '../factories/transfer-month'

const SEEDS = [1, 2, 3, 4, 5]
const TRANSFERS = 5_000

/** Prints a line a seed and then, over all seeds, one for each kind of damage. Throws where anything is matched wrongly. */
export function benchMatching(print: (line: string) => void): void {
  const all: MonthOutcome[] = []
  for (const seed of SEEDS) {
    const month = createTransferMonth(seed, TRANSFERS)
    const startedAt = performance.now()
    const outcomes = matchMonth(month)
    const milliseconds = performance.now() - startedAt
    print(`seed ${seed}: ${describe(outcomes)}; ${(milliseconds / outcomes.length).toFixed(2)} ms each`)
    all.push(...outcomes)
  }
  print('')
  for (const damage of [null, ...DAMAGES]) {
    const some = all.filter(({ transfer }) => transfer.damage === damage)
    print(`  ${(damage ?? 'undamaged').padEnd(24)} ${describe(some)}`)
  }
  print(`\nleft to a person because:`)
  const obstacles = all.flatMap(({ decision }) => (decision.kind === 'for_a_person' ? decision.obstacles : []))
  const kinds = [...new Set(obstacles.map(({ kind }) => kind))]
  const counts = kinds.map((kind) => ({ kind, count: obstacles.filter((one) => one.kind === kind).length }))
  for (const { kind, count } of counts.sort((a, b) => b.count - a.count)) print(`  ${kind.padEnd(24)} ${count}`)
  const wrong = all.filter(({ isRight }) => isRight === false)
  print(`\nwrongly matched: ${wrong.length} of ${all.length} (goal 0)`)
  if (wrong.length > 0) throw new Error('transfers were matched wrongly')
}

function describe(outcomes: readonly MonthOutcome[]): string {
  const share = (count: number) => `${((100 * count) / Math.max(1, outcomes.length)).toFixed(1)} %`
  const matched = outcomes.filter(({ isRight }) => isRight === true).length
  const person = outcomes.filter(({ isRight }) => isRight === null)
  const suggested = person.filter(({ isSuggested }) => isSuggested).length
  const wrong = outcomes.filter(({ isRight }) => isRight === false).length
  return (
    `${outcomes.length} transfers, matched ${matched} (${share(matched)}), left to a person ${person.length} ` +
    `(${share(person.length)}; the right debtor suggested for ${suggested}), wrongly matched ${wrong}`
  )
}

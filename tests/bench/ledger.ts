/** How much of a debtor's damaged ledger is brought together with the right documents, and how much with wrong ones. */
import { existsSync } from 'node:fs'
import {
  damageLedger,
  judgeComparison,
  LEDGER_DAMAGES,
  ONLINE_RETAIL,
  readRetailDocuments,
  type LedgerScore,
} from '../factories/damaged-ledger'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]

/** Prints a line a seed and then one a damage, over all seeds. Throws where a row with a document's own number went elsewhere. */
export function benchLedger(print: (line: string) => void): void {
  if (!existsSync(ONLINE_RETAIL)) {
    print(`skipped: the public ledger is not beside the checkout (${ONLINE_RETAIL})`)
    return
  }
  const documents = readRetailDocuments()
  const judgements = SEEDS.map((seed) => {
    const judgement = judgeComparison(damageLedger(documents, seed))
    const total = addScores([...judgement.byDamage.values()])
    print(
      `seed ${seed}: ${total.rows} rows, ${describe(total)}; matched wrongly ${judgement.wronglyMatched.length}, ` +
        `${judgement.milliseconds.toFixed(0)} ms`,
    )
    return judgement
  })
  print('')
  for (const damage of LEDGER_DAMAGES) {
    const score = addScores(judgements.flatMap(({ byDamage }) => byDamage.get(damage) ?? []))
    print(`  ${damage.padEnd(24)} ${String(score.rows).padStart(6)} rows  ${describe(score)}`)
  }
  const all = addScores(judgements.flatMap(({ byDamage }) => [...byDamage.values()]))
  print(`  ${'all'.padEnd(24)} ${String(all.rows).padStart(6)} rows  ${describe(all)}`)
  const wrong = judgements.flatMap(({ wrongOnExactNumbers }) => wrongOnExactNumbers)
  print(`\nwrong although the number is a document's: ${wrong.length} (goal 0)`)
  if (wrong.length > 0) throw new Error('rows were brought together with another document than their number names')
}

function addScores(scores: readonly LedgerScore[]): LedgerScore {
  const total = { rows: 0, meant: 0, right: 0, wrong: 0 }
  for (const score of scores) {
    total.rows += score.rows
    total.meant += score.meant
    total.right += score.right
    total.wrong += score.wrong
  }
  return total
}

function describe({ meant, right, wrong }: LedgerScore): string {
  const share = (part: number, whole: number) =>
    whole === 0 ? '     –' : `${((100 * part) / whole).toFixed(2)} %`.padStart(8)
  return `precision ${share(right, right + wrong)}, recall ${share(right, meant)}, wrong ${wrong}`
}

/**
 * Begins with the files that take longest, so that none of them is still running when there is nothing else left to do.
 * The runner knows durations of earlier runs alone, and a fresh checkout has none: there it goes by size.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Longest first. */
const LONGEST = [
  'integration/payments-orders',
  'integration/seed-demo',
  'integration/import-shared-data',
  'integration/payments-model',
  'integration/stripe-saved-methods',
  'integration/adyen-samples',
  'integration/bank-batches',
  'integration/migrations',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = LONGEST.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`))
      return rank < 0 ? LONGEST.length : rank
    }
    return sorted.toSorted((left, right) => rankOf(left) - rankOf(right))
  }
}

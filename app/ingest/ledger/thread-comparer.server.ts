import { Worker } from 'node:worker_threads'
import type { LedgerFinding } from '~/domain/ledger'
import type { LedgerComparer } from '~/use-cases/ports/ledger-comparer'

const LONGEST_MS = 5 * 60_000
const MOST_MEGABYTES = 2_048

/** Compares in a thread of its own, which ends with the comparison. `script` is the built ledger-comparison-thread. */
export function createThreadComparer(script: string): LedgerComparer {
  return {
    compare: (comparison) =>
      new Promise((resolve, reject) => {
        const thread = new Worker(script, {
          workerData: comparison,
          resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
        })
        const findings: LedgerFinding[] = []
        const timer = setTimeout(() => {
          reject(new Error(`a ledger was not compared within ${LONGEST_MS} ms`))
          void thread.terminate()
        }, LONGEST_MS)
        thread.on('message', (batch: LedgerFinding[]) => {
          for (const finding of batch) findings.push(finding)
        })
        thread.on('error', reject)
        thread.on('exit', (code) => {
          clearTimeout(timer)
          if (code === 0) resolve(findings)
          else reject(new Error(`the thread that compares a ledger ended with ${code}`))
        })
      }),
  }
}

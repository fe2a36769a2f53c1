/** What the thread runs that thread-comparer.server starts: one comparison, answered in parts. */
import { parentPort, workerData } from 'node:worker_threads'
import { carryOutComparison, type LedgerComparison } from '~/domain/ledger-comparison'

/** Findings in one message: as many as are read without anybody noticing. */
const BATCH = 2_000

/** What the thread was started with is what its only caller gave it. */
const findings = carryOutComparison(workerData as LedgerComparison)
for (let start = 0; start < findings.length; start += BATCH) {
  parentPort?.postMessage(findings.slice(start, start + BATCH))
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import type { LedgerComparison } from '~/domain/ledger-comparison'
import { createThreadComparer } from './thread-comparer.server'

const directory = await mkdtemp(path.join(tmpdir(), 'quittance-thread-'))
afterAll(() => rm(directory, { recursive: true }))

/** A thread of these statements, beside which the built one would stand. */
async function run(statements: string) {
  const script = path.join(directory, `${statements.length}.mjs`)
  await writeFile(script, `import { parentPort, workerData } from 'node:worker_threads'\n${statements}\n`)
  return createThreadComparer(script).compare(COMPARISON)
}

const COMPARISON: LedgerComparison = {
  table: [['R-1', '1.00']],
  columns: {
    places: {
      ...{ number: 0, amount: 1, issueOn: null, dueOn: null, debit: null, credit: null },
      ...{ currency: null, purchaseOrder: null, text: null },
    },
    ...{
      skippedLines: 0,
      decimalSign: '.',
      dateOrder: 'dmy',
      owedSign: 'positive',
      currency: parseCurrencyCode('EUR')!,
    },
  },
  documents: [],
}

describe('a comparison in a thread', () => {
  it('has all that was given to it, and answers in the order of its parts', async () => {
    const answer = await run(`
      for (const kind of ['matched', 'unreadable']) parentPort.postMessage([{ kind, table: workerData.table }])`)
    expect(answer).toMatchObject([{ kind: 'matched', table: COMPARISON.table }, { kind: 'unreadable' }])
  })

  it('leaves whoever waits free meanwhile', async () => {
    let turns = 0
    const timer = setInterval(() => (turns += 1), 5)
    await run(`const until = Date.now() + 300; while (Date.now() < until);`)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(0)
  })

  it('fails where it throws or ends early', async () => {
    await expect(run(`throw new Error('broken')`)).rejects.toThrow('broken')
    await expect(run(`process.exit(3)`)).rejects.toThrow('ended with 3')
  })
})

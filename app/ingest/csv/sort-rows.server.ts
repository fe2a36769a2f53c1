/**
 * Brings the rows of one document together without holding the file: sorted runs in temporary files, merged. Exports
 * are not always grouped; one number may come back a thousand rows later.
 */
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

export interface SortableRow {
  key: string
  /** Row of the file, from 1; rows of one key stay in this order. */
  row: number
  cells: string[]
}

const MAX_ROWS_IN_MEMORY = 25_000
const MAX_CHARACTERS_IN_MEMORY = 16 * 1024 * 1024

const spooledRow = z.tuple([z.string(), z.number(), z.array(z.string())])

/**
 * Yields the rows by key, then by row. A file that fits in `maxRowsInMemory` rows never touches the disk; the temporary
 * folder is removed when the reader stops, for whatever reason.
 */
export async function* sortRows(
  rows: AsyncIterable<SortableRow>,
  maxRowsInMemory = MAX_ROWS_IN_MEMORY,
): AsyncGenerator<SortableRow> {
  let folder: string | undefined
  try {
    const runs: string[] = []
    let held: SortableRow[] = []
    let characters = 0
    for await (const row of rows) {
      held.push(row)
      characters += row.cells.reduce((total, cell) => total + cell.length, 0)
      if (held.length < maxRowsInMemory && characters < MAX_CHARACTERS_IN_MEMORY) continue
      folder ??= await mkdtemp(path.join(tmpdir(), 'quittance-rows-'))
      runs.push(await writeRun(path.join(folder, String(runs.length)), held))
      held = []
      characters = 0
    }
    held.sort(compareRows)
    yield* runs.length === 0 ? held : mergeRuns([...runs.map(readRun), iterate(held)])
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }
}

function compareRows(left: SortableRow, right: SortableRow): number {
  return left.key === right.key ? left.row - right.row : left.key < right.key ? -1 : 1
}

async function writeRun(file: string, rows: SortableRow[]): Promise<string> {
  rows.sort(compareRows)
  const stream = createWriteStream(file, { mode: 0o600 })
  for (const { key, row, cells } of rows) {
    if (!stream.write(`${JSON.stringify([key, row, cells])}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
  return file
}

async function* readRun(file: string): AsyncGenerator<SortableRow> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity })
  try {
    for await (const line of lines) {
      const [key, row, cells] = spooledRow.parse(JSON.parse(line))
      yield { key, row, cells }
    }
  } finally {
    lines.close()
  }
}

async function* iterate(rows: readonly SortableRow[]): AsyncGenerator<SortableRow> {
  yield* rows
}

/** Keeps the heads of all runs sorted; each step takes the first and puts its run's next row in its place. */
async function* mergeRuns(runs: AsyncGenerator<SortableRow>[]): AsyncGenerator<SortableRow> {
  const heads: { row: SortableRow; run: AsyncGenerator<SortableRow> }[] = []
  const insertNext = async (run: AsyncGenerator<SortableRow>): Promise<void> => {
    const next = await run.next()
    if (next.done === true) return
    let [low, high] = [0, heads.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const head = heads[middle]
      if (head !== undefined && compareRows(head.row, next.value) < 0) low = middle + 1
      else high = middle
    }
    heads.splice(low, 0, { row: next.value, run })
  }
  try {
    for (const run of runs) await insertNext(run)
    for (let head = heads.shift(); head !== undefined; head = heads.shift()) {
      yield head.row
      await insertNext(head.run)
    }
  } finally {
    await Promise.all(runs.map((run) => run.return(undefined)))
  }
}

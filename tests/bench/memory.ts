/** What a process holds while something runs. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const SAMPLE_MILLISECONDS = 20
const MEBIBYTE = 1024 * 1024

interface MemoryWatch {
  /** To be called at each thing that was done: at some of them rubbish is collected, and what is left is live. */
  note: () => void
  /** The largest seen, in MiB. */
  stop(): { residentMib: number; liveMib: number }
}

/** The resident set is what the system sees, rubbish and all; the live heap is what would grow if anything did. */
export function watchMemory(notesBetweenCollections: number): MemoryWatch {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  let [resident, live, notes] = [0, 0, 0]
  const timer = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss())
  }, SAMPLE_MILLISECONDS)
  return {
    note() {
      notes += 1
      if (notes % notesBetweenCollections !== 0) return
      collect()
      const { heapUsed, external } = process.memoryUsage()
      live = Math.max(live, heapUsed + external)
    },
    stop() {
      clearInterval(timer)
      return { residentMib: Math.round(resident / MEBIBYTE), liveMib: Math.round(live / MEBIBYTE) }
    },
  }
}

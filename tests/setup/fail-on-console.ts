/** A warning that nobody expects is a failure. A test that expects one spies on the console itself. */
import { format } from 'node:util'
import { afterEach, beforeEach, vi } from 'vitest'

let unexpected: string[] = []

beforeEach(() => {
  unexpected = []
  for (const method of ['error', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      unexpected.push(`console.${method}: ${format(...values)}`)
    })
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  if (unexpected.length > 0) throw new Error(`Nothing may be written to the console unasked.\n${unexpected.join('\n')}`)
})

import { describe, expect, it } from 'vitest'
import { createStatementNames } from './statement-names'

describe('names of statements', () => {
  it('are the same for the same statement, and others for others', () => {
    const nameOf = createStatementNames()
    const [first, second] = [nameOf({ sql: 'select $1', args: [1] }), nameOf({ sql: 'select $1, $2', args: [1, 2] })]
    expect(first).not.toBe('')
    expect(second).not.toBe(first)
    expect(nameOf({ sql: 'select $1', args: [2] })).toBe(first)
  })

  it('are not given to lists of many values', () => {
    const nameOf = createStatementNames()
    expect(nameOf({ sql: 'select many', args: Array.from({ length: 65 }) })).toBe('')
  })

  it('end, so that a connection does not keep ever more; those that were given stay', () => {
    const nameOf = createStatementNames()
    const names = Array.from({ length: 2_000 }, (_, index) => nameOf({ sql: `select ${index}`, args: [] }))
    expect(new Set(names.filter((name) => name !== '')).size).toBe(1_000)
    expect(names.at(-1)).toBe('')
    expect(nameOf({ sql: 'select 3', args: [] })).toBe(names[3])
  })
})

import { describe, expect, it } from 'vitest'
import { readAhead } from './read-ahead'

function createSource(count: number, failsAt = Infinity) {
  const source = { begun: 0, isOpen: true }
  async function* read(): AsyncGenerator<number> {
    try {
      for (let index = 0; index < count; index += 1) {
        source.begun += 1
        await Promise.resolve()
        if (index === failsAt) throw new Error('the account changed')
        yield index
      }
    } finally {
      source.isOpen = false
    }
  }
  return { source, read }
}

describe('reading ahead', () => {
  it('hands on all, in order, with one more begun than is handed on', async () => {
    const { source, read } = createSource(5)
    const seen: number[][] = []
    for await (const value of readAhead(read())) seen.push([value, source.begun])
    expect(seen).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 5],
      [4, 5],
    ])
    expect(source.isOpen).toBe(false)
  })

  it('fails in its turn', async () => {
    const { read } = createSource(5, 2)
    const seen: number[] = []
    const all = async () => {
      for await (const value of readAhead(read())) seen.push(value)
    }
    await expect(all()).rejects.toThrow('the account changed')
    expect(seen).toEqual([0, 1])
  })

  it('reads no further for whoever stops, and keeps to itself what fails then', async () => {
    const { source, read } = createSource(5, 1)
    for await (const value of readAhead(read())) if (value === 0) break
    expect(source).toEqual({ begun: 2, isOpen: false })
  })

  it('ends with a source of nothing', async () => {
    const { read } = createSource(0)
    expect(await readAhead(read()).next()).toEqual({ done: true, value: undefined })
  })
})

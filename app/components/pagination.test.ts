import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choosePages } from './pagination'

describe('choosePages', () => {
  it.each([
    [1, 1, [1]],
    [1, 3, [1, 2, 3]],
    [1, 50, [1, 2, null, 50]],
    [25, 50, [1, null, 24, 25, 26, null, 50]],
    [50, 50, [1, null, 49, 50]],
  ])('offers of page %i of %i', (page, pageCount, offered) => {
    expect(choosePages(page, pageCount)).toEqual(offered)
  })

  it('always offers the first, the last and the current page, each once and in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), (a, b) => {
        const [page, pageCount] = [Math.min(a, b), Math.max(a, b)]
        const pages = choosePages(page, pageCount).filter((each) => each !== null)
        expect(pages).toEqual([...new Set(pages)].sort((x, y) => x - y))
        expect(pages).toEqual(expect.arrayContaining([1, page, pageCount]))
      }),
    )
  })
})

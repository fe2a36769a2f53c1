import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  areMistakable,
  computeNumberKeys,
  listNumberKeys,
  locateNumber,
  resemblesNumber,
  splitIntoGroups,
} from './document-number'

function tierOf(text: string, number: string): string | undefined {
  const groups = splitIntoGroups(text)
  const [place] = locateNumber(groups, number)
  if (place !== undefined) {
    // What is found must also have been looked up.
    const [keys, own] = [listNumberKeys(groups), computeNumberKeys(number)]
    expect(keys.full.includes(own.full) || keys.digits.includes(own.digits)).toBe(true)
  }
  return place?.tier
}

describe('a number in a text', () => {
  it.each([
    ['RE-2026-0017', 'RE-2026-0017', 'exact'],
    ['Rechnung re 2026/0017 danke', 'RE-2026-0017', 'exact'],
    ['RE20260017', 'RE-2026-0017', 'exact'],
    ['RE-2026-\n00 17', 'RE-2026-0017', 'exact'],
    ['RE-2026-17', 'RE-2026-0017', 'zeros'],
    ['Rg. 2026-0017', 'RE-2026-0017', 'digits'],
    ['20260017', 'RE-2026-0017', 'digits'],
    ['2026/17', 'RE-2026-0017', 'digits'],
    ['INV12345', '12345', 'exact'],
    ['12345', '0012345', 'zeros'],
    ['RE-2026-0071', 'RE-2026-0017', undefined],
    ['RE-2026-017', 'RE-2026-0170', undefined],
    ['RE-2026-00171', 'RE-2026-0017', undefined],
    ['17', 'RE-2026-0017', undefined],
    ['17', '17', undefined],
    ['Mai 17', 'R-17', undefined],
    ['R-17', 'R-17', 'exact'],
    ['2026', 'RE-2026', 'digits'],
    ['', 'RE-2026-0017', undefined],
  ])('%j names %s: %s', (text, number, tier) => {
    expect(tierOf(text, number)).toBe(tier)
  })

  const numbers = fc
    .tuple(
      fc.constantFrom('', 'RE', 'INV', 'R'),
      fc.constantFrom('', '-', '/', ' '),
      fc.integer({ min: 2000, max: 2100 }),
      fc.constantFrom('', '-', '/', '.'),
      fc.integer({ min: 1, max: 99_999 }),
      fc.boolean(),
    )
    .map(([prefix, one, year, two, count, isPadded]) =>
      [prefix, prefix === '' ? '' : one, String(year), two, String(count).padStart(isPadded ? 5 : 1, '0')].join(''),
    )

  it('is found exactly in whatever separators and case it is written', () => {
    fc.assert(
      fc.property(
        numbers,
        fc.constantFrom('', ' ', '-', '/', '\n', ' - '),
        fc.boolean(),
        (number, between, isLower) => {
          const written = splitIntoGroups(number).join(between)
          expect(tierOf(`Zahlung (${isLower ? written.toLowerCase() : written}) vom Mai`, number)).toBe('exact')
        },
      ),
    )
  })

  it('is found by the keys that a database computes', () => {
    expect(computeNumberKeys('Re-2026/0017')).toEqual({ full: 'RE22617', digits: '22617' })
    expect(listNumberKeys(splitIntoGroups('RE 2026-17'))).toEqual({
      full: expect.arrayContaining(['RE22617', '22617']) as string[],
      digits: expect.arrayContaining(['226', '22617']) as string[],
    })
  })

  it('costs no more for a long text', () => {
    const keys = listNumberKeys(splitIntoGroups('A1 '.repeat(100_000)))
    expect(keys.full.length).toBeLessThan(4_000)
  })
})

describe('numbers that can be mistaken', () => {
  it.each([
    ['RE-2026-0017', 'RE-2026-0071', true],
    ['RE-2026-0017', 'RE-2026-001', true],
    ['RE-2026-0017', 'RE-2026-0117', true],
    ['RE-2026-0017', 'RE-2026-00178', true],
    ['RE-2026-0017', 'RE-2026-4321', false],
    ['RE-2026-0017', 'RE-2025-9017', true],
    ['A1', 'B22222', false],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(areMistakable(one, other)).toBe(expected)
    expect(areMistakable(other, one)).toBe(expected)
  })

  it('are those with a slip or two', () => {
    const signs = fc.array(fc.constantFrom(...'0123456789'), { minLength: 6, maxLength: 12 })
    fc.assert(
      fc.property(signs, fc.nat(11), fc.constantFrom('drop', 'add', 'swap', 'change'), (digits, at, slip) => {
        const place = at % (digits.length - 1)
        const changed = [...digits]
        if (slip === 'drop') changed.splice(place, 1)
        if (slip === 'add') changed.splice(place, 0, '7')
        if (slip === 'change') changed[place] = '7'
        if (slip === 'swap') [changed[place], changed[place + 1]] = [changed[place + 1]!, changed[place]!]
        expect(areMistakable(digits.join(''), changed.join(''))).toBe(true)
        expect(resemblesNumber(splitIntoGroups(`Rg ${changed.join('')}`), `RE-${digits.join('')}`)).toBe(true)
      }),
    )
  })
})

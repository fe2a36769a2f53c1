import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decimalToRatio,
  multiplyDecimals,
  negateDecimal,
  normalizeDecimal,
  parseFormattedNumber,
  percentToBps,
} from './decimal-text'

const scaled = fc.record({
  digits: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  scale: fc.integer({ min: 0, max: 6 }),
})

function write({ digits, scale }: { digits: bigint; scale: number }): string {
  const magnitude = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  const [whole, fraction] = [magnitude.slice(0, magnitude.length - scale), magnitude.slice(magnitude.length - scale)]
  return `${digits < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${fraction}`}`
}

function group(plain: string, groupingSign: string, decimalSign: string): string {
  const [whole = '', fraction] = plain.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, groupingSign)
  return fraction === undefined ? grouped : `${grouped}${decimalSign}${fraction}`
}

describe('decimals as text', () => {
  it('reads back what each number format writes', () => {
    const formats = [
      { decimalSign: ',', groupingSign: '.' },
      { decimalSign: ',', groupingSign: ' ' },
      { decimalSign: '.', groupingSign: ',' },
      { decimalSign: '.', groupingSign: "'" },
      { decimalSign: '.', groupingSign: '' },
      { decimalSign: ',', groupingSign: '' },
    ] as const
    fc.assert(
      fc.property(scaled, fc.constantFrom(...formats), fc.boolean(), (number, format, isGrouped) => {
        const plain = write(number)
        const text = group(plain, isGrouped ? format.groupingSign : '', format.decimalSign)
        expect(parseFormattedNumber(text, format)).toBe(normalizeDecimal(plain))
      }),
    )
  })

  it('never takes a grouping sign for a decimal sign', () => {
    expect(parseFormattedNumber('1.234,56', { decimalSign: '.', groupingSign: '' })).toBeNull()
    expect(parseFormattedNumber('1.234,56', { decimalSign: ',', groupingSign: '' })).toBeNull()
    expect(parseFormattedNumber('1.5', { decimalSign: ',', groupingSign: '.' })).toBeNull()
    expect(parseFormattedNumber('1,234.5,6', { decimalSign: '.', groupingSign: ',' })).toBeNull()
    expect(parseFormattedNumber('1\u00a0234,5', { decimalSign: ',', groupingSign: ' ' })).toBe('1234.5')
  })

  it('reads XML decimals and nothing else', () => {
    const read = ['.5', '+3', '10.', '-0.00', '007', '-.25', ' 1 '].map(normalizeDecimal)
    expect(read).toEqual(['0.5', '3', '10', '0.00', '7', '-0.25', '1'])
    for (const text of ['', '.', '-', '1e3', '1,5', '1 000', '--1', 'INF', '٣', '1.2.3'])
      expect(normalizeDecimal(text)).toBeNull()
  })

  it('multiplies exactly', () => {
    fc.assert(
      fc.property(scaled, scaled, (left, right) => {
        const product = write({ digits: left.digits * right.digits, scale: left.scale + right.scale })
        expect(multiplyDecimals(write(left), write(right))).toBe(product)
      }),
    )
  })

  it('negates twice to the same', () => {
    fc.assert(
      fc.property(scaled, (number) => {
        expect(negateDecimal(negateDecimal(write(number)))).toBe(write(number))
      }),
    )
  })

  it('turns per cent into basis points exactly or not at all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (bps) => {
        expect(percentToBps(`${Math.floor(bps / 100)}.${String(bps % 100).padStart(2, '0')}`)).toBe(bps)
      }),
    )
    expect(percentToBps('2.500')).toBe(250)
    expect(percentToBps('2.505')).toBeNull()
    expect(percentToBps('two')).toBeNull()
  })

  it('is a ratio of integers', () => {
    expect(decimalToRatio('19.5')).toEqual({ numerator: 195, denominator: 10 })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeContrast, deriveBrandColors, parseHexColor } from './brand-color'

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('deriveBrandColors', () => {
  it('keeps any colour readable on every surface, and text readable on it', () => {
    fc.assert(
      fc.property(color, (brand) => {
        const colors = deriveBrandColors(brand)!
        for (const surface of ['#ffffff', '#f6f4ef', '#f0ede6']) {
          expect(computeContrast(colors.light, surface)).toBeGreaterThanOrEqual(4.5)
        }
        for (const surface of ['#14171a', '#1c2024', '#262b31']) {
          expect(computeContrast(colors.dark, surface)).toBeGreaterThanOrEqual(4.5)
        }
        expect(computeContrast(colors.light, colors.lightContrast)).toBeGreaterThanOrEqual(4.5)
        expect(computeContrast(colors.dark, colors.darkContrast)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  it('leaves a colour that is readable as it is', () => {
    expect(deriveBrandColors('#1F3F77')?.light).toBe('#1f3f77')
  })

  it.each(['', 'red', '#12345', '#1234567', '#12345g', '1f3f77;}'])('refuses %j', (text) => {
    expect(parseHexColor(text)).toBeNull()
    expect(deriveBrandColors(text)).toBeNull()
  })
})

describe('computeContrast', () => {
  it('is 21 for black on white and 1 for a colour on itself', () => {
    expect(computeContrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(computeContrast('#777777', '#777777')).toBe(1)
  })
})

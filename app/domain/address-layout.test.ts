import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeTownLines } from './address-layout'
import { parseAddressLines } from './postal-address'

describe('the lines of a town', () => {
  it.each([
    ['DE', { postalCode: '26723', city: 'Emden' }, ['26723 Emden']],
    ['ES', { postalCode: '28001', city: 'Madrid', region: 'Madrid' }, ['28001 Madrid', 'Madrid']],
    [undefined, { postalCode: '60999', city: 'Ort' }, ['60999 Ort']],
    ['US', { postalCode: '60999', city: 'Springfield', region: 'IL' }, ['Springfield, IL 60999']],
    ['US', { postalCode: '60999', city: 'Springfield' }, ['Springfield 60999']],
    ['US', { region: 'IL', postalCode: '60999' }, ['IL 60999']],
    ['CA', { postalCode: 'K1A 0B1', city: 'Ottawa', region: 'ON' }, ['Ottawa ON K1A 0B1']],
    ['GB', { postalCode: 'SW1A 1AA', city: 'London' }, ['London', 'SW1A 1AA']],
    ['IE', { postalCode: 'D02 AF30', city: 'Dublin 2', region: ' ' }, ['Dublin 2', 'D02 AF30']],
    ['NZ', { postalCode: '6011', city: 'Wellington' }, ['Wellington 6011']],
    ['IT', { postalCode: '00144', city: 'Roma', region: 'RM' }, ['00144 Roma RM']],
    ['MX', { postalCode: '06000', city: 'Ciudad de México', region: 'CDMX' }, ['06000 Ciudad de México, CDMX']],
    ['US', {}, []],
  ])('of %s are written as there: %j', (country, parts, lines) => {
    expect(writeTownLines(parts, country)).toEqual(lines)
  })

  it('hold every part once, in any country', () => {
    const part = fc.option(fc.stringMatching(/^[A-Z]{3,8}$/), { nil: undefined })
    fc.assert(
      fc.property(
        fc.record({ postalCode: part, city: part, region: part }),
        fc.constantFrom('DE', 'US', 'CA', 'GB', 'NZ', 'IT', 'MX', 'XX'),
        (parts, country) => {
          const words = writeTownLines(parts, country).flatMap((line) => line.split(/,? /))
          const given = [parts.postalCode, parts.city, parts.region].filter((text) => text !== undefined)
          expect(words.toSorted()).toEqual(given.toSorted())
        },
      ),
    )
  })

  it.each([
    ['US', { postalCode: '60999-0001', city: 'St. Charles', region: 'IL' }],
    ['CA', { postalCode: 'K1A 0B1', city: 'Ottawa', region: 'ON' }],
    ['AU', { postalCode: '2600', city: 'Barton', region: 'ACT' }],
    ['DE', { postalCode: '26723', city: 'Emden' }],
  ])('of %s are taken apart again', (country, parts) => {
    const lines = ['1 Mill Race', ...writeTownLines(parts, country)]
    expect(parseAddressLines(lines, country)).toMatchObject({
      ...{ street: '1 Mill Race', town: parts.city, postalCode: parts.postalCode },
    })
  })
})

import fc from 'fast-check'
import { generate, validate } from 'node-iso11649'
import { describe, expect, it } from 'vitest'
import {
  createCreditorReference,
  createQrReference,
  findBankReferences,
  findPaymentReferences,
  formatBankReference,
  parseBankReference,
  readPaymentReference,
} from './bank-reference'

const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const SHORT_SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

function bodies(signs: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...signs), { minLength, maxLength }).map((parts) => parts.join(''))
}

const shortReferences = bodies(SHORT_SIGNS, 10, 10).map((body) => `${body.slice(0, 5)}-${body.slice(5)}`)

/** Puts something between the signs of a reference, here and there, as typing and line breaks do. */
function spaced(reference: fc.Arbitrary<string>): fc.Arbitrary<{ reference: string; written: string }> {
  const gaps = fc.array(fc.constantFrom('', '', '', ' ', '-', '\n', '  ', '\r\n', '.'), {
    minLength: 27,
    maxLength: 27,
  })
  return fc.tuple(reference, gaps, fc.boolean()).map(([plain, between, isLower]) => {
    const written = [...plain].map((sign, index) => sign + (between[index] ?? '')).join('')
    return { reference: plain, written: isLower ? written.toLowerCase() : written }
  })
}

describe('creditor reference (ISO 11649)', () => {
  it('is what another implementation makes', () => {
    fc.assert(
      fc.property(bodies(SIGNS, 1, 21), (body) => {
        const reference = createCreditorReference(body)
        expect(reference).toBe(generate(body))
        expect(validate(reference)).toBe(true)
        expect(parseBankReference(formatBankReference(reference).toLowerCase())).toBe(reference)
      }),
    )
  })

  it('knows the example of the standard', () => {
    expect(parseBankReference('RF18 5390 0754 7034')).toBe('RF18539007547034')
    expect(parseBankReference('RF19 5390 0754 7034')).toBeNull()
  })

  it('takes the short reference of a payment', () => {
    expect(createCreditorReference('K7M2Q-4XW9P')).toMatch(/^RF\d\dK7M2Q4XW9P$/)
    expect(formatBankReference(createCreditorReference('K7M2Q-4XW9P'))).toMatch(/^RF\d\d K7M2 Q4XW 9P$/)
  })

  it.each(['', '-', 'Ä1', 'ABCDEFGHIJKLMNOPQRSTUV', 'A_B'])('cannot be made of %j', (body) => {
    expect(() => createCreditorReference(body)).toThrow(RangeError)
  })

  it('is found in a text, however it is written there', () => {
    fc.assert(
      fc.property(
        spaced(shortReferences.map((reference) => createCreditorReference(reference))),
        fc.constantFrom('', 'Ref:', 'Rechnung 17, ', 'REF', 'VWZ+', 'RF, ', 'RF12 '),
        fc.constantFrom('', ' danke', '\nRE 2026-17', 'RECHNUNG'),
        ({ reference, written }, before, after) => {
          expect(findBankReferences(`${before}${written}${after}`)).toContain(reference)
        },
      ),
    )
  })

  it('is never found in itself with one sign changed, swapped or cut off', () => {
    fc.assert(
      fc.property(shortReferences, fc.nat(13), fc.constantFrom(...SIGNS), fc.nat(2), (short, place, sign, how) => {
        const reference = createCreditorReference(short)
        const damaged =
          how === 0
            ? reference.slice(0, place) + sign + reference.slice(place + 1)
            : how === 1
              ? reference.slice(0, place) + reference.slice(place + 1)
              : reference.slice(0, place) +
                (reference[place + 1] ?? '') +
                (reference[place] ?? '') +
                reference.slice(place + 2)
        fc.pre(damaged !== reference)
        // What is left may by chance have a check digit that fits, but it is another reference then.
        expect(findBankReferences(damaged)).not.toContain(reference)
        const [old = '', next = ''] = reference.slice(place)
        if (how === 0 && isDigit(old) === isDigit(sign)) expect(parseBankReference(damaged)).toBeNull()
        if (how === 2 && !areAlike(old, next)) expect(parseBankReference(damaged)).toBeNull()
      }),
    )
  })

  it('has check digits that do not tell 3X from X3: the standard writes both as 333', () => {
    const swapped = createCreditorReference('222X3-22222')
    expect(createCreditorReference('2223X-22222').slice(0, 4)).toBe(swapped.slice(0, 4))
    expect(findBankReferences(createCreditorReference('2223X-22222'))).not.toContain(swapped)
  })
})

const isDigit = (sign: string) => /^\d$/.test(sign)

/** A digit and a letter that are the same digits in either order, because letters count from 10. */
function areAlike(one: string, other: string): boolean {
  const write = (...signs: string[]) => signs.map((sign) => Number.parseInt(sign, 36)).join('')
  return write(one, other) === write(other, one)
}

describe('QR reference (Swiss)', () => {
  it('knows an example of the Swiss guidelines', () => {
    expect(parseBankReference('21 00000 00003 13947 14300 09017')).toBe('210000000003139471430009017')
    expect(formatBankReference(parseBankReference('210000000003139471430009017')!)).toBe(
      '21 00000 00003 13947 14300 09017',
    )
    expect(parseBankReference('210000000003139471430009018')).toBeNull()
    expect(parseBankReference('0'.repeat(27))).toBeNull()
  })

  it('is 27 digits, another for every reference, and found without its leading zeros', () => {
    fc.assert(
      fc.property(bodies(SIGNS, 8, 16), bodies(SIGNS, 8, 16), (one, other) => {
        const reference = createQrReference(one)
        expect(reference).toMatch(/^\d{27}$/)
        expect(parseBankReference(reference)).toBe(reference)
        expect(createQrReference(other) === reference).toBe(one === other)
        expect(findBankReferences(`ref ${reference.replace(/^0+/, '')}.`)).toContain(reference)
      }),
    )
  })

  it('is found in its groups between other numbers', () => {
    const reference = createQrReference('K7M2Q-4XW9P')
    expect(findBankReferences(`Rg. 2026/17 ${formatBankReference(reference)} 2026`)).toContain(reference)
  })

  it('has no place for more than 16 signs', () => {
    expect(() => createQrReference('ABCDEFGHIJKLMNOPQ')).toThrow(RangeError)
  })
})

describe('a payment’s own reference', () => {
  it('is found in a text', () => {
    expect(findPaymentReferences('zahlung k7m2q-4xw9p, danke')).toEqual(['K7M2Q-4XW9P'])
    expect(findPaymentReferences('K7M2Q 4XW9P\nABCDE FGHJK')).toEqual(['K7M2Q-4XW9P', '4XW9P-ABCDE', 'ABCDE-FGHJK'])
    expect(findPaymentReferences('XK7M2Q4XW9P K7M2Q4XW9 K7M2Q-4XW9O')).toEqual([])
  })

  it('is found wherever it stands', () => {
    fc.assert(
      fc.property(shortReferences, fc.constantFrom('', '-', ' ', '\n'), (reference, between) => {
        const written = reference.replace('-', between).toLowerCase()
        expect(findPaymentReferences(`Ref. ${written};`)).toContain(reference)
      }),
    )
  })
})

describe('the payment behind a reference', () => {
  it('is found by either kind', () => {
    fc.assert(
      fc.property(shortReferences, (reference) => {
        expect(readPaymentReference(createCreditorReference(reference))).toBe(reference)
        expect(readPaymentReference(createQrReference(reference))).toBe(reference)
      }),
    )
  })

  it('is not there for references of others', () => {
    expect(readPaymentReference(parseBankReference('RF18539007547034')!)).toBeNull()
    expect(readPaymentReference(parseBankReference('210000000003139471430009017')!)).toBeNull()
  })
})

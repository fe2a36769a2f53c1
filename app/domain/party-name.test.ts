import { describe, expect, it } from 'vitest'
import { comparePartyNames, normalizePartyName } from './party-name'

describe('comparePartyNames', () => {
  it.each([
    ['Müller & Söhne GmbH', 'MUELLER UND SOEHNE', 'same'],
    ['Müller & Söhne GmbH', 'MULLER SOHNE GMBH', 'same'],
    ['Bakkerij de Vries B.V.', 'bakkerij de vries bv', 'same'],
    ['S.C. Țiglă Roșie S.R.L.', 'TIGLA ROSIE SRL', 'same'],
    ['Bakkerij de Vries', 'De Vries Bakkerij Holding', 'alike'],
    ['Internationale Handelsgesellschaft Nordwest', 'INTERNATIONALE HANDELSGES', 'alike'],
    ['Bakkerij de Vries', 'Bakkerij Jansen', 'different'],
    ['Holz AG', 'Stein AG', 'different'],
    ['شركة النور', 'شركة النور', 'same'],
    ['AG', 'Holz', 'different'],
    ['', 'Holz', null],
    ['--', 'Holz', null],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(comparePartyNames(one, other)).toBe(expected)
    expect(comparePartyNames(other, one)).toBe(expected)
  })
})

it('gives one key for the spellings of a name', () => {
  expect(normalizePartyName('Müller & Söhne GmbH & Co. KG')).toBe('MULLER SOHNE')
  expect(normalizePartyName('MUELLER UND SOEHNE')).toBe('MULLER SOHNE')
})

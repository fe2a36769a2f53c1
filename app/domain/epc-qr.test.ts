import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCreditorReference } from './bank-reference'
import { parseCurrencyCode } from './currency'
import { createEpcQrPayload, type EpcTransfer } from './epc-qr'
import { parseIban } from './iban'
import { createMoney } from './money'

const EUR = parseCurrencyCode('EUR')!
const iban = parseIban('DE02120300000000202051')!
const swiss = parseIban('CH93 0076 2011 6238 5295 7')!
const reference = createCreditorReference('K7M2Q-4XW9P')

function transfer(parts: Partial<EpcTransfer> = {}): EpcTransfer {
  return {
    name: 'Wattenhorst GmbH',
    iban,
    bic: null,
    amount: createMoney(123_45, EUR),
    remittance: { reference },
    ...parts,
  }
}

function linesOf(parts: Partial<EpcTransfer> = {}): string[] {
  const payload = createEpcQrPayload(transfer(parts))
  if (!payload.ok) throw new Error(payload.failure)
  return payload.value.split('\n')
}

describe('EPC069-12', () => {
  it('has the lines of the standard', () => {
    expect(linesOf({ bic: 'BYLADEM1001', information: 'Statement of 22 November' })).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      'BYLADEM1001',
      'Wattenhorst GmbH',
      'DE02120300000000202051',
      'EUR123.45',
      '',
      reference,
      '',
      'Statement of 22 November',
    ])
  })

  it('leaves out empty lines at the end', () => {
    expect(linesOf()).toHaveLength(10)
    expect(linesOf({ remittance: { text: 'RE-2026-0017' } }).slice(8)).toEqual(['', '', 'RE-2026-0017'])
    expect(linesOf({ remittance: { text: '' } }).at(-1)).toBe('EUR123.45')
  })

  it.each([
    [1, 'EUR0.01'],
    [100, 'EUR1.00'],
    [99_999_999_999, 'EUR999999999.99'],
  ])('writes %i cents as %s', (amountMinor, written) => {
    expect(linesOf({ amount: createMoney(amountMinor, EUR) })[7]).toBe(written)
  })

  it('never has more lines, characters or bytes than the standard allows', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 160 })
    fc.assert(
      fc.property(
        anyText,
        anyText,
        anyText,
        fc.integer({ min: 1, max: 99_999_999_999 }),
        (name, text, information, minor) => {
          const made = createEpcQrPayload(
            transfer({ name, remittance: { text }, information, amount: createMoney(minor, EUR) }),
          )
          if (!made.ok) return
          const lines = made.value.split('\n')
          expect(lines.length).toBeLessThanOrEqual(12)
          expect(Buffer.byteLength(made.value)).toBeLessThanOrEqual(331)
          expect([...lines[5]!].length).toBeLessThanOrEqual(70)
          expect([...(lines[10] ?? '')].length).toBeLessThanOrEqual(140)
          expect([...(lines[11] ?? '')].length).toBeLessThanOrEqual(70)
          expect(made.value).not.toMatch(/[^\P{Cc}\n]/u)
        },
      ),
    )
  })

  it('keeps a name in one line, and cuts it at 70 characters', () => {
    expect(linesOf({ name: ' Müller\r\n& Söhne\u200b ' })[5]).toBe('Müller & Söhne')
    expect(linesOf({ name: 'ü'.repeat(80) })[5]).toBe('ü'.repeat(70))
  })

  it.each<[string, Partial<EpcTransfer>]>([
    ['currency', { amount: createMoney(100, parseCurrencyCode('CHF')!) }],
    ['amount', { amount: createMoney(0, EUR) }],
    ['amount', { amount: createMoney(100_000_000_000, EUR) }],
    ['account', { iban: parseIban('BR1800360305000010009795493C1')! }],
    ['account', { iban: swiss }],
    ['account', { bic: 'NOBIC' }],
    ['name', { name: ' \n' }],
    ['remittance', { remittance: { text: 'x'.repeat(141) } }],
    ['information', { information: 'x'.repeat(71) }],
    ['size', { name: 'ü'.repeat(70), remittance: { text: 'ü'.repeat(80) } }],
  ])('is not made: %s', (failure, parts) => {
    expect(createEpcQrPayload(transfer(parts))).toEqual({ ok: false, failure })
  })

  it('takes an account outside the EEA with its BIC', () => {
    expect(linesOf({ iban: swiss, bic: 'UBSWCHZH80A' })[4]).toBe('UBSWCHZH80A')
  })
})

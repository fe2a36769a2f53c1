import { describe, expect, it } from 'vitest'
import { createCreditorReference, createQrReference } from './bank-reference'
import { parseCurrencyCode } from './currency'
import { parseIban } from './iban'
import { createMoney } from './money'
import { createSwissQrPayload, type SwissQrBill, type SwissQrParty } from './swiss-qr-bill'

const CHF = parseCurrencyCode('CHF')!
const [plain, qr] = [parseIban('CH93 0076 2011 6238 5295 7')!, parseIban('CH44 3199 9123 0008 8901 2')!]
const qrr = createQrReference('K7M2Q-4XW9P')
const rf = createCreditorReference('K7M2Q-4XW9P')

const creditor: SwissQrParty = {
  name: 'Alpenglück AG',
  street: 'Bahnhofstrasse',
  buildingNumber: '7a',
  postalCode: '8001',
  town: 'Zürich',
  countryCode: 'CH',
}
const debtor: SwissQrParty = { ...creditor, name: 'Rösti & Söhne', street: null, buildingNumber: null, town: 'Genève' }

function bill(parts: Partial<SwissQrBill> = {}): SwissQrBill {
  return {
    iban: qr,
    creditor,
    amount: createMoney(1_949_75, CHF),
    reference: qrr,
    debtor,
    message: 'RE-2026-0017',
    ...parts,
  }
}

function linesOf(parts: Partial<SwissQrBill> = {}): string[] {
  const payload = createSwissQrPayload(bill(parts))
  if (!payload.ok) throw new Error(payload.failure)
  return payload.value.split('\n')
}

describe('Swiss QR code', () => {
  it('has the lines of the guidelines', () => {
    expect(linesOf()).toEqual([
      ...['SPC', '0200', '1', 'CH4431999123000889012'],
      ...['S', 'Alpenglück AG', 'Bahnhofstrasse', '7a', '8001', 'Zürich', 'CH'],
      ...['', '', '', '', '', '', ''],
      ...['1949.75', 'CHF'],
      ...['S', 'Rösti & Söhne', '', '', '8001', 'Genève', 'CH'],
      ...['QRR', qrr, 'RE-2026-0017', 'EPD'],
    ])
  })

  it('has a creditor reference or none on any other account', () => {
    expect(linesOf({ iban: plain, reference: rf }).slice(27)).toEqual(['SCOR', rf, 'RE-2026-0017', 'EPD'])
    expect(linesOf({ iban: plain, reference: null, message: '' }).slice(27)).toEqual(['NON', '', '', 'EPD'])
  })

  it('leaves out a debtor that cannot be written', () => {
    for (const unknown of [
      null,
      { ...debtor, name: 'شركة النور' },
      { ...debtor, town: '' },
      { ...debtor, name: 'x'.repeat(71) },
    ]) {
      expect(linesOf({ debtor: unknown }).slice(20, 27)).toEqual(['', '', '', '', '', '', ''])
    }
  })

  it('writes typographic signs plainly, and keeps Romanian letters', () => {
    expect(linesOf({ message: '„Łódź – Iași”…\n’' })[29]).toBe('"Łódź - Iași"... \'')
  })

  it.each<[string, Partial<SwissQrBill>]>([
    ['currency', { amount: createMoney(100, parseCurrencyCode('USD')!) }],
    ['amount', { amount: createMoney(0, CHF) }],
    ['amount', { amount: createMoney(100_000_000_000, CHF) }],
    ['account', { iban: parseIban('DE02120300000000202051')! }],
    ['reference', { reference: rf }],
    ['reference', { reference: null }],
    ['reference', { iban: plain }],
    ['creditor', { creditor: { ...creditor, town: '' } }],
    ['creditor', { creditor: { ...creditor, name: 'x'.repeat(71) } }],
    ['creditor', { creditor: { ...creditor, countryCode: 'Schweiz' } }],
    ['message', { message: 'x'.repeat(141) }],
    ['message', { message: 'شكرا' }],
  ])('is not made: %s', (failure, parts) => {
    expect(createSwissQrPayload(bill(parts))).toEqual({ ok: false, failure })
  })
})

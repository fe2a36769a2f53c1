/** The codes as a page shows them, drawn as a picture and read by a scanner's library. */
import fc from 'fast-check'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { SwissQRCode } from 'swissqrbill/svg'
import { describe, expect, it } from 'vitest'
import { QrCode } from '~/components/qr-code'
import { drawSwissBill } from '~/documents/draw-swiss-bill.server'
import { drawQrSymbol } from '~/documents/draw-qr-symbol.server'
import { createCreditorReference, createQrReference } from '~/domain/bank-reference'
import { parseCurrencyCode } from '~/domain/currency'
import { createEpcQrPayload } from '~/domain/epc-qr'
import { parseIban } from '~/domain/iban'
import { createMoney, formatMinorAsDecimal } from '~/domain/money'
import { createSwissQrPayload, type SwissQrParty } from '~/domain/swiss-qr-bill'
import { drawSvg, drawWhole, readQrPicture } from '../setup/read-qr'

const [EUR, CHF] = [parseCurrencyCode('EUR')!, parseCurrencyCode('CHF')!]
const facts = [{ name: 'IBAN', value: 'DE02' }]

function show(payload: string, standard: 'epc' | 'swiss'): string {
  const mark = standard === 'swiss' ? ({ mark: 'swiss_cross' } as const) : {}
  return renderToStaticMarkup(
    createElement(QrCode, { symbol: drawQrSymbol(payload, standard), label: 'Transfer', facts, ...mark }),
  )
}

function scan(payload: string, standard: 'epc' | 'swiss'): string | null {
  return readQrPicture(drawSvg(show(payload, standard)))
}

/** A scanner may fail on one good picture in thousands: the pictures are the same in every run. */
const RUNS = { seed: 69_012, endOnFailure: true }

const letters = [...'abcXYZ 0123456789äöüßÄÖÜéèçñ€&-+/']
const words = (maxLength: number) =>
  fc
    .array(fc.constantFrom(...letters), { minLength: 1, maxLength })
    .map((signs) => `A${signs.join('')}`.slice(0, maxLength).trim())
const references = fc
  .array(fc.constantFrom(...'23456789ABCDEFGHJKMNPQRSTVWXYZ'), { minLength: 10, maxLength: 10 })
  .map((signs) => signs.join(''))
const amounts = fc.integer({ min: 1, max: 99_999_999_999 })

describe('a transfer in euros', () => {
  const iban = parseIban('DE02120300000000202051')!

  it('is read from the picture as the lines of EPC069-12', () => {
    fc.assert(
      fc.property(words(70), references, amounts, (name, short, minor) => {
        const reference = createCreditorReference(short)
        const amount = createMoney(minor, EUR)
        const made = createEpcQrPayload({ name, iban, bic: null, amount, remittance: { reference } })
        if (!made.ok) throw new Error(made.failure)
        const expected = `BCD\n002\n1\nSCT\n\n${name.replace(/ +/g, ' ')}\n${iban}\nEUR${formatMinorAsDecimal(minor, EUR)}\n\n${reference}`
        expect(scan(made.value, 'epc')).toBe(expected)
      }),
      { ...RUNS, numRuns: 60 },
    )
  })

  it('is read at the largest size: 331 bytes with umlauts', () => {
    const name = 'ü'.repeat(70)
    const rest = 331 - `BCD\n002\n1\nSCT\n\n${name}\n${iban}\nEUR999999999.99\n\n\n`.length - 70
    const text = 'x'.repeat(Math.min(140, rest))
    const amount = createMoney(99_999_999_999, EUR)
    const information = 'y'.repeat(Math.max(0, rest - 141))
    const made = createEpcQrPayload({ name, iban, bic: null, amount, remittance: { text }, information })
    if (!made.ok) throw new Error(made.failure)
    expect(Buffer.byteLength(made.value)).toBe(331)
    expect(scan(made.value, 'epc')).toBe(
      `BCD\n002\n1\nSCT\n\n${name}\n${iban}\nEUR999999999.99\n\n\n${text}${information === '' ? '' : `\n${information}`}`,
    )
  })
})

describe('a transfer in Swiss francs', () => {
  const iban = parseIban('CH44 3199 9123 0008 8901 2')!
  const parties = fc.tuple(words(70), words(70), words(35)).map(([name, street, town]): SwissQrParty => ({
    name,
    street,
    town,
    buildingNumber: '7a',
    postalCode: '8001',
    countryCode: 'CH',
  }))

  it('is read from the picture, cross and all, as another implementation writes it', () => {
    fc.assert(
      fc.property(parties, parties, references, amounts, words(140), (creditor, debtor, short, minor, message) => {
        const reference = createQrReference(short)
        const made = createSwissQrPayload({
          iban,
          creditor,
          debtor,
          amount: createMoney(minor, CHF),
          reference,
          message,
        })
        if (!made.ok) throw new Error(made.failure)
        const ours = scan(made.value, 'swiss')
        expect(ours).toBe(made.value)
        const theirs = new SwissQRCode({
          currency: 'CHF',
          amount: minor / 100,
          creditor: { account: iban, ...writeTheirs(creditor) },
          debtor: writeTheirs(debtor),
          reference,
          message: message.replace(/ +/g, ' '),
        })
        expect(readQrPicture(drawSvg(crisp(theirs.toString()), { margin: 80 }))).toBe(ours)
      }),
      { ...RUNS, numRuns: 15 },
    )
  })
})

/** Their picture has no quiet zone, and seams where its squares meet between two pixels. */
function crisp(svg: string): string {
  return svg.replace('<svg', '<svg shape-rendering="crispEdges"')
}

function writeTheirs(party: SwissQrParty) {
  const single = (text: string) => text.replace(/ +/g, ' ')
  return {
    name: single(party.name),
    address: single(party.street ?? ''),
    buildingNumber: party.buildingNumber ?? '',
    zip: party.postalCode,
    city: single(party.town),
    country: party.countryCode,
  }
}

describe('a Swiss QR-bill on paper', () => {
  const creditor: SwissQrParty = {
    ...{ name: 'Käser & Söhne <AG>', street: 'Seestrasse', buildingNumber: '7a', postalCode: '8001', town: 'Zürich' },
    countryCode: 'CH',
  }
  const write = (account: string, reference: ReturnType<typeof createQrReference | typeof createCreditorReference>) => {
    const debtor = { ...creditor, name: 'Pia Muster' }
    const amount = createMoney(1_234_567_80, CHF)
    const made = createSwissQrPayload({ iban: parseIban(account)!, creditor, debtor, amount, reference, message: '' })
    if (!made.ok) throw new Error(made.failure)
    return made.value
  }
  const payload = write('CH44 3199 9123 0008 8901 2', createQrReference('K7M2Q4XW9P'))
  /** Words as they stand, without the tags between them. */
  const readWords = (svg: string) =>
    svg
      .replace(/<[^>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .replace(/\s+/g, ' ')

  it('has the code of its transfer, which a scanner reads', () => {
    for (const bill of [payload, write('CH56 9999 9000 0314 5820 7', createCreditorReference('K7M2Q4XW9P'))]) {
      const svg = drawSwissBill(bill, 'de')
      expect(svg).toMatch(/^<svg viewBox="0 0 793.7008 396.8504" [^>]*width="210mm" height="105mm"/)
      const picture = drawWhole(svg, 2_400)
      expect(readQrPicture(picture)).toBe(bill)
    }
  })

  it('shows on both parts what the code says, in a language of Switzerland or in English', () => {
    const german = readWords(drawSwissBill(payload, 'de-CH'))
    for (const text of ['Empfangsschein', 'Zahlteil', 'Konto / Zahlbar an', 'CH44 3199 9123 0008 8901 2']) {
      expect(german).toContain(text)
    }
    expect(german.split('1 234 567.80')).toHaveLength(3)
    expect(german.split('Käser & Söhne <AG>')).toHaveLength(3)
    expect(german.split('Pia Muster')).toHaveLength(3)
    expect(readWords(drawSwissBill(payload, 'fr'))).toContain('Section paiement')
    expect(readWords(drawSwissBill(payload, 'it'))).toContain('Sezione pagamento')
    for (const other of ['en', 'ro', 'fy', 'ar']) {
      expect(readWords(drawSwissBill(payload, other))).toContain('Payment part')
    }
  })

  it('carries nothing that a page must not: no style, no script, no address elsewhere', () => {
    const svg = drawSwissBill(payload, 'en')
    expect(svg).not.toMatch(/style=|<script|<AG>|href=/)
  })
})

describe('on the page', () => {
  it('has a name and the same data in words', () => {
    const html = show('BCD', 'epc')
    expect(html).toContain('role="img" aria-label="Transfer"')
    expect(html).toContain('<dt>IBAN</dt><dd>DE02</dd>')
    expect(html).not.toContain('style=')
  })

  it('has a quiet zone of four squares, and is 46 mm without it', () => {
    const { size } = drawQrSymbol('BCD', 'epc')
    expect(show('BCD', 'epc')).toContain(`viewBox="-4 -4 ${size + 8} ${size + 8}"`)
    expect(show('BCD', 'epc')).toContain(`width="${((46 * (size + 8)) / size).toFixed(2)}mm"`)
  })

  it('is not drawn larger than the standard allows', () => {
    expect(() => drawQrSymbol('x'.repeat(332), 'epc')).toThrow(RangeError)
    expect(() => drawQrSymbol('x'.repeat(332), 'swiss')).not.toThrow()
  })
})

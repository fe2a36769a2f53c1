/** The payment part and receipt of a Swiss QR-bill, to be printed: Implementation Guidelines QR-bill (SIX), section 3. */
import { SwissQRBill } from 'swissqrbill/svg'
import type { Data, Debtor } from 'swissqrbill/types'

/** 210 x 105 mm, in the units of a browser (96 a 25.4 mm). */
const VIEW_BOX = '0 0 793.7008 396.8504'

/** The languages of the standard that the library writes, by ours; all others read English. */
const LANGUAGES: Readonly<Record<string, 'DE' | 'FR' | 'IT' | 'EN'>> = { de: 'DE', fr: 'FR', it: 'IT', en: 'EN' }

/**
 * Draws receipt and payment part as an SVG of 210 x 105 mm. It shows what the code says and nothing else: everything is
 * read from the payload of `createSwissQrPayload`. `language` is a language tag.
 */
export function drawSwissBill(payload: string, language: string): string {
  const bill = new SwissQRBill(readPayload(payload), {
    language: LANGUAGES[language.split('-', 1)[0] ?? ''] ?? 'EN',
    fontName: 'Liberation Sans',
    outlines: true,
    scissors: true,
  })
  return bill.toString().replace('<svg ', `<svg viewBox="${VIEW_BOX}" `)
}

function readPayload(payload: string): Data {
  const lines = payload.split('\n')
  const line = (index: number) => lines[index] ?? ''
  const readParty = (first: number): Debtor => ({
    name: line(first),
    address: line(first + 1),
    ...(line(first + 2) === '' ? {} : { buildingNumber: line(first + 2) }),
    ...{ zip: line(first + 3), city: line(first + 4), country: line(first + 5) },
  })
  return {
    creditor: { account: line(3), ...readParty(5) },
    amount: Number(line(18)),
    currency: line(19) === 'EUR' ? 'EUR' : 'CHF',
    ...(line(21) === '' ? {} : { debtor: readParty(21) }),
    ...(line(28) === '' ? {} : { reference: line(28) }),
    ...(line(29) === '' ? {} : { message: line(29) }),
  }
}

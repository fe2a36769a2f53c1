import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { formatDocumentCode, makeDocumentCode } from '~/domain/issued-document'
import type { LetterBlock } from '~/use-cases/ports/document-printer'
import { createDocumentPrinter } from './document-printer.server'
import { typeset } from './typeset.server'

const creditor: Creditor = {
  ...{ id: 'c' as CreditorId, slug: 'c', name: 'Wattenhorst & Söhne', timeZone: 'Europe/Berlin', defaultLocale: 'de' },
  ...{
    defaultCurrency: 'EUR' as Creditor['defaultCurrency'],
    countryCode: 'DE',
    vatId: 'DE1',
    addressLines: ['Deich 1'],
  },
  ...{ supportEmail: 'a@b.example', supportPhone: null, brandColor: '#1f3f77', defaultTermsDays: 14 },
  ...{ bankAccounts: [], gateways: [], linkLifetimeDays: 30 },
}
const debtor: Debtor = {
  ...{
    id: 'd' as DebtorId,
    creditorId: creditor.id,
    externalId: 'D-1',
    name: 'Țuțea',
    countryCode: 'RO',
    locale: 'ro',
  },
  ...{ vatId: null, addressLines: [] },
}

async function print(
  title: string,
  blocks: readonly LetterBlock[],
  language = 'en',
  bits = 1n,
  sender: Creditor = creditor,
) {
  const code = makeDocumentCode(bits)
  const file = await createDocumentPrinter().print(
    { kind: 'demand_letter', title, blocks },
    {
      ...{ language, formatLocale: language, creditor: sender, debtor, logo: null, code, issuedAt: new Date(0) },
      ...{ checkUrl: 'https://portal.example/trust?code=X', checkAddress: 'https://portal.example/trust' },
    },
  )
  const chunks: Uint8Array[] = []
  for await (const chunk of file.read()) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  expect(bytes.byteLength).toBe(file.byteSize)
  const pdf = await getDocumentProxy(Uint8Array.from(bytes))
  return {
    text: (await extractText(pdf, { mergePages: true })).text,
    pages: pdf.numPages,
    pdf,
    code,
    filename: file.filename,
  }
}

describe('a printed letter', () => {
  it('has every sign of its code and text, whichever letters another document had before', async () => {
    for (let draw = 0n; draw < 40n; draw += 1n) {
      const { text, code } = await print('Țesătură', [{ kind: 'paragraph', text: 'TÁŠŤ' }], 'ro', draw * 7919n ** 9n)
      expect(text.split(formatDocumentCode(code))).toHaveLength(3)
      expect(text).toContain('TÁŠŤ')
      expect(text).not.toMatch(/[\u0000-\u0008]/)
    }
  })

  it('is a file whose name can be typed', async () => {
    expect((await print('الاعتراض \u2068A/1\u2069', [], 'ar')).filename).toBe('الاعتراض A_1.pdf')
  })

  it('keeps the groups of a telephone number in their order where the text runs from the right', async () => {
    const { text } = await print('خطاب', [], 'ar', 1n, { ...creditor, supportPhone: '+49 30 23125 417' })
    expect(text).toContain('+49 30 23125 417')
  })

  it('breaks a table over pages, with its header on each and one table in the structure', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => [`Row ${index}`, `${index}.00`])
    const columns = [
      { head: 'Description', share: 3 },
      { head: 'Amount', share: 1, isFigure: true },
    ]
    const { text, pages } = await print('Dispute', [{ kind: 'table', caption: 'Lines', columns, rows }])
    expect(pages).toBeGreaterThan(2)
    expect(text.split('Description')).toHaveLength(pages + 1)
    for (const [name] of rows) expect(text).toContain(name)
  })

  it('keeps an amount of hundreds of millions beside its currency, and breaks a text of many words', async () => {
    const amount = '-123.456.789,01\u00a0€'
    const columns = [
      { head: 'Description', share: 6 },
      { head: 'Amount', share: 1, isFigure: true },
    ]
    const rows = [
      ['Turbine', amount],
      ['Turbine', 'to be agreed between us'],
    ]
    const { pdf } = await print('Dispute', [{ kind: 'table', caption: 'Lines', columns, rows }], 'de')
    const { items } = await (await pdf.getPage(1)).getTextContent()
    const lines = items.flatMap((item) => ('str' in item ? [item.str] : []))
    expect(lines.map((text) => text.replace('\u00a0', ' '))).toContain('-123.456.789,01 €')
    expect(lines).not.toContain('to be agreed between us')
  })

  it('goes on with a cell that is taller than a page', async () => {
    const words = Array.from({ length: 3_000 }, (_, index) => `w${index}`)
    const columns = [
      { head: 'Text', share: 1 },
      { head: 'Amount', share: 1 },
    ]
    const { text, pages } = await print('Long', [
      { kind: 'table', caption: 'One', columns, rows: [[words.join(' '), '1.00']] },
    ])
    expect(pages).toBeGreaterThan(1)
    for (const word of words) expect(text).toContain(word)
  })

  it('says what cannot be drawn to whoever reads it by machine', async () => {
    const [line] = typeset('株式会社 Fryslân', { direction: 'ltr', isBold: false, maxWidth: 100 })
    expect(line?.actual).toBe('株式会社 Fryslân')
    expect(line?.runs.map((run) => run.text).join('')).toBe('???? Fryslân')
  })
})

describe('text that runs right to left', () => {
  const lay = (text: string) => typeset(text, { direction: 'rtl', isBold: false, maxWidth: 1_000 })[0]!.runs

  it('is laid out from the right, with numbers and names in their own order', () => {
    const runs = lay('فاتورة \u2068RE-1 (b)\u2069 بمبلغ 1,234.50')
    expect(runs.map((run) => run.text.trim()).filter(Boolean)).toEqual(['1,234.50', 'بمبلغ', 'RE-1 (b)', 'فاتورة'])
  })

  it('joins its letters: a word is narrower than its letters alone', () => {
    const [word] = lay('الحساب')
    const alone = Array.from('الحساب').reduce((sum, letter) => sum + word!.font.measure(letter), 0)
    expect(word!.width).toBeLessThan(alone * 0.9)
  })

  it('mirrors brackets, and turns nothing else round', () => {
    expect(
      lay('(نص)')
        .map((run) => run.text)
        .join(''),
    ).toBe('(نص)')
    expect(lay('٢١')[0]?.text).toBe('٢١')
  })
})

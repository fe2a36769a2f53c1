import { describe, expect, it } from 'vitest'
import type { AccountInvoiceLine } from '~/domain/account-invoice'
import { parseCurrencyCode } from '~/domain/currency'
import { getFormatters } from '~/i18n/formatters'
import { getTranslations } from '~/i18n/translator.server'
import { writeInvoiceLineRows } from './write-invoice-lines'

function buildLine(name: string, netMinor: number, subLines?: AccountInvoiceLine[]): AccountInvoiceLine {
  return {
    lineId: name,
    name,
    quantity: '1',
    unitCode: null,
    unitPrice: null,
    taxPercent: null,
    netMinor,
    details: subLines === undefined ? null : { subLines },
  }
}

/** The rows' attributes and cells. */
function write(...lines: AccountInvoiceLine[]): { depth: string | null; cells: string[] }[] {
  const t = getTranslations('en').getFixedT('en', 'invoice')
  const { text } = writeInvoiceLineRows({ lines, currency: parseCurrencyCode('EUR')! }, t, getFormatters('en', 'UTC'))
  return [...text.matchAll(/<tr(?: data-depth="(\d)")?>(.*?)<\/tr>/gs)].map(([, depth, cells = '']) => ({
    depth: depth ?? null,
    cells: cells.split(/<\/?td>/).filter((cell) => cell !== ''),
  }))
}

describe('the lines of an invoice', () => {
  it('are one row each, in order', () => {
    const rows = write(buildLine('Board', 10_00), buildLine('Screws <M4>', 2_00))
    expect(rows.map(({ depth, cells }) => [depth, cells[0], cells[1], cells.at(-1)])).toEqual([
      [null, '1', 'Board', '€10.00'],
      [null, '2', 'Screws &lt;M4&gt;', '€2.00'],
    ])
  })

  it('are followed by what they are made of, which says so and whose part it is', () => {
    const rows = write(
      buildLine('Bathroom', 100_00, [
        buildLine('Pipes', 60_00, [buildLine('Copper', 45_00), buildLine('Labour', 15_00)]),
        buildLine('Basin', 40_00),
      ]),
      buildLine('Delivery', 5_00),
    )
    expect(rows.map(({ depth, cells }) => [depth, cells[0], cells.at(-1)])).toEqual([
      [null, '1', '€100.00'],
      ['1', '1.1', '€60.00'],
      ['2', '1.1.1', '€45.00'],
      ['2', '1.1.2', '€15.00'],
      ['1', '1.2', '€40.00'],
      [null, '2', '€5.00'],
    ])
    expect(rows[0]?.cells[1]).toContain('Made up of 2 parts, shown below. Their amounts are included here.')
    expect(rows[3]?.cells[1]).toContain('Part of 1.1:')
    expect(rows[5]?.cells[1]).toBe('Delivery')
  })

  it('are indented no further than a phone has room for', () => {
    let line = buildLine('Innermost', 1_00)
    for (const name of ['D', 'C', 'B', 'A']) line = buildLine(name, 1_00, [line])
    expect(write(line).map(({ depth }) => depth)).toEqual([null, '1', '2', '3', '3'])
  })
})

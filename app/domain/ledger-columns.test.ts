import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode, type CurrencyCode } from './currency'
import { guessLedgerColumns, type LedgerColumns } from './ledger-columns'
import { readLedgerRows } from './ledger-rows'
import { findUnstorableText } from './storable-text'
import { guessDateOrder, guessDecimalSign, parseLedgerAmount, parseLedgerDay } from './ledger-values'

const EUR = parseCurrencyCode('EUR') as CurrencyCode
const FALLBACK = { currency: EUR, dateOrder: 'dmy' } as const

const split = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(';').map((cell) => cell.trim()))

/** The fields by column. */
function nameColumns({ places }: LedgerColumns, width: number): string[] {
  return Array.from({ length: width }, (_, place) => {
    const found = Object.entries(places).find(([, at]) => at === place)
    return found?.[0] ?? '-'
  })
}

describe('headings', () => {
  it.each([
    ['en', 'Supplier;Invoice No.;Invoice Date;Due Date;Amount;Currency;PO Number;Description'],
    ['de', 'Kreditor;Rechnungsnr.;Rechnungsdatum;Fällig am;Offener Betrag;Währung;Bestellnummer;Buchungstext'],
    ['ro', 'Furnizor;Număr factură;Data facturii;Data scadenței;Valoare;Monedă;Nr. comandă;Explicații'],
    ['fy', 'Leveransier;Faktuernûmer;Faktuerdatum;Ferfaldatum;Bedrach;Munt;Bestelnûmer;Omskriuwing'],
    ['ar', 'المورد;رقم الفاتورة;تاريخ الفاتورة;تاريخ الاستحقاق;المبلغ;العملة;أمر الشراء;البيان'],
    ['fr', 'Fournisseur;N° de facture;Date de facture;Échéance;Montant TTC;Devise;N° de commande;Libellé'],
    ['es', 'Proveedor;Nº de factura;Fecha de factura;Vencimiento;Importe;Divisa;Pedido;Concepto'],
    ['it', 'Fornitore;Numero fattura;Data fattura;Scadenza;Importo;Valuta;Ordine;Causale'],
    ['nl', 'Leverancier;Factuurnummer;Factuurdatum;Vervaldatum;Bedrag;Valuta;Bestelnummer;Omschrijving'],
    ['pl', 'Dostawca;Numer faktury;Data wystawienia;Termin płatności;Kwota brutto;Waluta;Nr zamówienia;Opis'],
  ])('are understood in %s', (_language, header) => {
    const table = split(
      `${header}\nACME;R-1;15.10.2026;14.11.2026;1.234,50;EUR;PO-1;Flour\nACME;R-2;16.10.2026;15.11.2026;2,00;EUR;PO-2;x`,
    )
    const columns = guessLedgerColumns(table, FALLBACK)
    expect(nameColumns(columns, 8)).toEqual([
      ...['-', 'number', 'issueOn', 'dueOn', 'amount', 'currency', 'purchaseOrder', 'text'],
    ])
    expect(columns).toMatchObject({ skippedLines: 1, decimalSign: ',', dateOrder: 'dmy', owedSign: 'positive' })
  })

  it('may stand below a title, and have debit and credit apart', () => {
    const table = split(`Creditor ledger 2026\n\nDatum;Beleg;Soll;Haben\n15.10.26;R-1;;100,00\n16.10.26;G-1;20,00;`)
    const columns = guessLedgerColumns(table, FALLBACK)
    expect(nameColumns(columns, 4)).toEqual(['issueOn', 'number', 'debit', 'credit'])
    expect(readLedgerRows(table, columns).rows.map(({ position, amountMinor }) => [position, amountMinor])).toEqual([
      [4, 100_00],
      [5, -20_00],
    ])
  })
})

it('takes a line of words above figures for headings, though it knows one of them alone', () => {
  const columns = guessLedgerColumns(
    split('Open items\n\nReference;Day;Zzz\nINV 1001;;119,00\n1002;;1.200,00'),
    FALLBACK,
  )
  expect(nameColumns(columns, 3)).toEqual(['number', '-', 'amount'])
  expect(columns.skippedLines).toBe(3)
})

it('goes by the cells where there are no headings', () => {
  const table = split('R-1001;10/15/2026;1,200.00;USD\nR-1002;10/09/2026;-15.50;USD\nR-1003;10/02/2026;7.00;USD')
  const columns = guessLedgerColumns(table, FALLBACK)
  expect(nameColumns(columns, 4)).toEqual(['number', 'issueOn', 'amount', 'currency'])
  expect(columns).toMatchObject({ skippedLines: 0, decimalSign: '.', dateOrder: 'mdy' })
})

it('turns the sign of a ledger that has debts below zero', () => {
  const table = split('Invoice;Amount\nR-1;-10.00\nR-2;-12.00\nG-1;3.00')
  const columns = guessLedgerColumns(table, FALLBACK)
  expect(columns.owedSign).toBe('negative')
  expect(readLedgerRows(table, columns).rows.map(({ amountMinor }) => amountMinor)).toEqual([10_00, 12_00, -3_00])
})

it('tells rows it cannot read from lines that are none', () => {
  const table = split(
    'Invoice;Date;Amount;Currency\nR-1;15.10.2026;ten;EUR\nR-2;15.10.2026;1.00;XXX\nR-3;15.10.2026;;\n;;;\nTotal;;12.00;\n;;5.00;EUR\nR-4;15.10.2026;1.00;EUR',
  )
  const columns: LedgerColumns = {
    ...guessLedgerColumns(table, FALLBACK),
    skippedLines: 1,
    places: { ...guessLedgerColumns(table, FALLBACK).places, number: 0, issueOn: 1, amount: 2, currency: 3 },
  }
  const { rows, unreadable } = readLedgerRows(table, columns)
  expect(rows.map(({ number }) => number)).toEqual(['Total', 'R-4'])
  expect(unreadable.map(({ position, problem }) => `${position} ${problem}`)).toEqual([
    '2 amount',
    '3 currency',
    '4 amount',
  ])
})

it('cuts long texts where no character is torn apart', () => {
  const table = [
    ['Invoice', 'Amount'],
    [`${'x'.repeat(99)}😀`, '1.00'],
  ]
  const [row] = readLedgerRows(table, guessLedgerColumns(table, FALLBACK)).rows
  expect(findUnstorableText(row?.number)).toBeNull()
})

describe('amounts', () => {
  it.each([
    ['1.234,50', ',', 123450],
    ['1,234.50', '.', 123450],
    ["1'234.50", '.', 123450],
    ['1 234,50', ',', 123450],
    ['€ 1.234,50', ',', 123450],
    ['-€5.00', '.', -500],
    ['1234,5 EUR', ',', 123450],
    ['(12.00)', '.', -1200],
    ['12.00-', '.', -1200],
    ['−7,00', ',', -700],
    ['١٬٢٣٤٫٥٠', ',', 123450],
    ['1234', ',', 123400],
    ['0,125', ',', null],
    ['1.234', ',', 123400],
    ['1.234', '.', null],
    ['12.34.56', '.', null],
    ['R-1', '.', null],
    ['', '.', null],
  ] as const)('%s with %s is %s', (text, sign, minor) => {
    expect(parseLedgerAmount(text, EUR, sign)).toBe(minor)
  })

  it('are read back however they are grouped', () => {
    const minors = fc.integer({ min: -1e11, max: 1e11 })
    fc.assert(
      fc.property(minors, fc.constantFrom('de-DE', 'en-GB', 'fr-FR', 'de-CH', 'nl-NL', 'ar-EG'), (minor, locale) => {
        const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(minor / 100)
        const sign = ['en-GB', 'de-CH'].includes(locale) ? '.' : ','
        expect(parseLedgerAmount(text, EUR, sign)).toBe(minor === 0 ? 0 : minor)
      }),
    )
  })

  it('tell their decimal sign', () => {
    expect(guessDecimalSign(['1.234', '5,20'])).toBe(',')
    expect(guessDecimalSign(['1,234,567', '12'])).toBe('.')
    expect(guessDecimalSign(['1.234', '12'])).toBeNull()
  })
})

describe('days', () => {
  it.each([
    ['2026-10-15', '2026-10-15'],
    ['20261015', '2026-10-15'],
    ['15.10.26', '2026-10-15'],
    ['15/10/2026 08:26', '2026-10-15'],
    ['2026-10-15T00:00:00Z', '2026-10-15'],
    ['15-Oct-2026', '2026-10-15'],
    ['15. Oktober 2026', '2026-10-15'],
    ['15 octobre 2026', '2026-10-15'],
    ['5 de marzo de 2026', '2026-03-05'],
    ['31.02.2026', null],
    ['1.234,50', null],
    ['R-1', null],
  ])('%s is %s', (text, day) => {
    expect(parseLedgerDay(text, 'dmy')).toBe(day)
  })

  it('tell their order', () => {
    expect(guessDateOrder(['03/04/2026', '10/15/2026'])).toBe('mdy')
    expect(guessDateOrder(['03/04/2026', '15/10/2026'])).toBe('dmy')
    expect(guessDateOrder(['03/04/2026'])).toBeNull()
  })
})

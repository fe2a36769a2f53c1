import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { InvoiceId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { UsableCredit } from '~/domain/unapplied-credit'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGES } from '~/i18n/languages'
import { describeSelection, nameAmountField, readPayEntry, resolvePayEntry } from './pay-entry'

const EUR = parseCurrencyCode('EUR')!
const invoice = (number: string, openMinor: number): InvoiceBalance => ({
  id: number as InvoiceId,
  kind: 'invoice',
  number,
  issueOn: calendarDay('2026-10-01'),
  dueOn: calendarDay('2026-10-31'),
  currency: EUR,
  payableMinor: openMinor,
  openMinor,
  pendingMinor: 0,
  disputedMinor: 0,
  plannedMinor: 0,
  settledOn: null,
})
const INVOICES = [invoice('A', 100_000), invoice('B', 25_050)]
const credit = (id: string): UsableCredit => ({
  kind: 'credit_note',
  id: id as InvoiceId,
  label: id,
  since: calendarDay('2026-09-01'),
  currency: EUR,
  openMinor: 500,
})

function resolve(fields: [string, string][], credits: readonly UsableCredit[] = []) {
  const entry = readPayEntry(new URLSearchParams(fields))
  return resolvePayEntry(entry, EUR, { invoices: INVOICES, credits, locale: 'de' })
}

describe('the form that chooses what to pay', () => {
  it('pays all of a ticked invoice whose amount is empty or as it was proposed', () => {
    const fields: [string, string][] = [
      ['invoice', 'A'],
      ['invoice', 'B'],
      [nameAmountField('A'), ''],
      [nameAmountField('B'), '250,50'],
    ]
    expect(resolve(fields)).toEqual({
      ok: true,
      value: { selection: { kind: 'invoices', items: [{ number: 'A' }, { number: 'B' }] }, credits: 'all' },
    })
  })

  it('pays a part as the reader writes it', () => {
    const resolved = resolve([
      ['invoice', 'A'],
      [nameAmountField('A'), '1.000'],
      ['invoice', 'B'],
      [nameAmountField('B'), '99,9'],
    ])
    expect(resolved).toMatchObject({
      ok: true,
      value: { selection: { items: [{ number: 'A' }, { number: 'B', amountMinor: 9_990 }] } },
    })
  })

  it('names every amount that cannot be understood', () => {
    const resolved = resolve([
      ['invoice', 'A'],
      [nameAmountField('A'), '12,345'],
      ['invoice', 'B'],
      [nameAmountField('B'), 'alles'],
    ])
    expect(resolved).toEqual({
      ok: false,
      failure: [
        { at: { invoice: 'A' }, kind: 'ambiguous' },
        { at: { invoice: 'B' }, kind: 'malformed' },
      ],
    })
  })

  it('asks about an amount without a tick, but not about one that stood there already', () => {
    const typed: [string, string] = [nameAmountField('A'), '50']
    expect(resolve([typed, ['invoice', 'B']])).toEqual({
      ok: false,
      failure: [{ at: { invoice: 'A' }, kind: 'not_ticked' }],
    })
    expect(
      resolve([
        [nameAmountField('A'), '1.000,00'],
        ['invoice', 'B'],
      ]),
    ).toMatchObject({ ok: true })
  })

  it('wants something to be chosen', () => {
    expect(resolve([])).toEqual({ ok: false, failure: [{ at: 'form', kind: 'nothing_selected' }] })
    expect(resolve([['way', 'sum']])).toEqual({ ok: false, failure: [{ at: 'sum', kind: 'empty' }] })
  })

  it('looks at the chosen way alone', () => {
    expect(
      resolve([
        ['way', 'all'],
        ['sum', 'x'],
        [nameAmountField('A'), 'x'],
      ]),
    ).toMatchObject({
      ok: true,
      value: { selection: { kind: 'all', currency: 'EUR' } },
    })
    expect(
      resolve([
        ['way', 'sum'],
        ['sum', '1.234,50'],
        [nameAmountField('A'), 'x'],
      ]),
    ).toMatchObject({
      ok: true,
      value: { selection: { kind: 'sum', amountMinor: 123_450 } },
    })
  })

  it('uses the ticked credits, all where all are ticked, none where none is', () => {
    const credits = [credit('G1'), credit('G2')]
    const way: [string, string] = ['way', 'all']
    const used = (...ticked: string[]) => {
      const resolved = resolve([way, ...ticked.map((id): [string, string] => ['credit', id])], credits)
      return resolved.ok ? resolved.value.credits : null
    }
    expect(used()).toBe('none')
    expect(used('credit_note:G1', 'credit_note:G2')).toBe('all')
    expect(used('all')).toBe('all')
    expect(used('credit_note:G2')).toEqual([{ kind: 'credit_note', id: 'G2' }])
  })

  it('understands what it shows, in every language', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LANGUAGES),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 25_050 }),
        (language, first, second) => {
          const format = getFormatters(language, 'UTC')
          const items = [
            { number: 'A', amountMinor: first },
            { number: 'B', amountMinor: second },
          ]
          const entry = describeSelection({ kind: 'invoices', items }, 'all', INVOICES, format)
          const resolved = resolvePayEntry(entry, EUR, { invoices: INVOICES, credits: [], locale: language })
          const amounts =
            resolved.ok && resolved.value.selection.kind === 'invoices' ? resolved.value.selection.items : []
          // All that is payable is said without a figure.
          expect(amounts.map(({ amountMinor }, index) => amountMinor ?? INVOICES[index]?.openMinor)).toEqual([
            first,
            second,
          ])
        },
      ),
    )
  })
})

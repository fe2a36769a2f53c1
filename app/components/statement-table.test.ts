import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { StatementItem } from '~/domain/statement'
import { getFormatters } from '~/i18n/formatters'
import { getTranslations } from '~/i18n/translator.server'
import { createDocumentStateWriter } from './document-state'
import { writeStatementRows } from './statement-table'

const item: StatementItem = {
  kind: 'invoice',
  number: 'RE/1',
  issueOn: calendarDay('2026-10-01'),
  dueOn: calendarDay('2026-10-31'),
  purchaseOrder: null,
  payableMinor: 100_00,
  openMinor: 100_00,
  disputedMinor: 0,
  plannedMinor: 0,
  pendingMinor: 0,
  settledOn: null,
}

function write(changes: Partial<StatementItem>, selectable = true): string {
  return writeStatementRows(
    { items: [{ ...item, ...changes }], currency: parseCurrencyCode('EUR')! },
    {
      columns: { issued: 'Issued', amount: 'Amount', open: 'Open', disputed: 'Disputed', inPayment: 'Being paid' },
      selectable,
      format: getFormatters('en', 'UTC'),
      writeSaving: (number) => (number === 'SAVES' ? 'save €2.00' : null),
      states: createDocumentStateWriter(getTranslations('en').getFixedT('en', 'statement'), calendarDay('2026-11-21')),
    },
  ).text
}

describe('a row of the statement', () => {
  it('says each figure once on a phone: a cell is named where it adds something', () => {
    expect(write({})).not.toContain('data-label="Amount"')
    expect(write({})).not.toContain('data-label="Open"')
    const partly = write({ openMinor: 60_00, disputedMinor: 10_00, pendingMinor: 20_00 })
    for (const name of ['Amount', 'Open', 'Disputed', 'Being paid']) expect(partly).toContain(`data-label="${name}"`)
    expect(partly).toContain('€30.00')
  })

  it('offers only what can be paid now, by the number it is known by', () => {
    expect(write({})).toContain('name="invoice" value="RE/1"')
    expect(write({}, false)).not.toContain('type="checkbox"')
    expect(write({ openMinor: 0 })).not.toContain('type="checkbox"')
    expect(write({ pendingMinor: 100_00 })).not.toContain('type="checkbox"')
    expect(write({ kind: 'credit_note' })).not.toContain('type="checkbox"')
  })

  it('says what paying it early saves, as long as something is payable', () => {
    expect(write({ number: 'SAVES' })).toContain('<small>save €2.00</small>')
    expect(write({})).not.toContain('save')
    expect(write({ number: 'SAVES', pendingMinor: 100_00 })).not.toContain('save')
  })

  it('shows a credit note as an amount in the debtor’s favour', () => {
    const row = write({ kind: 'credit_note', openMinor: 40_00 })
    expect(row).toContain('-€40.00')
    expect(row).toContain('?kind=credit_note')
    expect(row).not.toContain('overdue')
    expect(write({ kind: 'credit_note', openMinor: 0 })).toMatch(/-€100\.00[^-]*>€0\.00</)
  })

  it('writes what a creditor’s system put into it as text', () => {
    const row = write({ number: '<b>"1"', purchaseOrder: `'><script>alert(1)</script>` })
    expect(row).not.toMatch(/<b>|<script/)
    expect(row).toContain('href="/invoices/%3Cb%3E%221%22"')
  })
})

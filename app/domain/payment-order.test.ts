import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { InvoiceId, UnappliedCreditId } from './ids'
import { computeDueNow, type InvoiceBalance } from './invoice-balance'
import { breakDownOrder, resolveSelection, type PaymentOrder } from './payment-order'
import type { UsableCredit } from './unapplied-credit'

const euro = parseCurrencyCode('EUR')!
const pound = parseCurrencyCode('GBP')!

function createInvoice(number: string, overrides: Partial<InvoiceBalance> = {}): InvoiceBalance {
  return {
    id: number as InvoiceId,
    kind: 'invoice',
    number,
    issueOn: calendarDay('2026-10-01'),
    dueOn: calendarDay('2026-11-01'),
    currency: euro,
    payableMinor: 100_00,
    openMinor: 100_00,
    pendingMinor: 0,
    disputedMinor: 0,
    plannedMinor: 0,
    settledOn: null,
    ...overrides,
  }
}

function createCredit(id: string, openMinor: number, since = '2026-09-01'): UsableCredit {
  const day = calendarDay(since)
  return { kind: 'unapplied_credit', id: id as UnappliedCreditId, label: id, since: day, currency: euro, openMinor }
}

const order = (items: PaymentOrder['items'], credits: PaymentOrder['credits'] = []): PaymentOrder => ({
  currency: euro,
  items,
  credits,
})

function refusals(...[asked, invoices, credits = []]: [PaymentOrder, InvoiceBalance[], UsableCredit[]?]) {
  const plan = breakDownOrder(asked, invoices, credits)
  return plan.ok ? [] : plan.failure
}

describe('an order is refused', () => {
  it('when nothing is in it', () => {
    expect(refusals(order([]), [])).toMatchObject([{ kind: 'nothing_selected' }])
  })

  it('with each wrong invoice named, and with what is due of it', () => {
    const invoices = [
      createInvoice('A', { pendingMinor: 30_00 }),
      createInvoice('B'),
      createInvoice('P', { currency: pound }),
    ]
    const asked = order([
      { number: 'A', amountMinor: 70_01 },
      { number: 'B', amountMinor: 0 },
      { number: 'X', amountMinor: 1 },
      { number: 'P', amountMinor: 1 },
      { number: 'B', amountMinor: 5 },
    ])
    expect(refusals(asked, invoices)).toEqual([
      {
        kind: 'above_due_now',
        messageKey: 'pay:refusal.above_due_now',
        params: { number: 'A', dueNow: { amountMinor: 70_00, currency: euro } },
        invoiceNumber: 'A',
      },
      expect.objectContaining({ kind: 'amount_not_positive', invoiceNumber: 'B' }),
      expect.objectContaining({ kind: 'unknown_invoice', invoiceNumber: 'X' }),
      expect.objectContaining({ kind: 'mixed_currencies', invoiceNumber: 'P' }),
      expect.objectContaining({ kind: 'listed_twice', invoiceNumber: 'B' }),
    ])
  })

  it.each([-1, 0.5, Number.NaN])('for an amount of %s', (amountMinor) => {
    expect(refusals(order([{ number: 'A', amountMinor }]), [createInvoice('A')])).toMatchObject([
      { kind: 'amount_not_positive' },
    ])
  })

  it('when a credit note is to be paid', () => {
    const note = createInvoice('C', { kind: 'credit_note' })
    expect(refusals(order([{ number: 'C', amountMinor: 1 }]), [note])).toMatchObject([{ kind: 'unknown_invoice' }])
  })

  it('when a credit has less left, is named twice, or is more than there is to pay', () => {
    const [invoices, credits] = [
      [createInvoice('A')],
      [createCredit('c', 60_00), createCredit('d', 60_00, '2026-08-01')],
    ]
    const use = (id: string, amountMinor: number) => ({ kind: 'unapplied_credit' as const, id, amountMinor })
    const items = [{ number: 'A', amountMinor: 100_00 }]
    expect(refusals(order(items, [use('c', 60_01)]), invoices, credits)).toMatchObject([
      { kind: 'credit_unavailable', creditId: 'c', params: { left: { amountMinor: 60_00 } } },
    ])
    expect(refusals(order(items, [use('c', 10), use('c', 10)]), invoices, credits)).toMatchObject([
      { kind: 'credit_unavailable' },
    ])
    expect(refusals(order(items, [use('c', 60_00), use('d', 60_00)]), invoices, credits)).toMatchObject([
      { kind: 'credit_above_total' },
    ])
  })
})

describe('a selection becomes an order', () => {
  it('refuses a sum above everything that is due, saying how much is', () => {
    const invoices = [createInvoice('A', { disputedMinor: 40_00 }), createInvoice('P', { currency: pound })]
    const resolved = resolveSelection({ kind: 'sum', currency: euro, amountMinor: 60_01 }, 'none', invoices, [])
    expect(resolved).toMatchObject({
      ok: false,
      failure: [{ kind: 'above_total_due', params: { dueNow: { amountMinor: 60_00, currency: euro } } }],
    })
  })

  it('takes all that is due now of an invoice that is named without an amount', () => {
    const invoices = [createInvoice('A', { pendingMinor: 25_00 })]
    const resolved = resolveSelection({ kind: 'invoices', items: [{ number: 'A' }] }, 'none', invoices, [])
    expect(resolved).toEqual({ ok: true, value: order([{ number: 'A', amountMinor: 75_00 }]) })
  })

  const amount = fc.integer({ min: 0, max: 200 })
  const invoices = fc
    .array(fc.record({ openMinor: amount, heldMinor: amount, days: fc.integer({ min: -3, max: 3 }) }), { maxLength: 8 })
    .map((rows) =>
      rows.map(({ openMinor, heldMinor, days }, index) =>
        createInvoice(`N${index}`, {
          payableMinor: 200,
          openMinor,
          pendingMinor: Math.min(openMinor, heldMinor),
          dueOn: addDays(calendarDay('2026-11-01'), days),
        }),
      ),
    )
  const credits = fc
    .array(fc.integer({ min: 1, max: 300 }), { maxLength: 4 })
    .map((amounts) => amounts.map((openMinor, index) => createCredit(`c${index}`, openMinor, `2026-09-0${index + 1}`)))

  it('that can be planned as it stands, and whose parts sum up', () => {
    fc.assert(
      fc.property(invoices, credits, fc.option(fc.integer({ min: 1, max: 2_000 })), (list, usable, amountMinor) => {
        const dueMinor = list.reduce((sum, invoice) => sum + computeDueNow(invoice), 0)
        const selection =
          amountMinor === null
            ? ({ kind: 'all', currency: euro } as const)
            : ({ kind: 'sum', currency: euro, amountMinor } as const)
        const resolved = resolveSelection(selection, 'all', list, usable)
        const wantedMinor = amountMinor ?? dueMinor
        expect(resolved.ok).toBe(wantedMinor > 0 && wantedMinor <= dueMinor)
        if (!resolved.ok) return
        const plan = breakDownOrder(resolved.value, list, usable)
        if (!plan.ok) throw new Error(JSON.stringify(plan.failure))
        const { totalMinor, creditMinor, cashMinor, uses, cash } = plan.value
        const creditsMinor = usable.reduce((sum, credit) => sum + credit.openMinor, 0)
        expect(totalMinor).toBe(wantedMinor)
        expect(creditMinor).toBe(Math.min(wantedMinor, creditsMinor))
        expect(cashMinor).toBe(cash.reduce((sum, part) => sum + part.amountMinor, 0))
        expect(creditMinor).toBe(uses.reduce((sum, part) => sum + part.amountMinor, 0))
        expect(creditMinor + cashMinor).toBe(totalMinor)
      }),
    )
  })
})

/** Decisions on disputes: what is granted, what becomes due again, and the credit note that says so. */
import { describe, expect, it } from 'vitest'
import type { InvoiceDocument } from '~/domain/invoice'
import { buildInvoiceDocument } from '../factories/invoice-document'
import { createInvoice } from '../factories/invoices'
import { useDisputeAccount } from '../setup/dispute-account'
import { useImports } from '../setup/import-harness'
import { listReported } from '../setup/payment-harness'

const { test, creditor, debtor, dispute, decide, go, createTwoLines, readAmounts } = await useDisputeAccount()
const imports = await useImports(test)

describe('a decision', () => {
  it('that grants all settles with a credit note', async () => {
    await createTwoLines()
    const opened = await dispute('A', { position: 1, claim: { kind: 'quantity', quantity: '2' } })
    const decided = await decide(opened, { 1: 19_04 })
    expect(decided).toMatchObject({ ok: true, value: { status: 'accepted', grantedMinor: 19_04 } })
    expect(await readAmounts('A')).toEqual({ open: 99_96, pending: 0, disputed: 0 })
    const types = (await listReported(test)).map(({ type }) => type)
    expect(types).toEqual(['dispute.opened', 'credit.applied', 'dispute.accepted'])
    expect(
      await test.inspect(
        `select number, net_minor::int as net, tax_minor::int as tax, open_minor::int as open from invoice where kind = 'credit_note'`,
      ),
    ).toEqual([{ number: 'A-C1', net: 16_00, tax: 3_04, open: 0 }])
  })

  it('that grants a part leaves the rest due', async () => {
    await createTwoLines()
    const opened = await dispute(
      'A',
      { position: 1, claim: { kind: 'whole' } },
      { position: 2, claim: { kind: 'whole' } },
    )
    expect(await decide(opened, { 1: 10_00 })).toMatchObject({ ok: true, value: { status: 'partially_accepted' } })
    expect(await readAmounts('A')).toEqual({ open: 109_00, pending: 0, disputed: 0 })
    const [hold] = await test.inspect(
      `select amount_minor::int as amount, due_again_minor::int as "dueAgain" from dispute_hold`,
    )
    expect(hold).toEqual({ amount: 119_00, dueAgain: 109_00 })
  })

  it('that rejects makes everything due again, and issues nothing', async () => {
    await createTwoLines()
    const opened = await dispute('A')
    expect(await decide(opened, {})).toMatchObject({ ok: true, value: { status: 'rejected', creditNoteId: null } })
    expect(await readAmounts('A')).toEqual({ open: 119_00, pending: 0, disputed: 0 })
    expect(await test.inspect(`select 1 from invoice where kind = 'credit_note'`)).toEqual([])
  })

  it('is of what was read, within what is claimed, and made once', async () => {
    await createTwoLines()
    const opened = await dispute('A', { position: 2, claim: { kind: 'whole' } })
    expect(await decide(opened, { 2: 23_81 })).toMatchObject({ failure: { kind: 'granted', mostMinor: 23_80 } })
    expect(await decide(opened, { 1: 1 })).toMatchObject({ failure: { kind: 'granted', mostMinor: 0 } })
    await go(opened)
    expect(await decide(opened, { 2: 23_80 })).toMatchObject({ failure: { kind: 'changed_meanwhile' } })
    const entryId = test.ids.uuid()
    const twice = await Promise.all([0, 1].map(() => decide({ ...opened, version: 2 }, { 2: 23_80 }, { entryId })))
    expect(twice.every(({ ok }) => ok)).toBe(true)
    expect(await readAmounts('A')).toMatchObject({ open: 95_20 })
  })

  it('takes no number that another credit note has', async () => {
    await createTwoLines()
    await createInvoice(test, debtor, { kind: 'credit_note', number: 'GS-1', payableMinor: 5_00 })
    const opened = await dispute('A')
    expect(await decide(opened, { 0: 10_00 }, { creditNoteNumber: 'GS-1' })).toMatchObject({
      failure: { kind: 'number_taken' },
    })
    expect(await readAmounts('A')).toMatchObject({ disputed: 119_00 })
    expect((await decide(opened, { 0: 10_00 }, { creditNoteNumber: 'GS-2' })).ok).toBe(true)
  })
})

describe('the credit note of a decision', () => {
  const importNote = (given: Partial<InvoiceDocument>) => {
    const { totals } = buildInvoiceDocument({})
    const document = buildInvoiceDocument({
      ...{ kind: 'credit_note' as const, number: 'GS-7', debtorExternalId: debtor.externalId },
      totals: { ...totals, grossMinor: 10_00, payableMinor: 10_00, netMinor: 8_40, taxMinor: 1_60, lineNetMinor: 8_40 },
      ...given,
    })
    return imports.importDocuments(creditor.id, [document])
  }

  it('is the one that the creditor’s own system sends under its number, debtor, currency and amount', async () => {
    await createTwoLines()
    const opened = await dispute('A')
    expect((await decide(opened, { 0: 10_00 }, { creditNoteNumber: 'GS-7' })).ok).toBe(true)
    expect((await importNote({})).summary).toMatchObject({ unchangedCount: 1, creditNoteCount: 0, refusedCount: 0 })
    expect((await importNote({ debtorExternalId: 'another' })).summary).toMatchObject({ refusedCount: 1 })
    const { totals } = buildInvoiceDocument({})
    expect((await importNote({ totals: { ...totals, payableMinor: 10_01 } })).summary).toMatchObject({
      refusedCount: 1,
    })
    expect(await readAmounts('A')).toEqual({ open: 109_00, pending: 0, disputed: 0 })
  })
})

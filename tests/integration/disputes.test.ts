/** Disputes on PostgreSQL: what they hold back, beside payments that come and go, and what deciding them does. */
import { describe, expect, it } from 'vitest'
import type { LineClaim } from '~/domain/dispute-claim'
import type { Dispute } from '~/domain/dispute'
import type { AccessLinkId } from '~/domain/ids'
import type { InvoiceDocument } from '~/domain/invoice'
import { continueDispute, type ContinueDisputeInput } from '~/use-cases/continue-dispute'
import { decideDispute, type DecideDisputeInput } from '~/use-cases/decide-dispute'
import { openDisputes, type OpenDisputeInput } from '~/use-cases/open-dispute'
import { buildInvoiceDocument } from '../factories/invoice-document'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { listReported, orderOf } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()
const imports = await useImports(test)

const disputing = {
  ...services,
  fileStore: { put: () => Promise.reject(new Error('no files')), get: () => Promise.resolve(null) },
}

const disputant: OpenDisputeInput['disputant'] = {
  creditorId: creditor.id,
  debtorId: debtor.id,
  linkId: test.ids.uuid() as AccessLinkId,
  scope: ['view', 'dispute'],
  name: 'Greta Lüders',
  email: 'greta@debtor.example',
  locale: 'de',
}

const open = (input: Partial<OpenDisputeInput> = {}) =>
  openDisputes(disputing, {
    disputant,
    idempotencyKey: test.ids.uuid(),
    reason: 'QTY',
    action: 'CNP',
    text: 'Two boxes were missing.',
    files: [],
    invoices: [],
    ...input,
  })

async function dispute(number: string, ...lines: { position: number; claim: LineClaim }[]): Promise<Dispute> {
  const opened = await open({ invoices: [{ number, lines }] })
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  return opened.value[0]!
}

const decide = ({ id, version }: Dispute, granted: Record<number, number>, input: Partial<DecideDisputeInput> = {}) =>
  decideDispute(services, {
    creditorId: creditor.id,
    disputeId: id,
    entryId: test.ids.uuid(),
    version,
    granted: new Map(Object.entries(granted).map(([position, amount]) => [Number(position), amount])),
    text: 'The carrier confirms it.',
    creditNoteNumber: null,
    decidedBy: 'user:1',
    name: 'Ole Brandt',
    ...input,
  })

const go = ({ id }: Dispute, input: Partial<ContinueDisputeInput> = {}) =>
  continueDispute(disputing, {
    actor: {
      side: 'debtor',
      creditorId: creditor.id,
      debtorId: debtor.id,
      linkId: disputant.linkId,
      scope: disputant.scope,
      name: null,
    },
    disputeId: id,
    entryId: test.ids.uuid(),
    step: 'said',
    text: 'A photo follows.',
    files: [],
    ...input,
  })

const byCreditor: ContinueDisputeInput['actor'] = {
  side: 'creditor',
  creditorId: creditor.id,
  author: 'user:1',
  name: 'Ole Brandt',
}

/** 10 at 8.00 and 1 at 20.00, 19 % VAT: 119.00 gross. */
const createTwoLines = () =>
  createInvoice(test, debtor, {
    number: 'A',
    payableMinor: 119_00,
    lines: [
      { name: 'Boxes', quantity: '10', unitPrice: '8.00', netMinor: 80_00, taxPercent: '19' },
      { name: 'Freight', quantity: '1', unitPrice: '20.00', netMinor: 20_00, taxPercent: '19' },
    ],
  })

async function readAmounts(number: string) {
  const [row] = await test.inspect<{ open: number; pending: number; disputed: number }>(
    `select open_minor::int as open, pending_minor::int as pending, disputed_minor::int as disputed from invoice
     where number = $1 and kind = 'invoice'`,
    [number],
  )
  return row
}

describe('a dispute that is open', () => {
  it('holds back what is claimed of its lines, and leaves the rest to be paid', async () => {
    await createTwoLines()
    const opened = await dispute('A', { position: 1, claim: { kind: 'quantity', quantity: '2' } })
    expect(opened).toMatchObject({ status: 'open', claimedMinor: 19_04, currency: 'EUR' })
    expect(await readAmounts('A')).toEqual({ open: 119_00, pending: 0, disputed: 19_04 })
    await expect(harness.start(payer, orderOf({ A: 100_00 }))).rejects.toThrow()
    const { payment, checkoutId } = await harness.start(payer, orderOf({ A: 99_96 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect((await harness.readPayment(payment)).status).toBe('succeeded')
    expect(await readAmounts('A')).toEqual({ open: 19_04, pending: 0, disputed: 19_04 })
  })

  it('is reported with its lines and the balance after it', async () => {
    await createTwoLines()
    await dispute(
      'A',
      { position: 1, claim: { kind: 'price', price: '7.50' } },
      { position: 2, claim: { kind: 'whole' } },
    )
    const [event] = await listReported(test)
    expect(event).toMatchObject({
      type: 'dispute.opened',
      data: {
        dispute: {
          reasonCode: 'QTY',
          claimedMinor: 29_75,
          lines: [
            { position: 1, kind: 'price', claimedMinor: 5_95 },
            { position: 2, kind: 'whole', claimedMinor: 23_80 },
          ],
        },
      },
      balanceAfter: [{ openMinor: 119_00, disputedMinor: 29_75 }],
    })
  })

  it('waits behind a payment under way, and takes its place when that fails', async () => {
    await createTwoLines()
    const { checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    await dispute('A', { position: 2, claim: { kind: 'whole' } })
    expect(await readAmounts('A')).toEqual({ open: 119_00, pending: 119_00, disputed: 0 })
    await harness.act(checkoutId, 'cancel')
    await harness.deliverAll()
    expect(await readAmounts('A')).toEqual({ open: 119_00, pending: 0, disputed: 23_80 })
  })

  it('does not stop a payment that was under way before it from settling', async () => {
    await createTwoLines()
    const { checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    const opened = await dispute('A', { position: 2, claim: { kind: 'whole' } })
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await readAmounts('A')).toEqual({ open: 0, pending: 0, disputed: 0 })
    expect((await decide(opened, { 2: 23_80 })).ok).toBe(true)
    expect(await test.inspect(`select open_minor::int as open from invoice where kind = 'credit_note'`)).toEqual([
      { open: 23_80 },
    ])
  })

  it('is found again by the same form, and a line is contested once at a time', async () => {
    await createTwoLines()
    const form = {
      idempotencyKey: test.ids.uuid(),
      invoices: [{ number: 'A', lines: [{ position: 1, claim: { kind: 'whole' as const } }] }],
    }
    const both = await Promise.all([open(form), open(form)])
    expect(both[0]).toEqual(both[1])
    expect(await open({ ...form, idempotencyKey: test.ids.uuid() })).toMatchObject({
      failure: [{ kind: 'line_being_disputed', position: 1 }],
    })
    expect(await open({ invoices: [{ number: 'A', lines: [] }] })).toMatchObject({
      failure: [{ kind: 'being_disputed' }],
    })
    expect(await readAmounts('A')).toMatchObject({ disputed: 95_20 })
  })

  it('is opened on every invoice of a form or on none', async () => {
    await createTwoLines()
    await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00 })
    const whole = [
      { number: 'A', lines: [] },
      { number: 'B', lines: [] },
    ]
    expect((await open({ invoices: [...whole, { number: 'C', lines: [] }] })).ok).toBe(false)
    expect(await readAmounts('A')).toMatchObject({ disputed: 0 })
    const opened = await open({ invoices: whole })
    expect(opened).toMatchObject({ ok: true, value: [{ claimedMinor: 119_00 }, { claimedMinor: 50_00 }] })
    expect(await readAmounts('B')).toMatchObject({ disputed: 50_00 })
  })

  it('needs the right to dispute', async () => {
    await createTwoLines()
    const refused = await open({
      disputant: { ...disputant, scope: ['view', 'pay'] },
      invoices: [{ number: 'A', lines: [] }],
    })
    expect(refused).toEqual({ ok: false, failure: [{ kind: 'not_allowed' }] })
  })
})

describe('a dispute that goes on', () => {
  it('passes between the sides, and the clock with it', async () => {
    await createTwoLines()
    const opened = await dispute('A')
    expect(await go(opened, { step: 'answered' })).toMatchObject({ failure: { kind: 'not_now' } })
    const asked = await go(opened, { actor: byCreditor, step: 'asked', text: 'Which boxes?' })
    expect(asked).toMatchObject({ ok: true, value: { status: 'needs_information' } })
    const entryId = test.ids.uuid()
    const answered = await go(opened, { step: 'answered', text: 'Four and five.', entryId })
    expect(answered).toMatchObject({ ok: true, value: { status: 'open', version: 3 } })
    expect(await go(opened, { step: 'answered', text: 'Four and five.', entryId })).toEqual(answered)
    expect(await readAmounts('A')).toMatchObject({ disputed: 119_00 })
  })

  it('is over when it is withdrawn, and what was claimed is due again', async () => {
    await createTwoLines()
    const opened = await dispute('A')
    expect(await go(opened, { step: 'withdrawn', text: '' })).toMatchObject({
      ok: true,
      value: { status: 'withdrawn' },
    })
    expect(await readAmounts('A')).toEqual({ open: 119_00, pending: 0, disputed: 0 })
    expect(await go(opened)).toMatchObject({ failure: { kind: 'not_now' } })
    expect(await decide(opened, { 0: 1 })).toMatchObject({ failure: { kind: 'not_now' } })
  })
})

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

/** Late interest on money that nobody announced: for the day on which it came, billed with the settlement itself. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_INTEREST_POLICY, type InterestPolicy } from '~/domain/interest-policy'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { makeCamt, makeCamtDetail, makeCamtEntry } from '~/ingest/testing/sample-camt'
import { assignBankTransaction } from '~/use-cases/assign-bank-transaction'
import { billInterestRemainders } from '~/use-cases/bill-interest-remainders'
import { changePolicy } from '~/use-cases/change-policy'
import { correctPayment } from '~/use-cases/correct-payment'
import { loadBankStatement } from '~/use-cases/load-bank-statement'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, findContradictions, listReported, listUnapplied, readInvoice } from '../setup/payment-harness'

const { test, services, creditor, debtor } = await usePaymentAccount()
const { fileStore } = await useImports(test)
const bank = { ...services, bankStatementReader: createBankStatementReader(), fileStore }

/** 18.25 % a year: 50 cents a day on 1,000.00. */
const CONTRACT = { kind: 'contract', rateBps: 1_825, per: 'year', graceDays: 0 } as const

async function charge(policy: Partial<InterestPolicy> = {}): Promise<void> {
  const terms = { enabled: true, interest: CONTRACT, billsRemainder: true }
  const body: InterestPolicy = { ...DEFAULT_INTEREST_POLICY, ...terms, ...policy }
  const change = { creditorId: creditor.id, kind: 'interest', body, changedBy: 'system', basedOn: null } as const
  expect(await changePolicy(services, change)).toMatchObject({ ok: true })
}

const owe = (number: string, dueOn = '2026-11-01') =>
  createInvoice(test, debtor, { number, payableMinor: 1_000_00, dueOn })

async function receive(amountMinor: number, invoiceNumbers: readonly string[] | null = null, on = '2026-11-21') {
  const recorded = await recordManualPayment(services, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor, invoiceNumbers },
    ...{ way: 'cheque', receivedOn: calendarDay(on), externalReference: null, note: null },
    ...{ idempotencyKey: test.ids.uuid(), recordedBy: 'user:1' },
  })
  if (!recorded.ok) throw new Error(JSON.stringify(recorded.failure))
  return recorded.value
}

async function transfer(amount: string, text: string, bankReference: string) {
  const entry = makeCamtEntry({ amount, bankReference, details: makeCamtDetail({ text }) })
  const file = { filename: 'bank.xml', content: Buffer.from(makeCamt({ entries: [entry] })) }
  const loaded = await loadBankStatement(bank, { creditorId: creditor.id, file, loadedBy: 'user:1' })
  const [added] = loaded.ok ? loaded.value.added : []
  if (!added) throw new Error(JSON.stringify(loaded))
  return added
}

const readNotes = () =>
  test.inspect<{ number: string; payable: number; open: number; through: string }>(
    `select i.number, i.payable_minor::int as payable, i.open_minor::int as open, n.through_on::text as through
     from interest_note n join invoice i on i.id = n.invoice_id order by i.number`,
  )

const TODAY = '2026-11-21T09:00:00Z'

describe('money entered by hand', () => {
  it('that pays the invoice alone leaves a note of the interest to the day on which it came', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    await receive(1_000_00, null, '2026-11-18')
    expect(await readInvoice(test, 'A')).toEqual({ open: 0, pending: 0, settledOn: '2026-11-18' })
    expect(await readNotes()).toEqual([{ number: 'A-L1', payable: 8_50, open: 8_50, through: '2026-11-18' }])
    expect((await listReported(test)).map(({ type }) => type)).toEqual(['payment.succeeded', 'interest.charged'])
    test.clock.advance({ days: 1 })
    expect(await billInterestRemainders(services, { creditorId: creditor.id })).toBe(0)
  })

  it('that is more pays the interest with it, and what is left is a credit', async () => {
    test.clock.set(TODAY)
    await charge({ statute: 'DE', compensation: true })
    await owe('A')
    await receive(1_060_00)
    expect(await readNotes()).toEqual([{ number: 'A-L1', payable: 50_00, open: 0, through: '2026-11-21' }])
    expect(await listUnapplied(test)).toEqual([10_00])
  })

  it('pays the interest first where the creditor says so', async () => {
    test.clock.set(TODAY)
    await charge({ order: 'charges_first' })
    await owe('A')
    await receive(400_00, ['A'])
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 610_00 })
    expect(await readNotes()).toMatchObject([{ payable: 10_00, open: 0 }])
  })

  it('for an invoice that is paid already pays what was left of its interest, billed or not', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    await receive(1_000_00, ['A'])
    await receive(4_00, ['A'])
    expect(await readNotes()).toMatchObject([{ number: 'A-L1', payable: 10_00, open: 6_00 }])
    expect(await listUnapplied(test)).toEqual([])
    await charge({ billsRemainder: false })
    await owe('B')
    await receive(1_000_00, ['B'])
    await receive(4_00, ['B'])
    expect((await readNotes()).slice(1)).toMatchObject([{ number: 'B-L1', payable: 4_00, open: 0 }])
  })

  it('asks for nothing where the creditor asks for no interest, or lets go of what is left', async () => {
    test.clock.set(TODAY)
    await owe('A')
    await receive(1_000_00)
    await charge({ billsRemainder: false })
    await owe('B')
    await receive(1_000_00)
    expect(await readNotes()).toEqual([])
  })

  it('that goes back leaves the invoice and the note open', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    const { id: paymentId } = await receive(1_010_00)
    const corrected = await correctPayment(services, {
      ...{ creditorId: creditor.id, paymentId, amountMinor: null, reason: 'Entered twice' },
      ...{ idempotencyKey: test.ids.uuid(), requestedBy: 'user:1' },
    })
    expect(corrected).toMatchObject({ ok: true })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 1_000_00 })
    expect(await readInvoice(test, 'A-L1')).toMatchObject({ open: 10_00 })
  })
})

describe('a transfer', () => {
  it('that is matched by its number notes the interest to the day on which it was booked', async () => {
    test.clock.set(TODAY)
    await charge()
    const baker = await createDebtor(test, creditor, { name: 'Bakkerij de Vries', externalId: 'D-9' })
    await createInvoice(test, baker, { number: 'RE-2026-0150', payableMinor: 1_000_00, dueOn: '2026-11-01' })
    expect(await transfer('1000.00', '2026-0150', 'B-1')).toMatchObject({ status: 'matched' })
    expect(await readNotes()).toEqual([{ number: 'RE-2026-0150-L1', payable: 9_50, open: 9_50, through: '2026-11-20' }])
  })

  it('that a person assigns pays the interest with what it brought beyond the invoice', async () => {
    test.clock.set(TODAY)
    await charge()
    await owe('A')
    const { id: transactionId } = await transfer('1009.50', 'thank you', 'B-1')
    const target = { kind: 'debtor', externalId: debtor.externalId, invoiceNumbers: ['A'] } as const
    const decision = { creditorId: creditor.id, decidedBy: 'user:1', transactionId, target }
    expect(await assignBankTransaction(services, decision)).toMatchObject({ ok: true })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, settledOn: '2026-11-20' })
    expect(await readNotes()).toEqual([{ number: 'A-L1', payable: 9_50, open: 0, through: '2026-11-20' }])
    expect(await listUnapplied(test)).toEqual([])
  })
})

describe('the order of partial payments on one day', () => {
  /** What is left of each invoice, what its notes billed and left open, and what is left over. */
  const readBalances = async () => ({
    open: await test.inspect(
      `select coalesce(n.about_invoice_id, i.id)::text as about, n.invoice_id is not null as note,
         sum(i.payable_minor)::int as payable, sum(i.open_minor)::int as open
       from invoice i left join interest_note n on n.invoice_id = i.id group by 1, 2 order by 1, 2`,
    ),
    credit: (await listUnapplied(test)).reduce((sum, minor) => sum + minor, 0),
  })

  it.each(['principal_first', 'charges_first'] as const)('changes no balance, %s', async (order) => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1_100_00 }), { minLength: 2, maxLength: 4 })
    const scenario = amounts.chain((parts) =>
      fc.record({
        parts: fc.constant(parts),
        shuffled: fc.shuffledSubarray(parts, { minLength: parts.length }),
        named: fc.boolean(),
        secondDueOn: fc.constantFrom('2026-11-09', '2026-12-09'),
      }),
    )
    await fc.assert(
      fc.asyncProperty(scenario, async ({ parts, shuffled, named, secondDueOn }) => {
        const outcomes = []
        for (const payments of [parts, shuffled]) {
          await test.reset()
          test.clock.set(TODAY)
          await createCreditor(test, creditor)
          await createDebtor(test, creditor, debtor)
          await charge({ order })
          await owe('A')
          await owe('B', secondDueOn)
          const ids = await test.inspect<{ id: string; number: string }>('select id::text, number from invoice')
          for (const amountMinor of payments) await receive(amountMinor, named ? ['A', 'B'] : null)
          const balances = JSON.stringify(await readBalances())
          outcomes.push(ids.reduce((text, { id, number }) => text.replaceAll(id, number), balances))
          expect(await findContradictions(test)).toEqual([])
        }
        expect(outcomes[1]).toBe(outcomes[0])
      }),
      {
        numRuns: 6,
        examples: [
          [
            {
              parts: [496_06, 429_63, 875_89],
              shuffled: [496_06, 875_89, 429_63],
              named: true,
              secondDueOn: '2026-12-09',
            },
          ],
        ],
      },
    )
  })

  it('and paying in parts costs what paying at once does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_009_99 }), async (firstMinor) => {
        await test.reset()
        test.clock.set(TODAY)
        await createCreditor(test, creditor)
        await createDebtor(test, creditor, debtor)
        await charge()
        await owe('A')
        await receive(firstMinor, ['A'])
        await receive(1_010_00 - firstMinor, ['A'])
        expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
        const notes = await readNotes()
        expect(notes.reduce((sum, { payable }) => sum + payable, 0)).toBe(10_00)
        expect(notes.reduce((sum, { open }) => sum + open, 0)).toBe(0)
        expect(await listUnapplied(test)).toEqual([])
      }),
      { numRuns: 5 },
    )
  })
})

/** Adyen's settlement details report beside the books: whose payment a line is, and what is kept of it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createSettlementReportReader } from '~/composition/settlement-reports.server'
import type { CreditorId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import {
  makeAccountLine,
  makeRefundedLine,
  makeSettledLine,
  makeSettlementReport,
  type SampleLine,
} from '~/gateways/adyen/testing/sample-settlement-report'
import { loadSettlementReport } from '~/use-cases/load-settlement-report'
import { readCreditorPayment } from '~/use-cases/read-creditor-payment'
import { readReconciliations, resolveDifference } from '~/use-cases/read-reconciliations'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useAdyenAccount } from '../setup/adyen-account'
import { createPayer, EURO, orderOf, type StartedAtProvider } from '../setup/payment-harness'

const account = await useAdyenAccount()
const { test, creditor, debtor, start, process, readPayment } = account

interface Paid extends StartedAtProvider {
  psp: string
}

beforeEach(async () => {
  for (const number of ['A', 'B', 'C']) await createInvoice(test, debtor, { number, payableMinor: 150_00 })
})

async function pay(number: string): Promise<Paid> {
  const started = await start(orderOf({ [number]: 150_00 }))
  const { pspReference } = account.adyen().shopper.authorise(started.checkoutId)
  await process()
  return { ...started, psp: pspReference }
}

const lineOf = ({ psp, payment }: Paid, cells: SampleLine = {}) =>
  makeSettledLine({ 'Psp Reference': psp, 'Merchant Reference': payment.id, ...cells })

async function load(lines: readonly SampleLine[], creditorId: CreditorId = creditor.id) {
  const loaded = await loadSettlementReport(
    { ...account.services(), settlementReportReader: createSettlementReportReader() },
    { creditorId, content: Buffer.from(makeSettlementReport(lines)), loadedBy: 'user:1' },
  )
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failure))
  return loaded.value
}

const settlementOf = async ({ payment }: Paid) =>
  (await readCreditorPayment(account.services(), { creditorId: creditor.id, paymentId: payment.id }))?.settlement

const readDifferences = () => readReconciliations(account.services(), { creditorId: creditor.id })

/** All that a report can write. */
const readAll = async () => [
  await test.inspect('select * from payment_settlement order by payment_id'),
  await test.inspect('select * from reconciliation_run order by id'),
  await test.inspect('select * from reconciliation_difference order by id'),
  await test.inspect('select * from payment order by id'),
]

const euros = (amountMinor: number) => createMoney(amountMinor, EURO)

describe('what Adyen keeps for itself', () => {
  it('is learned of the payment that a line names, and changes nothing of what was paid', async () => {
    const [paid, other] = [await pay('A'), await pay('B')]
    const before = await readPayment(paid.payment)
    const { recorded, ...rest } = await load([lineOf(paid), makeAccountLine('MerchantPayout', '148.87')])
    expect(recorded).toMatchObject([
      { row: 2, payment: { reference: paid.payment.reference }, fee: euros(1_13), net: euros(148_87) },
    ])
    expect(rest).toMatchObject({
      ...{ gateway: 'adyen', knownCount: 0, differing: [], unmatched: [], refused: [] },
      others: [{ type: 'MerchantPayout', concernsPayment: false, count: 1 }],
    })
    expect(await settlementOf(paid)).toMatchObject({
      ...{ gross: euros(150_00), fee: euros(1_13), net: euros(148_87), exchangeRate: null },
      learnedAt: test.clock.now(),
    })
    expect(await settlementOf(other)).toBeNull()
    expect(await readPayment(paid.payment)).toEqual(before)
    expect(await readDifferences()).toMatchObject({
      open: [],
      runs: [{ gateway: 'adyen', startedBy: 'user:1', checkedCount: 1, correctedCount: 0, endedAt: test.clock.now() }],
    })
  })

  it('is kept in the currency in which Adyen settles, with its rate', async () => {
    const paid = await pay('A')
    await load([
      lineOf(paid, {
        ...{ 'Net Currency': 'CHF', 'Exchange Rate': '0.94042', 'Net Credit (NC)': '139.96' },
        ...{ 'Markup (NC)': '0.56', 'Scheme Fees (NC)': '0.08', 'Interchange (NC)': '0.46' },
      }),
    ])
    expect(await settlementOf(paid)).toMatchObject({
      gross: { amountMinor: 141_06, currency: 'CHF' },
      fee: { amountMinor: 1_10, currency: 'CHF' },
      net: { amountMinor: 139_96, currency: 'CHF' },
      exchangeRate: '0.94042',
    })
  })

  it('is learned once: the same report again changes nothing', async () => {
    const [paid, other] = [await pay('A'), await pay('B')]
    const lines = [lineOf(paid), lineOf(other, { 'Gross Credit (GC)': '149', 'Net Credit (NC)': '147.87' })]
    expect(await load(lines)).toMatchObject({ recorded: [{}], knownCount: 0, differing: [{ isNew: true }] })
    const before = await readAll()
    test.clock.advance({ days: 1 })
    expect(await load(lines)).toMatchObject({ recorded: [], knownCount: 1, differing: [{ isNew: false }] })
    expect(await readAll()).toEqual(before)
  })

  it('is learned once though two people load the report at once', async () => {
    const lines = [lineOf(await pay('A'))]
    lines.push(lineOf(await pay('C'), { 'Gross Credit (GC)': '149', 'Net Credit (NC)': '147.87' }))
    const loaded = await Promise.all(Array.from({ length: 4 }, () => load(lines)))
    expect(loaded.map(({ recorded }) => recorded.length).sort()).toEqual([0, 0, 0, 1])
    const { open, runs } = await readDifferences()
    expect([open.length, runs.length]).toEqual([1, 1])
  })

  it('is not taken from what went back of the payment, whichever comes first', async () => {
    const paid = await pay('A')
    const back = [
      makeRefundedLine({ 'Psp Reference': paid.psp, 'Merchant Reference': `${paid.payment.id}:${paid.payment.id}` }),
      lineOf(paid, { Type: 'Chargeback', 'Gross Credit (GC)': '', 'Gross Debit (GC)': '150' }),
      lineOf(paid, { Type: 'ChargebackReversed', 'Net Credit (NC)': '149', 'Interchange (NC)': '0.32' }),
    ]
    expect(await load(back)).toMatchObject({ recorded: [], knownCount: 0, unmatched: [], others: [{}, {}, {}] })
    expect(await settlementOf(paid)).toBeNull()
    expect(await load([...back, lineOf(paid)])).toMatchObject({ recorded: [{ row: 5 }] })
    expect(await load(back)).toMatchObject({ recorded: [], differing: [] })
    expect(await settlementOf(paid)).toMatchObject({ fee: euros(1_13) })
  })

  it('is learned of the good lines of a report with bad ones', async () => {
    const paid = await pay('A')
    const loaded = await load([lineOf(paid, { 'Net Credit (NC)': 'x' }), lineOf(paid), makeSettledLine({ Type: '' })])
    expect(loaded).toMatchObject({
      recorded: [{ row: 3 }],
      refused: [
        { row: 2, code: 'no_number', column: 'Net Credit (NC)' },
        { row: 4, code: 'no_type', column: 'Type' },
      ],
    })
  })

  it('is learned of thousands of lines of a shop, a few of them ours', async () => {
    const paid = await pay('A')
    const shop = Array.from({ length: 3_000 }, (_, index) =>
      makeSettledLine({ 'Psp Reference': `S${String(index).padStart(15, '0')}` }),
    )
    const { recorded, unmatched } = await load([...shop, lineOf(paid)])
    expect(recorded).toMatchObject([{ row: 3_002 }])
    expect(unmatched).toHaveLength(3_000)
    expect(unmatched[0]).toEqual({ row: 2, transactionReference: 'S000000000000000' })
  })
})

describe('a line that says something else than our books', () => {
  it.each<[string, SampleLine, object]>([
    [
      'another amount',
      { 'Gross Credit (GC)': '149', 'Net Credit (NC)': '147.87' },
      { amountMinor: 149_00, currency: 'EUR' },
    ],
    ['another currency', { 'Gross Currency': 'USD', 'Net Currency': 'USD' }, { amountMinor: 150_00, currency: 'USD' }],
  ])('stands among the differences, and nothing of it is taken over: %s', async (_, cells, theirs) => {
    const paid = await pay('A')
    expect(await load([lineOf(paid, cells)])).toMatchObject({
      recorded: [],
      differing: [{ row: 2, kind: 'amount', isNew: true, ours: { amountMinor: 150_00, currency: 'EUR' }, theirs }],
    })
    expect(await settlementOf(paid)).toBeNull()
    const { open } = await readDifferences()
    expect(open).toMatchObject([
      { kind: 'amount', gateway: 'adyen', paymentReference: paid.payment.reference, theirs, foundAt: test.clock.now() },
    ])
    const resolution = { creditorId: creditor.id, differenceId: open[0]!.id, by: 'user:1', note: 'asked Adyen' }
    expect((await resolveDifference(account.services(), resolution)).ok).toBe(true)
    // What somebody has looked at does not come back with the report.
    expect(await load([lineOf(paid, cells)])).toMatchObject({ differing: [{ isNew: false }] })
    expect((await readDifferences()).open).toEqual([])
  })

  it('of the fee does not take the place of what was known', async () => {
    const paid = await pay('A')
    await load([lineOf(paid)])
    const dearer = lineOf(paid, { 'Net Credit (NC)': '148.37', 'Interchange (NC)': '0.95' })
    expect(await load([dearer, dearer])).toMatchObject({
      recorded: [],
      differing: [
        {
          ...{ kind: 'settlement', isNew: true },
          ours: { amountMinor: 148_87, feeMinor: 1_13, currency: 'EUR' },
          theirs: { amountMinor: 148_37, feeMinor: 1_63, currency: 'EUR' },
        },
        { isNew: false },
      ],
    })
    expect(await settlementOf(paid)).toMatchObject({ fee: euros(1_13) })
    expect((await readDifferences()).open).toHaveLength(1)
  })

  it('settles a payment of which no webhook came', async () => {
    account.adyen().webhooks.configure({ mode: 'hold' })
    const { payment, checkoutId } = await start(orderOf({ A: 150_00 }))
    const { pspReference: psp } = account.adyen().shopper.authorise(checkoutId)
    expect(await load([lineOf({ payment, checkoutId, psp })])).toMatchObject({
      recorded: [],
      differing: [
        {
          ...{ kind: 'status', ours: { status: 'pending' } },
          theirs: { status: 'succeeded', amountMinor: 150_00, reference: psp },
        },
      ],
    })
    expect((await readPayment(payment)).status).toBe('pending')
  })

  it('names our payment and a transaction that we do not know', async () => {
    const paid = await pay('A')
    expect(await load([lineOf({ ...paid, psp: 'ANOTHERPAYMENT00' })])).toMatchObject({
      recorded: [],
      differing: [{ kind: 'amount', theirs: { amountMinor: 150_00, reference: 'ANOTHERPAYMENT00' } }],
    })
    expect(await settlementOf(paid)).toBeNull()
  })
})

describe('another creditor on the same account of Adyen', () => {
  it('learns nothing of these payments, and these nothing of its own', async () => {
    const other = await createCreditor(test, { gateways: ['adyen'] })
    const theirDebtor = await createDebtor(test, other)
    await createInvoice(test, theirDebtor, { number: 'Z', payableMinor: 150_00 })
    const started = await start(orderOf({ Z: 150_00 }), { payer: createPayer(other, theirDebtor) })
    const { pspReference } = account.adyen().shopper.authorise(started.checkoutId)
    await process()
    const [ours, theirs] = [await pay('A'), { ...started, psp: pspReference }]
    expect(await load([lineOf(ours), lineOf(theirs)])).toMatchObject({
      recorded: [{ row: 2 }],
      unmatched: [{ row: 3, transactionReference: theirs.psp }],
      differing: [],
    })
    expect(await test.inspect('select 1 from payment_settlement where creditor_id = $1', [other.id])).toEqual([])
    expect(await load([lineOf(ours), lineOf(theirs)], other.id)).toMatchObject({
      recorded: [{ row: 3 }],
      unmatched: [{ row: 2 }],
    })
    expect(await readDifferences()).toMatchObject({ open: [], runs: [{}] })
  })

  it('is kept apart by the database as well', async () => {
    const paid = await pay('A')
    await load([lineOf(paid)])
    const other = await createCreditor(test, { gateways: ['adyen'] })
    const look = (creditorId: CreditorId) =>
      test.unitOfWork.run({ kind: 'creditor', creditorId }, async ({ payments, paymentSettlements }) => [
        (await paymentSettlements.listByPayments(creditor.id, [paid.payment.id])).size,
        (
          await payments.listNamed(creditor.id, 'adyen', {
            transactionReferences: [paid.psp],
            paymentIds: [paid.payment.id],
          })
        ).length,
      ])
    expect(await look(creditor.id)).toEqual([1, 1])
    expect(await look(other.id)).toEqual([0, 0])
    const settlement = (await settlementOf(paid))!
    const forge = test.unitOfWork.run({ kind: 'creditor', creditorId: other.id }, ({ paymentSettlements }) =>
      paymentSettlements.insertMany([{ ...settlement, fee: euros(0), net: euros(150_00) }]),
    )
    await expect(forge).rejects.toThrow(/row-level security|violates/i)
  })
})

it('a payment by another provider is never matched, whatever its reference', async () => {
  const paid = await pay('A')
  await test.inspect("update payment set gateway = 'stripe' where id = $1", [paid.payment.id])
  expect(await load([lineOf(paid)])).toMatchObject({ recorded: [], differing: [], unmatched: [{ row: 2 }] })
  await test.inspect("update payment set gateway = 'adyen' where id = $1", [paid.payment.id])
})

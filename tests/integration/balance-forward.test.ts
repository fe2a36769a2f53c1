import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStatementReader } from '~/data/statement-reader.server'
import { MOVEMENT_PAGE_SIZE, type PeriodQuery } from '~/domain/balance-forward'
import { addDays, calendarDay, dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import { readBalanceForward } from '~/use-cases/read-balance-forward'
import { readStatement } from '~/use-cases/read-statement'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'
import { createPayer, createPaymentHarness, EURO, findContradictions, orderOf } from '../setup/payment-harness'

const test = await useTestDatabase()
const harness = createPaymentHarness(test)
const statementReader = createStatementReader(test.database.reader)

const timeZone = 'Europe/Amsterdam'

let creditor: Creditor
let debtor: Debtor

beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test, { timeZone })
  debtor = await createDebtor(test, creditor)
})

afterEach(async () => {
  expect(await findContradictions(test)).toEqual([])
})

const describeContext = () => ({
  today: dayOfInstant(test.clock.now(), timeZone),
  timeZone,
  defaultCurrency: 'EUR',
  isLimited: false,
})

async function read(query: Partial<PeriodQuery>) {
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  const context = describeContext()
  const wanted = { from: calendarDay('2026-01-01'), to: context.today, currency: null, page: 1, ...query }
  return (await readBalanceForward({ statementReader }, account, context, wanted))!.balanceForward
}

/** What the statement of the same moment says is owed, less what is in the debtor's favour. */
async function readBalance(): Promise<number> {
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  const { statement } = await readStatement({ statementReader }, account, describeContext(), DEFAULT_STATEMENT_QUERY)
  return statement.positions.find(({ currency }) => currency === 'EUR')?.balanceMinor ?? 0
}

const money = (amountMinor: number) => ({ amount: { amountMinor, currency: EURO } })

/** Three invoices, a credit note, a part payment, too large a payment, a refund and a chargeback, over ten days. */
async function playHistory(): Promise<number[]> {
  const payer = createPayer(creditor, debtor)
  const balances: number[] = []
  const note = async () => void balances.push(await readBalance())
  await createInvoice(test, debtor, { number: 'A', issueOn: '2026-11-01', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'B', issueOn: '2026-11-02', payableMinor: 80_00 })
  await createInvoice(test, debtor, { number: 'G', issueOn: '2026-11-02', payableMinor: 30_00, kind: 'credit_note' })
  await note()
  test.clock.set('2026-11-10T23:30:00Z')
  const first = await harness.start(payer, orderOf({ A: 60_00 }))
  await note()
  await harness.forge(first.payment, 'checkout.succeeded', money(60_00))
  await note()
  test.clock.set('2026-11-14T10:00:00Z')
  const second = await harness.start(payer, orderOf({ A: 40_00, B: 80_00 }))
  await harness.forge(second.payment, 'checkout.succeeded', money(150_00))
  await note()
  test.clock.set('2026-11-16T10:00:00Z')
  await createInvoice(test, debtor, { number: 'C', issueOn: '2026-11-16', payableMinor: 55_00 })
  await harness.forge(second.payment, 'refund.succeeded', money(45_00))
  await note()
  test.clock.set('2026-11-20T10:00:00Z')
  await harness.forge(first.payment, 'chargeback.created', money(60_00))
  await note()
  return balances
}

describe('the balance forward', () => {
  it('closes with the balance of the account, whatever has happened', async () => {
    const balances = await playHistory()
    expect(balances).toEqual([150_00, 150_00, 90_00, -60_00, 40_00, 100_00])
    const { openingMinor, closingMinor, movements } = await read({})
    expect(openingMinor).toBe(0)
    expect(closingMinor).toBe(100_00)
    expect(movements.map(({ kind, on, amountMinor, balanceMinor }) => [kind, on, amountMinor, balanceMinor])).toEqual([
      ['invoice', '2026-11-01', 100_00, 100_00],
      ['invoice', '2026-11-02', 80_00, 180_00],
      ['credit_note', '2026-11-02', -30_00, 150_00],
      // Half past midnight in Amsterdam.
      ['payment', '2026-11-11', -60_00, 90_00],
      ['payment', '2026-11-14', -150_00, -60_00],
      ['invoice', '2026-11-16', 55_00, -5_00],
      ['refund', '2026-11-16', 45_00, 40_00],
      ['chargeback', '2026-11-20', 60_00, 100_00],
    ])
  })

  it('leads over any day: what closes one period opens the next', async () => {
    await playHistory()
    const whole = await read({})
    for (let day = calendarDay('2026-10-30'); day < whole.to; day = addDays(day, 1)) {
      const before = await read({ to: day })
      const after = await read({ from: addDays(day, 1) })
      expect(after.openingMinor).toBe(before.closingMinor)
      expect(after.closingMinor).toBe(whole.closingMinor)
      expect(before.movementCount + after.movementCount).toBe(whole.movementCount)
      expect(before.openingMinor + before.debitMinor - before.creditMinor).toBe(before.closingMinor)
    }
  })

  it('carries the balance from page to page', async () => {
    const count = MOVEMENT_PAGE_SIZE + 30
    for (let index = 0; index < count; index += 1) {
      await createInvoice(test, debtor, {
        issueOn: addDays(calendarDay('2026-02-01'), index),
        payableMinor: 1_00 + index,
      })
    }
    const first = await read({})
    const second = await read({ page: 2 })
    expect(first).toMatchObject({ pageCount: 2, movementCount: count, broughtForwardMinor: 0 })
    expect(first.movements).toHaveLength(MOVEMENT_PAGE_SIZE)
    expect(second.broughtForwardMinor).toBe(first.movements.at(-1)?.balanceMinor)
    expect(second.movements.at(-1)?.balanceMinor).toBe(second.closingMinor)
    expect(second.closingMinor).toBe(await readBalance())
  })

  it('is empty for an account without movements', async () => {
    expect(await read({})).toMatchObject({ currency: 'EUR', openingMinor: 0, closingMinor: 0, movements: [] })
  })
})

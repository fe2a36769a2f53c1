import { beforeEach, describe, expect, it } from 'vitest'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import type { Debtor } from '~/domain/debtor'
import { DEFAULT_STATEMENT_QUERY, type TotalCurrency } from '~/domain/statement-query'
import { changePolicy } from '~/use-cases/change-policy'
import { readStatement } from '~/use-cases/read-statement'
import { totalStatement } from '~/use-cases/total-statement'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const code = (text: string) => parseCurrencyCode(text)!
const context = {
  today: calendarDay('2026-11-22'),
  timeZone: 'Europe/Amsterdam',
  defaultCurrency: 'EUR',
  isLimited: false,
}

let creditor: Creditor
let debtor: Debtor
beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test)
  debtor = await createDebtor(test, creditor)
  await createInvoice(test, debtor, { payableMinor: 100_00 })
  await createInvoice(test, debtor, { payableMinor: 50_00, currency: 'USD' })
  await createInvoice(test, debtor, { payableMinor: 5_000, currency: 'KWD' })
})

async function total(wanted: TotalCurrency) {
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  const statementReader = createStatementReader(test.database.reader)
  const { statement } = await readStatement({ statementReader }, account, context, DEFAULT_STATEMENT_QUERY)
  return totalStatement(test, account, context, { statement, wanted, ownCurrency: code('EUR') })
}

async function publishRates(usd: string) {
  const perEuro = new Map([[code('USD'), usd]])
  await test.unitOfWork.run({ kind: 'system' }, ({ exchangeRates }) =>
    exchangeRates.insert({ source: 'ecb', rateOn: calendarDay('2026-11-20'), perEuro }, test.clock.now()),
  )
}

describe('the total of a statement', () => {
  it('goes by the newest rates, and says of which day and source they are', async () => {
    expect(await total(code('EUR'))).toMatchObject({ source: 'bundled', rateOn: '2026-04-13' })
    await publishRates('1.25')
    expect(await total(code('EUR'))).toMatchObject({
      currency: 'EUR',
      dueNowMinor: 140_00,
      balanceMinor: 140_00,
      missing: ['KWD'],
      source: 'ecb',
      rateOn: '2026-11-20',
      rateAgeDays: 2,
      currencies: ['EUR', 'USD'],
    })
    expect(await total(code('USD'))).toMatchObject({ dueNowMinor: 175_00 })
  })

  it('is in the currency that the creditor chose, else in its own, where none is named', async () => {
    await publishRates('1.25')
    expect((await total('own')).currency).toBe('EUR')
    await changePolicy(test, {
      creditorId: creditor.id,
      kind: 'currency',
      body: { ...DEFAULT_CURRENCY_POLICY, showTotalIn: code('USD') },
      changedBy: 'user:1',
      basedOn: null,
    })
    expect(await total('own')).toMatchObject({ currency: 'USD', dueNowMinor: 175_00 })
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { BUNDLED_RATES } from '~/domain/bundled-rates'
import { calendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY, type CurrencyPolicy } from '~/domain/currency-policy'
import type { Debtor } from '~/domain/debtor'
import type { RateTable } from '~/domain/exchange-rate'
import type { FxQuote } from '~/domain/fx-quote'
import { changePolicy } from '~/use-cases/change-policy'
import type { Transaction } from '~/use-cases/ports/unit-of-work'
import { honourQuote, listPayCurrencies, quotePayment } from '~/use-cases/quote-payment'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const code = (text: string) => parseCurrencyCode(text)!
const euro = (amountMinor: number) => ({ amountMinor, currency: code('EUR') })

let creditor: Creditor
let debtor: Debtor
beforeEach(async () => {
  await test.reset()
  creditor = await createCreditor(test)
  debtor = await createDebtor(test, creditor)
})

function publishRates(rateOn: string, rates: Record<string, string>) {
  const perEuro = new Map(Object.entries(rates).map(([currency, rate]) => [code(currency), rate]))
  const table: RateTable = { source: 'ecb', rateOn: calendarDay(rateOn), perEuro }
  return test.unitOfWork.run({ kind: 'system' }, ({ exchangeRates }) => exchangeRates.insert(table, test.clock.now()))
}

async function accept(currencies: string[], policy: Partial<CurrencyPolicy> = {}) {
  const body = { ...DEFAULT_CURRENCY_POLICY, accepted: currencies.map(code), marginBps: 150, ...policy }
  const outcome = await changePolicy(test, {
    creditorId: creditor.id,
    kind: 'currency',
    body,
    changedBy: 'user:1',
    basedOn: null,
  })
  if (!outcome.ok) throw new Error(outcome.failure.kind)
}

const asDebtor = <Value>(work: (transaction: Transaction) => Promise<Value>, of = debtor) =>
  test.unitOfWork.run({ kind: 'debtor', creditorId: creditor.id, debtorId: of.id }, work)

const quote = (amountMinor: number, currency: string, stepMinor = 1) =>
  asDebtor((transaction) =>
    quotePayment(test, transaction, {
      creditor,
      debtorId: debtor.id,
      settled: euro(amountMinor),
      chargedCurrency: code(currency),
      stepMinor,
    }),
  )

async function makeQuote(amountMinor: number, currency: string): Promise<FxQuote> {
  const outcome = await quote(amountMinor, currency)
  if (!outcome.ok || outcome.value === null) throw new Error('no quote')
  return outcome.value
}

const honour = (made: FxQuote, settled = made.settled, chargedCurrency: CurrencyCode = made.charged.currency) =>
  asDebtor((transaction) =>
    honourQuote(test, transaction, {
      creditorId: creditor.id,
      debtorId: debtor.id,
      quoteId: made.id,
      settled,
      chargedCurrency,
    }),
  )

const refusal = (kind: string) => ({ ok: false, failure: expect.objectContaining({ kind }) as unknown })

describe('quoting', () => {
  beforeEach(() => publishRates('2026-11-20', { USD: '1.1684', KWD: '0.35847' }))

  it('keeps what is shown: both amounts, both rates, the margin, the source, its day, and fifteen minutes', async () => {
    await accept(['USD'])
    const made = await makeQuote(125_000, 'USD')
    expect(made).toEqual({
      id: made.id,
      creditorId: creditor.id,
      debtorId: debtor.id,
      settled: euro(125_000),
      charged: { amountMinor: 148_241, currency: 'USD' },
      referenceRate: '1.1684',
      rate: '1.185926',
      marginBps: 150,
      marginMinor: 2_191,
      source: 'ecb',
      rateOn: '2026-11-20',
      createdAt: new Date('2026-11-21T10:00:00Z'),
      expiresAt: new Date('2026-11-21T10:15:00Z'),
    })
    const read = await asDebtor(({ fxQuotes }) => fxQuotes.findById(creditor.id, debtor.id, made.id))
    expect(read).toEqual(made)
  })

  it('needs nothing in the invoices’ own currency', async () => {
    expect(await quote(125_000, 'EUR')).toEqual({ ok: true, value: null })
    expect(await test.inspect('select 1 from fx_quote')).toEqual([])
  })

  it('is refused in a currency that is not accepted, or that has no rate', async () => {
    await accept(['USD', 'BGN'])
    expect(await quote(125_000, 'KWD')).toEqual(refusal('currency_not_accepted'))
    expect(await quote(125_000, 'BGN')).toEqual(refusal('no_rate'))
  })

  it('rounds to what can be charged', async () => {
    await accept(['KWD'], { marginBps: 0 })
    // 123.45 euro are 44.2531… dinar.
    expect(await quote(12_345, 'KWD', 10)).toMatchObject({ ok: true, value: { charged: { amountMinor: 44_250 } } })
  })

  it('goes by the newest rates, and by a creditor’s own measure of how old they may be', async () => {
    await accept(['USD'])
    await publishRates('2026-11-19', { USD: '2' })
    expect((await makeQuote(100, 'USD')).referenceRate).toBe('1.1684')
    test.clock.set('2026-11-27T10:00:00Z')
    expect((await makeQuote(100, 'USD')).rateOn).toBe('2026-11-20')
    test.clock.set('2026-11-28T10:00:00Z')
    expect(await quote(100, 'USD')).toEqual(refusal('no_rate'))
    await accept(['USD'], { oldestRateDays: 8 })
    expect((await makeQuote(100, 'USD')).rateOn).toBe('2026-11-20')
  })
})

describe('the bundled table', () => {
  it('is quoted only where the creditor chose so, and says which day it is of', async () => {
    await accept(['USD'])
    expect(await quote(100, 'USD')).toEqual(refusal('no_rate'))
    await accept(['USD'], { quotesBundledRates: true })
    expect(await makeQuote(100, 'USD')).toMatchObject({ source: 'bundled', rateOn: BUNDLED_RATES.rateOn })
  })
})

describe('a quote that a payment is started with', () => {
  beforeEach(async () => {
    await publishRates('2026-11-20', { USD: '1.1684', GBP: '0.87' })
    await accept(['USD', 'GBP'])
  })

  it('is honoured inside its minutes, whatever the rate became', async () => {
    const made = await makeQuote(125_000, 'USD')
    await publishRates('2026-11-21', { USD: '1.3' })
    test.clock.set('2026-11-21T10:14:59Z')
    expect(await honour(made)).toEqual({ ok: true, value: made })
  })

  it('is refused when they are over', async () => {
    const made = await makeQuote(125_000, 'USD')
    test.clock.set('2026-11-21T10:15:00Z')
    expect(await honour(made)).toEqual(refusal('quote_expired'))
  })

  it('is refused for another sum, another currency, or by another debtor', async () => {
    const made = await makeQuote(125_000, 'USD')
    expect(await honour(made, euro(124_000))).toEqual(refusal('quote_differs'))
    expect(await honour(made, made.settled, code('GBP'))).toEqual(refusal('quote_differs'))
    const other = await createDebtor(test, creditor)
    const seen = await asDebtor(({ fxQuotes }) => fxQuotes.findById(creditor.id, other.id, made.id), other)
    expect(seen).toBeNull()
    expect(await asDebtor(({ fxQuotes }) => fxQuotes.findById(creditor.id, debtor.id, made.id), other)).toBeNull()
  })

  it('cannot be changed in the database', async () => {
    await makeQuote(125_000, 'USD')
    await expect(test.database.pool.query('update fx_quote set rate = $1', ['9'])).rejects.toThrow(/permission denied/)
  })
})

describe('the currencies to pay in', () => {
  const list = (amountMinor: number, findStep: (currency: CurrencyCode) => number | null = () => 1) =>
    asDebtor((transaction) => listPayCurrencies(test, transaction, { creditor, settled: euro(amountMinor), findStep }))

  it('are the invoices’ own alone while the creditor has said nothing', async () => {
    await publishRates('2026-11-20', { USD: '1.1684' })
    expect(await list(10_000)).toEqual([{ amount: euro(10_000), terms: null, rateAgeDays: 0 }])
  })

  it('come with what the sum would be now, and leave nothing behind', async () => {
    await publishRates('2026-11-20', { USD: '1.1684', GBP: '0.87', KWD: '0.35847' })
    await accept(['KWD', 'EUR', 'USD', 'GBP', 'BGN'], { marginBps: 0 })
    const listed = await list(10_000, (currency) => (currency === 'GBP' ? null : currency === 'KWD' ? 10 : 1))
    expect(listed.map(({ amount, rateAgeDays }) => [amount.currency, amount.amountMinor, rateAgeDays])).toEqual([
      ['EUR', 10_000, 0],
      ['KWD', 35_850, 1],
      ['USD', 11_684, 1],
    ])
    expect(await test.inspect('select 1 from fx_quote')).toEqual([])
  })
})

describe('rates', () => {
  it('of a day are kept as they first came', async () => {
    expect(await publishRates('2026-11-20', { USD: '1.1684', GBP: '0.87' })).toBe(true)
    expect(await publishRates('2026-11-20', { USD: '9', GBP: '9' })).toBe(false)
    const newest = await asDebtor(({ exchangeRates }) => exchangeRates.findNewest())
    expect(newest?.perEuro).toEqual(new Map(Object.entries({ USD: '1.1684', GBP: '0.87' })))
    expect(newest).toMatchObject({ source: 'ecb', rateOn: '2026-11-20', fetchedAt: new Date('2026-11-21T10:00:00Z') })
  })
})

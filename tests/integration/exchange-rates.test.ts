import { beforeEach, describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { Result } from '~/domain/result'
import type { RateTable } from '~/domain/exchange-rate'
import type { RateSource, RateSourceFailure } from '~/use-cases/ports/rate-source'
import { refreshExchangeRates } from '~/use-cases/refresh-exchange-rates'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
beforeEach(() => test.reset())

/** Answers with the given outcomes in turn, and counts how often it was asked. */
function createRateSource(...answers: Result<RateTable, RateSourceFailure>[]) {
  let asked = 0
  const rateSource: RateSource = {
    async fetchRates() {
      const answer = answers[asked]
      asked += 1
      if (!answer) throw new Error('asked more often than expected')
      return answer
    },
  }
  return { rateSource, countRequests: () => asked }
}

function ratesOf(rateOn: string, usd: string): Result<RateTable, RateSourceFailure> {
  const perEuro = new Map([[parseCurrencyCode('USD')!, usd]])
  return { ok: true, value: { source: 'ecb', rateOn: calendarDay(rateOn), perEuro } }
}

const refresh = (rateSource: RateSource) => refreshExchangeRates({ ...test, rateSource })
const findNewest = () => test.unitOfWork.run({ kind: 'system' }, ({ exchangeRates }) => exchangeRates.findNewest())

describe('refreshing exchange rates', () => {
  it('keeps what is new, and asks for no more until the bank can have published again', async () => {
    const { rateSource, countRequests } = createRateSource(ratesOf('2026-11-20', '1.16'), ratesOf('2026-11-23', '1.17'))
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: '2026-11-20' } })
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: null } })
    test.clock.set('2026-11-23T15:00:00Z')
    await refresh(rateSource)
    expect(countRequests()).toBe(1)
    test.clock.set('2026-11-23T15:30:00Z')
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: '2026-11-23' } })
    expect((await findNewest())?.perEuro.get(parseCurrencyCode('USD')!)).toBe('1.17')
  })

  it('leaves what is kept as it was when the bank cannot be reached, and tries again', async () => {
    const unreachable = { ok: false, failure: { kind: 'unreachable', detail: 'no route' } } as const
    const { rateSource } = createRateSource(ratesOf('2026-11-19', '1.15'), unreachable, ratesOf('2026-11-20', '1.16'))
    await refresh(rateSource)
    expect(await refresh(rateSource)).toEqual(unreachable)
    expect((await findNewest())?.rateOn).toBe('2026-11-19')
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: '2026-11-20' } })
  })

  it('on a bank holiday finds the rates it has', async () => {
    const { rateSource } = createRateSource(ratesOf('2026-11-19', '1.15'), ratesOf('2026-11-19', '1.15'))
    await refresh(rateSource)
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: null } })
  })

  it('refuses rates of days to come, which would stand in front of all others', async () => {
    const { rateSource } = createRateSource(ratesOf('2036-11-20', '1.16'))
    expect(await refresh(rateSource)).toMatchObject({ ok: false, failure: { kind: 'future' } })
    expect(await findNewest()).toBeNull()
  })

  it('by several workers at once keeps one table', async () => {
    const answers = Array.from({ length: 8 }, () => ratesOf('2026-11-20', '1.16'))
    const { rateSource } = createRateSource(...answers)
    const outcomes = await Promise.all(answers.map(() => refresh(rateSource)))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(await test.inspect('select rate from exchange_rate')).toEqual([{ rate: '1.16' }])
  })
})

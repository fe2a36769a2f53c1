import { describe, expect, it } from 'vitest'
import { listOutcomeDeadlines, measureWait } from './awaited-outcome'
import { PAYMENT_METHOD_KINDS } from './payment-method'

const now = new Date('2026-11-22T12:00:00Z')

describe('the outcome of a payment', () => {
  it('is overdue an hour after the time of a card, and days after that of a debit', () => {
    const deadlines = new Map(listOutcomeDeadlines(now).map(({ method, endedBefore }) => [method, endedBefore]))
    expect(deadlines.get('card')).toEqual(new Date('2026-11-22T11:00:00Z'))
    expect(deadlines.get('sepa_debit')).toEqual(new Date('2026-11-12T12:00:00Z'))
    // What is not known is given the longest, and a transfer is not waited for here.
    expect(deadlines.get('other')).toEqual(new Date(Math.min(...[...deadlines.values()].map(Number))))
    expect([...deadlines.keys()]).toEqual(PAYMENT_METHOD_KINDS.filter((kind) => kind !== 'bank_transfer'))
  })

  it.each([
    ['2026-11-22T12:30:00Z', 0, 'hours'],
    ['2026-11-22T10:01:00Z', 1, 'hours'],
    ['2026-11-20T12:00:01Z', 47, 'hours'],
    ['2026-11-20T12:00:00Z', 2, 'days'],
    ['2026-11-12T11:00:00Z', 10, 'days'],
  ])('was waited for since %s', (endedAt, count, unit) => {
    expect(measureWait(new Date(endedAt), now)).toEqual({ count, unit })
  })
})

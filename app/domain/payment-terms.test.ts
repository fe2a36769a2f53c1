import { describe, expect, it } from 'vitest'
import { readPaymentTerms } from './payment-terms'

describe('readPaymentTerms', () => {
  it.each([
    ['', []],
    ['30 days net', ['30 days net']],
    ['#SKONTO#TAGE=14#PROZENT=2.00#\n', []],
    [
      '#SKONTO#TAGE=7#PROZENT=3.00#\r\n#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=100.00#\r\nDanach rein netto.\r\n',
      ['Danach rein netto.'],
    ],
    ['Zahlbar sofort. #SKONTO#TAGE=7#PROZENT=3.00#', ['Zahlbar sofort.']],
    ['Invoice #12 first', ['Invoice #12 first']],
  ])('reads %j', (terms, lines) => {
    expect(readPaymentTerms(terms)).toEqual(lines)
  })
})

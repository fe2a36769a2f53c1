import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DATE_FORMATS } from '~/domain/bank-table'
import { parseFormattedDate } from './parse-formatted-date'

const day = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('dates of a table', () => {
  it('reads back what each format writes, with a time or without', () => {
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(...DATE_FORMATS),
        fc.constantFrom('', ' 08:26:00', 'T08:26:00Z'),
        (iso, format, time) => {
          const [year = '', month = '', date = ''] = iso.split('-')
          const text = format
            .replace('YYYY', year)
            .replace('YY', year.slice(2))
            .replace('MM', month)
            .replace('DD', date)
          const read = format.includes('YYYY') ? iso : `20${iso.slice(2)}`
          expect(parseFormattedDate(`${text}${time}`, format)).toBe(read)
        },
      ),
    )
  })

  it('refuses other orders, days that do not exist and years nobody means', () => {
    expect(parseFormattedDate('31.01.2026', 'DD/MM/YYYY')).toBeNull()
    expect(parseFormattedDate('31/01/2026', 'MM/DD/YYYY')).toBeNull()
    expect(parseFormattedDate('29.02.2026', 'DD.MM.YYYY')).toBeNull()
    expect(parseFormattedDate('2026-00-10', 'YYYY-MM-DD')).toBeNull()
    expect(parseFormattedDate('0205-01-01', 'YYYY-MM-DD')).toBeNull()
    expect(parseFormattedDate('01.02.26', 'DD.MM.YYYY')).toBeNull()
    expect(parseFormattedDate('', 'YYYY-MM-DD')).toBeNull()
  })

  it('takes single digits where a sign separates', () => {
    expect(parseFormattedDate('1.2.2026', 'DD.MM.YYYY')).toBe('2026-02-01')
  })
})

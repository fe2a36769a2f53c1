import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDailyRates } from './parse-daily-rates'
import { writeDailyFile } from './testing/daily-file'

const RATES = Object.fromEntries(
  'USD JPY GBP CHF SEK NOK DKK PLN RON CZK HUF TRY'.split(' ').map((code, index) => [code, `${index + 1}.25`]),
)

const fault = (xml: string) => {
  const outcome = parseDailyRates(xml)
  return outcome.ok ? null : outcome.failure
}

describe('the bank’s daily file', () => {
  it('has a day and the rates of it, as they are written', () => {
    expect(parseDailyRates(writeDailyFile('2026-11-20', { ...RATES, USD: '1.1684' }))).toEqual({
      ok: true,
      value: {
        source: 'ecb',
        rateOn: '2026-11-20',
        perEuro: new Map(Object.entries({ ...RATES, USD: '1.1684' })),
      },
    })
  })

  it('may name currencies that are gone', () => {
    const outcome = parseDailyRates(writeDailyFile('2026-11-20', { ...RATES, HRK: '7.5', XXX: '1' }))
    expect(outcome.ok && [...outcome.value.perEuro.keys()]).toEqual(Object.keys(RATES))
  })

  it.each([
    ['nothing', ''],
    ['a page', '<!DOCTYPE html><html><body>Moved</body></html>'],
    ['a document type', `<!DOCTYPE x [<!ENTITY r "1">]>${writeDailyFile('2026-11-20', RATES)}`],
    ['an entity', writeDailyFile('2026-11-20', { ...RATES, USD: '&r;' })],
    ['a cut', writeDailyFile('2026-11-20', RATES).slice(0, -20)],
    ['no day', writeDailyFile('2026-02-30', RATES)],
    ['a few rates', writeDailyFile('2026-11-20', { USD: '1.1' })],
    ['a negative rate', writeDailyFile('2026-11-20', { ...RATES, USD: '-1.1' })],
    ['a rate of nothing', writeDailyFile('2026-11-20', { ...RATES, USD: '0' })],
    ['a rate with a comma', writeDailyFile('2026-11-20', { ...RATES, USD: '1,1' })],
    ['a currency twice', writeDailyFile('2026-11-20', RATES).replace("'JPY'", "'USD'")],
    [
      'two days',
      writeDailyFile('2026-11-20', RATES).replace('</Cube>\n</gesmes', "<Cube time='2026-11-19'/></Cube>\n</gesmes"),
    ],
    ['another vocabulary', writeDailyFile('2026-11-20', RATES).replace('eurofxref"', 'other"')],
    ['too many elements', writeDailyFile('2026-11-20', RATES).replace('<Cube>', `<Cube>${'<a/>'.repeat(600)}`)],
  ])('with %s is refused', (_, xml) => {
    expect(fault(xml)).toBeTypeOf('string')
  })
})

const SHARED_FILE = '../shared/data/fx/eurofxref-daily-2017-03-08.xml'

it.skipIf(!existsSync(SHARED_FILE))(`a file of the bank's own is read (skipped where ${SHARED_FILE} is absent)`, () => {
  const outcome = parseDailyRates(readFileSync(SHARED_FILE, 'utf8'))
  if (!outcome.ok) throw new Error(outcome.failure)
  expect(outcome.value.rateOn).toBe('2017-03-08')
  expect([...outcome.value.perEuro]).toContainEqual(['USD', '1.0556'])
  // 31 were published; the kuna is gone since.
  expect(outcome.value.perEuro.size).toBe(30)
})

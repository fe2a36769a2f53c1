/**
 * Reads the European Central Bank's daily file: an envelope with a `Cube` of a day, in which each `Cube` has a currency
 * and its rate. https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
 */
import { SaxesParser } from 'saxes'
import { parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { isRateText, type RateTable } from '~/domain/exchange-rate'
import { fail, succeed, type Result } from '~/domain/result'

const NAMESPACE = 'http://www.ecb.int/vocabulary/2002-08-01/eurofxref'

/** The bank publishes about thirty; with far fewer it is not the file that is expected. */
const FEWEST_CURRENCIES = 10

/** Several times what the file has. */
const MOST_ELEMENTS = 500

/** Thrown inside the parser's callbacks alone, to stop it at once. */
class NotRates extends Error {}

/** Fails with what is wrong, for the log. Entities are never expanded, and a document type is refused. */
export function parseDailyRates(xml: string): Result<RateTable, string> {
  const days: CalendarDay[] = []
  const perEuro = new Map<CurrencyCode, string>()
  let elements = 0
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw new NotRates(error.message)
  })
  parser.on('doctype', () => {
    throw new NotRates('it has a document type declaration')
  })
  parser.on('opentag', ({ local, uri, attributes }) => {
    elements += 1
    if (elements > MOST_ELEMENTS) throw new NotRates('it has too many elements')
    if (local !== 'Cube' || uri !== NAMESPACE) return
    const { time, currency, rate } = attributes
    if (time) days.push(readDay(time.value))
    if (currency && rate) addRate(perEuro, currency.value, rate.value)
  })
  try {
    parser.write(xml).close()
  } catch (error) {
    if (error instanceof NotRates) return fail(error.message)
    throw error
  }
  const [rateOn] = days
  if (rateOn === undefined || days.length !== 1) return fail(`it has ${days.length} days instead of one`)
  if (perEuro.size < FEWEST_CURRENCIES) return fail(`it has ${perEuro.size} rates, too few to be the daily file`)
  return succeed({ source: 'ecb', rateOn, perEuro })
}

function readDay(text: string): CalendarDay {
  const day = parseCalendarDay(text)
  if (day === null) throw new NotRates(`"${text.slice(0, 40)}" is no day`)
  return day
}

/** A currency that has gone out of circulation, or is not known here, is left out. */
function addRate(perEuro: Map<CurrencyCode, string>, code: string, rate: string): void {
  const currency = parseCurrencyCode(code)
  if (currency === null) return
  if (!isRateText(rate)) throw new NotRates(`"${rate.slice(0, 40)}" is no rate of ${currency}`)
  if (perEuro.has(currency)) throw new NotRates(`${currency} is there twice`)
  perEuro.set(currency, rate)
}

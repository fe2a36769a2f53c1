/** Numbers, money, days and instants as the reader writes them. Formatters are costly to make and are made once. */
import type { CalendarDay } from '~/domain/calendar-day'
import { getCurrencyExponent, isCurrencyCode } from '~/domain/currency'
import { holdCurrencySign } from './currency-sign'

export interface Formatters {
  /** BCP 47 tag. */
  readonly locale: string
  /** Minor units with the currency's sign: "1.234,50 €". */
  money(amountMinor: number, currency: string): string
  /** Minor units without the sign, for columns whose head names the currency. */
  amount(amountMinor: number, currency: string): string
  /** A price as a plain decimal in the currency's major unit, with all the decimals it has: "0.00125" is kept. */
  price(text: string, currency: string): string
  /** A plain decimal of any precision ("2.5", "0.00125"), grouped. */
  decimal(text: string): string
  integer(value: number): string
  /** Basis points as a percentage. */
  percent(bps: number): string
  /** A percentage as documents state it ("19", "7.7"). */
  percentage(text: string): string
  /** A calendar day: "21 Nov 2026". */
  day(day: CalendarDay): string
  /** The calendar day of an instant in the creditor's time zone. */
  dayOf(at: Date): string
  /** An instant in the creditor's time zone, with the time. */
  instant(at: Date): string
  /** The same with the zone's name, for what ends at that minute: readers may be in another one. */
  deadline(at: Date): string
}

interface CurrencyFormats {
  /** Of minor units. */
  money: (amountMinor: number) => string
  amount: Intl.NumberFormat
  price: Intl.NumberFormat
  /** Minor units in one. */
  unit: number
}

const cache = new Map<string, Formatters>()

/** `locale` is a BCP 47 tag, `timeZone` an IANA name: the creditor's. */
export function getFormatters(locale: string, timeZone: string): Formatters {
  const key = `${locale} ${timeZone}`
  let formatters = cache.get(key)
  if (!formatters) {
    // Tags come from requests: keep the memory bounded.
    if (cache.size >= 500) cache.clear()
    formatters = createFormatters(locale, timeZone)
    cache.set(key, formatters)
  }
  return formatters
}

function createFormatters(locale: string, timeZone: string): Formatters {
  const isRightToLeft = locale.split('-')[0] === 'ar'
  const holdSign = (text: string) => (isRightToLeft ? holdCurrencySign(text) : text)
  const byCurrency = new Map<string, CurrencyFormats>()
  const forCurrency = (code: string) => {
    let entry = byCurrency.get(code)
    if (!entry) {
      if (!isCurrencyCode(code)) throw new RangeError(`not an ISO 4217 currency: ${code}`)
      const digits = getCurrencyExponent(code)
      // `negative` writes no sign before nothing: a settled credit note has -0 left.
      const fraction = {
        ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
        signDisplay: 'negative',
      } as const
      const unit = 10 ** digits
      const money = new Intl.NumberFormat(locale, { style: 'currency', currency: code, ...fraction })
      entry = {
        // One amount stands in many places of a page: open, due, to be paid, the sum of it all.
        money: keep((amountMinor: number) => holdSign(money.format(amountMinor / unit))),
        amount: new Intl.NumberFormat(locale, fraction),
        price: new Intl.NumberFormat(locale, {
          style: 'currency',
          currency: code,
          ...fraction,
          maximumFractionDigits: 8,
        }),
        unit,
      }
      byCurrency.set(code, entry)
    }
    return entry
  }
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 12 })
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const dayOf = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone })
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const zone = new Intl.DateTimeFormat(locale, { hour: 'numeric', timeZoneName: 'short', timeZone })
  const nameZone = (at: Date) => zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
  return {
    locale,
    money: (amountMinor, currency) => forCurrency(currency).money(amountMinor),
    amount(amountMinor, currency) {
      const { amount, unit } = forCurrency(currency)
      return amount.format(amountMinor / unit)
    },
    // Intl reads a decimal string exactly; the type says only that it may be a numeric literal.
    price: (text, currency) => holdSign(forCurrency(currency).price.format(text as Intl.StringNumericLiteral)),
    decimal: keep((text: string) => decimal.format(text as Intl.StringNumericLiteral)),
    integer: (value) => integer.format(value),
    percent: (bps) => percent.format(bps / 10_000),
    percentage: keep((text: string) => percent.format(Number(text) / 100)),
    day: keep((value: CalendarDay) => day.format(new Date(`${value}T00:00:00Z`))),
    dayOf: (at) => dayOf.format(at),
    instant: (at) => instant.format(at),
    deadline: (at) => `${instant.format(at)} ${nameZone(at)}`,
  }
}

/** Texts a page repeats, written once: amounts, days, quantities, rates of tax. */
function keep<Value extends string | number>(write: (value: Value) => string): (value: Value) => string {
  const texts = new Map<Value, string>()
  return (value) => {
    let text = texts.get(value)
    if (text === undefined) {
      text = write(value)
      if (texts.size >= 5_000) texts.clear()
      texts.set(value, text)
    }
    return text
  }
}

/** What Stripe takes for an amount, by currency: https://docs.stripe.com/currencies, in the units of its API. */
import { refuse } from './failures'

const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
/** Three decimals, of which the last must be 0. */
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '))
/** Without decimals in the world, with two in the API. */
const WHOLE_UNITS_OF_HUNDRED = new Set(['isk', 'ugx'])
const SUPPORTED = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()))

/** The least that can be charged. Stripe names no least for the others; 1 is what it means then. */
const LEAST: Readonly<Record<string, number>> = {
  ...{ usd: 50, aed: 200, aud: 50, brl: 50, cad: 50, chf: 50, czk: 1500, dkk: 250, eur: 50, gbp: 30, hkd: 400 },
  ...{ huf: 17500, inr: 50, jpy: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, pln: 200, ron: 200, sek: 300, sgd: 50 },
  ...{ thb: 1000 },
}
const MOST = 99_999_999

/** Decimals of the whole number that the API uses for an amount. */
export function countDecimals(currency: string): 0 | 2 | 3 {
  if (ZERO_DECIMAL.has(currency)) return 0
  return THREE_DECIMAL.has(currency) ? 3 : 2
}

/** @returns The code in lower case, as Stripe answers it. */
export function readCurrency(code: string, param = 'currency'): string {
  const currency = code.toLowerCase()
  if (!SUPPORTED.has(currency)) throw refuse(`Invalid currency: ${code}.`, { param })
  return currency
}

/** Any amount of a currency: whole, not negative, and of the granularity that Stripe asks for. */
export function checkGranularity(amount: number, currency: string, param: string): void {
  if (amount < 0) throw refuse('Invalid non-negative integer', { param, code: 'parameter_invalid_integer' })
  if (WHOLE_UNITS_OF_HUNDRED.has(currency) && amount % 100 !== 0) {
    throw refuse(`Amounts in ${currency.toUpperCase()} have no decimals and must be evenly divisible by 100.`, {
      param,
      code: 'invalid_charge_amount_no_decimal_compatible',
    })
  }
  if (THREE_DECIMAL.has(currency) && amount % 10 !== 0) {
    throw refuse(`Amounts in ${currency.toUpperCase()} must be evenly divisible by 10.`, { param })
  }
}

/** An amount to charge. */
export function checkCharge(amount: number, currency: string, param: string): void {
  checkGranularity(amount, currency, param)
  const least = LEAST[currency] ?? 1
  if (amount < least) {
    throw refuse(`Amount must be at least ${least} ${currency} in the smallest unit.`, {
      param,
      code: 'amount_too_small',
    })
  }
  if (amount > MOST) {
    throw refuse(`Amount must be no more than ${MOST} ${currency} in the smallest unit.`, {
      param,
      code: 'amount_too_large',
    })
  }
}

/** @param rate Units of `to` for one unit of `from`, as in `exchange_rate`. */
export function convert(amount: number, from: string, to: string, rate: number): number {
  return Math.round(amount * rate * 10 ** (countDecimals(to) - countDecimals(from)))
}

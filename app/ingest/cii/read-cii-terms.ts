import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { SettlementDiscountTerm } from '~/domain/invoice'
import { refuse } from '../ingest-refusal'
import { omitUndefined } from '../omit-undefined'
import { sortTiers } from '../settlement-terms'
import { readSkontoNote } from '../xml/read-skonto-note'
import { addMeasuredPeriod, readDiscountRate, readOptionalAmount } from '../xml/read-values'
import { findElement, listElements, placeOf, type XmlElement } from '../xml/xml-element'
import { readOptionalCiiDay } from './read-cii-day'

/**
 * BT-9. EXTENDED documents may state several terms, one of them with an earlier date for less; the latest date is the one
 * by which all is due.
 */
export function readCiiDueDay(terms: readonly XmlElement[]): CalendarDay | undefined {
  return terms
    .map((term) => readOptionalCiiDay(findElement(term, 'ram:DueDateDateTime')))
    .filter((day) => day !== undefined)
    .sort()
    .at(-1)
}

/** Discount tiers of `#SKONTO#` lines (BT-20) and of ApplicableTradePaymentDiscountTerms (BG-X-43). */
export function readCiiSettlementDiscounts(
  terms: readonly XmlElement[],
  issueOn: CalendarDay,
  currency: CurrencyCode,
  payableMinor: number,
): SettlementDiscountTerm[] {
  return sortTiers(
    terms.flatMap((term) => [
      ...listElements(term, 'ram:Description').flatMap((description) => readSkontoNote(description, issueOn, currency)),
      ...listElements(term, 'ram:ApplicableTradePaymentDiscountTerms').flatMap((discount) =>
        readDiscountTerms(discount, term, issueOn, currency, payableMinor),
      ),
    ]),
  )
}

/**
 * One tier. The period counts from BasisDateTime, else from the issue date; without a period the basis date, else the
 * term's due date, is the deadline itself. A discount stated only as an amount must be a whole number of basis points
 * of its base, because the document grants a rate.
 */
function readDiscountTerms(
  discount: XmlElement,
  term: XmlElement,
  issueOn: CalendarDay,
  currency: CurrencyCode,
  payableMinor: number,
): SettlementDiscountTerm[] {
  const percent = findElement(discount, 'ram:CalculationPercent')
  const baseMinor = readOptionalAmount(findElement(discount, 'ram:BasisAmount'), currency)
  const rateBps =
    percent === undefined || percent.text === ''
      ? readRateOfAmount(discount, currency, baseMinor ?? payableMinor)
      : readDiscountRate(percent)
  if (rateBps === null) return []
  const basisOn = readOptionalCiiDay(findElement(discount, 'ram:BasisDateTime'))
  const period = findElement(discount, 'ram:BasisPeriodMeasure')
  const deadlineOn =
    (period && period.text !== '' ? addMeasuredPeriod(basisOn ?? issueOn, period) : basisOn) ??
    readOptionalCiiDay(findElement(term, 'ram:DueDateDateTime')) ??
    refuse('missing_field', 'a settlement discount has no period', placeOf(discount))
  return [omitUndefined<SettlementDiscountTerm>({ deadlineOn, rateBps, baseMinor })]
}

function readRateOfAmount(discount: XmlElement, currency: CurrencyCode, baseMinor: number): number | null {
  const element = findElement(discount, 'ram:ActualDiscountAmount')
  const amountMinor = readOptionalAmount(element, currency)
  if (element === undefined || amountMinor === undefined || amountMinor === 0) return null
  const scaled = BigInt(amountMinor) * 10_000n
  if (amountMinor < 0 || baseMinor < amountMinor || scaled % BigInt(baseMinor) !== 0n) {
    refuse(
      'invalid_field',
      'a discount by amount is not a whole number of hundredths of a per cent of its base',
      placeOf(element),
    )
  }
  return Number(scaled / BigInt(baseMinor))
}

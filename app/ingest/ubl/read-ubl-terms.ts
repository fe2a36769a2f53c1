import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { SettlementDiscountTerm } from '~/domain/invoice'
import { refuse } from '../ingest-refusal'
import { omitUndefined } from '../omit-undefined'
import { sortTiers } from '../settlement-terms'
import { readSkontoNote } from '../xml/read-skonto-note'
import { addMeasuredPeriod, readDiscountRate, readOptionalAmount, readOptionalDay } from '../xml/read-values'
import { findElement, listElements, placeOf, type XmlElement } from '../xml/xml-element'

/**
 * Discount tiers of `#SKONTO#` lines (BT-20) and of UBL's own SettlementDiscountPercent with SettlementPeriod. The
 * period's end date is the deadline; a duration counts from the period's start date, else from the issue date.
 */
export function readUblSettlementDiscounts(
  root: XmlElement,
  issueOn: CalendarDay,
  currency: CurrencyCode,
): SettlementDiscountTerm[] {
  return sortTiers(
    listElements(root, 'cac:PaymentTerms').flatMap((terms) => [
      ...listElements(terms, 'cbc:Note').flatMap((note) => readSkontoNote(note, issueOn, currency)),
      ...readDiscountElements(terms, issueOn, currency),
    ]),
  )
}

function readDiscountElements(
  terms: XmlElement,
  issueOn: CalendarDay,
  currency: CurrencyCode,
): SettlementDiscountTerm[] {
  const percent = findElement(terms, 'cbc:SettlementDiscountPercent')
  const rateBps = percent === undefined || percent.text === '' ? null : readDiscountRate(percent)
  if (rateBps === null) return []
  const period = findElement(terms, 'cac:SettlementPeriod')
  const duration = findElement(period, 'cbc:DurationMeasure')
  const startOn = readOptionalDay(findElement(period, 'cbc:StartDate')) ?? issueOn
  const deadlineOn =
    readOptionalDay(findElement(period, 'cbc:EndDate')) ??
    (duration && addMeasuredPeriod(startOn, duration)) ??
    readOptionalDay(findElement(terms, 'cbc:PaymentDueDate')) ??
    refuse('missing_field', 'a settlement discount has no period', placeOf(terms))
  return [
    omitUndefined<SettlementDiscountTerm>({
      deadlineOn,
      rateBps,
      baseMinor: readOptionalAmount(findElement(terms, 'cbc:Amount'), currency),
    }),
  ]
}

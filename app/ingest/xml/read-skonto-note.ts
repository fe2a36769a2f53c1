import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { SettlementDiscountTerm } from '~/domain/invoice'
import { refuse } from '../ingest-refusal'
import { parseSkontoTerms } from '../settlement-terms'
import { placeOf, type XmlElement } from './xml-element'

/** The `#SKONTO#` tiers in an element's text; refuses the document where one cannot be read. */
export function readSkontoNote(
  note: XmlElement,
  issueOn: CalendarDay,
  currency: CurrencyCode,
): SettlementDiscountTerm[] {
  const parsed = parseSkontoTerms(note.text, issueOn, currency)
  if (parsed.ok) return parsed.value
  return refuse(
    'invalid_field',
    `BT-20 has a settlement discount that cannot be read: "${parsed.failure}"`,
    placeOf(note),
  )
}

import type { CalendarDay } from '~/domain/calendar-day'
import { refuse } from '../ingest-refusal'
import { readDay } from '../xml/read-values'
import { placeOf, type XmlElement } from '../xml/xml-element'

/** The day in an element that wraps a DateTimeString (format 102 and the like), a DateTime or a Date. */
export function readCiiDay(element: XmlElement): CalendarDay {
  return readOptionalCiiDay(element) ?? refuse('missing_field', 'the date is missing', placeOf(element))
}

export function readOptionalCiiDay(element: XmlElement | undefined): CalendarDay | undefined {
  const value = element?.children[0]
  return value === undefined || value.text === '' ? undefined : readDay(value)
}

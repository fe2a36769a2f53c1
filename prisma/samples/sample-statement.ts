/**
 * A day of a sample creditor's account, with transfers that nobody but a person can tell: the demo's worklist. None of them
 * names an invoice, so no balance of the samples depends on them.
 */
import { addDays, type CalendarDay } from '~/domain/calendar-day'

interface SampleBooking {
  daysAgo: number
  amount: string
  payer: string
  text: string
}

const WATTENHORST: readonly SampleBooking[] = [
  { daysAgo: 1, amount: '1850.00', payer: 'MASCHINENBAU OSTHEIMER U. SOEHNE GMBH', text: 'Abschlag wie besprochen' },
  { daysAgo: 1, amount: '420.75', payer: 'UTILAJE HIDRAULICE SUREANU SRL', text: 'plata partiala' },
  { daysAgo: 2, amount: '96.30', payer: 'Hinnerk Ubben', text: 'Erstattung Fracht' },
  { daysAgo: 2, amount: '-14.90', payer: 'Küstenbank Emden', text: 'Kontoführung' },
]

/** As a table of the standard columns; null for a creditor that has none. */
export function writeSampleStatement(creditorSlug: string, anchorOn: CalendarDay): string | null {
  if (creditorSlug !== 'wattenhorst') return null
  const rows = WATTENHORST.map(({ daysAgo, amount, payer, text }, index) =>
    ['DE32990501000004711020', addDays(anchorOn, -daysAgo), amount, 'EUR', payer, text, `KBE-${index + 1}`].join(','),
  )
  const head = 'account_iban,booked_on,amount,currency,counterparty_name,remittance_information,bank_reference'
  return `${[head, ...rows].join('\n')}\n`
}

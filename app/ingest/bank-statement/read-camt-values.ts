/** Typed values of camt elements; each refuses what it cannot read, naming element and line. */
import type { BankParty, CreditDebit } from '~/domain/bank-statement'
import { parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney, parseDecimalToMinor, type Money } from '~/domain/money'
import { normalizeDecimal } from '../decimal-text'
import { refuse } from '../ingest-refusal'
import { normalizeIban } from '../normalize-iban'
import { isPlausibleYear } from '../plausible-year'
import { findElement, placeOf, readText, type XmlElement } from '../xml/xml-element'

/** An amount with its direction; some banks write a negative amount for one that is taken back. */
export interface SignedAmount {
  /** Not negative. */
  readonly amount: Money
  readonly isNegative: boolean
}

/** An element with a `Ccy` attribute. Refuses decimals that the currency does not have. */
export function readCamtAmount(element: XmlElement): SignedAmount {
  const code = element.attributes.get('Ccy') ?? ''
  const currency =
    parseCurrencyCode(code) ??
    refuse('invalid_field', `"${code.slice(0, 10)}" is not a currency of ISO 4217`, placeOf(element))
  const decimal = normalizeDecimal(element.text)
  const amountMinor = decimal === null ? null : parseDecimalToMinor(decimal, currency)
  if (amountMinor === null) {
    return refuse('invalid_field', `"${element.text.slice(0, 40)}" is not an amount in ${currency}`, placeOf(element))
  }
  return { amount: createMoney(Math.abs(amountMinor), currency), isNegative: amountMinor < 0 }
}

/** The CdtDbtInd inside `element`; undefined where it has none. */
export function readDirection(element: XmlElement): CreditDebit | undefined {
  const indicator = findElement(element, 'CdtDbtInd')
  if (indicator === undefined) return undefined
  if (indicator.text === 'CRDT') return 'credit'
  if (indicator.text === 'DBIT') return 'debit'
  return refuse('invalid_field', `"${indicator.text.slice(0, 10)}" is neither CRDT nor DBIT`, placeOf(indicator))
}

export function flipDirection(direction: CreditDebit): CreditDebit {
  return direction === 'credit' ? 'debit' : 'credit'
}

/**
 * A Dt, DtTm or date with time as the day that it is where the bank wrote it: the offset is the bank's own, so its day
 * is the one before the T. Null where there is none.
 */
export function readCamtDay(element: XmlElement | undefined): CalendarDay | null {
  const stated = findElement(element, 'Dt') ?? findElement(element, 'DtTm') ?? element
  if (stated === undefined || stated.text === '') return null
  const day = parseCalendarDay(stated.text.slice(0, 10))
  if (day === null || !isPlausibleYear(day.slice(0, 4)) || !/^.{10}(?:[TZ+-].*)?$/s.test(stated.text)) {
    return refuse('invalid_field', `"${stated.text.slice(0, 40)}" is not a date`, placeOf(stated))
  }
  return day
}

/** A party and its account: `Dbtr` with `DbtrAcct` and `DbtrAgt`, where the versions differ in depth. */
export function readParty(
  party: XmlElement | undefined,
  account: XmlElement | undefined,
  agent: XmlElement | undefined,
): BankParty {
  const id = findElement(account, 'Id')
  const iban = readText(id, 'IBAN')
  return {
    name: readPartyName(party) ?? readText(account, 'Nm') ?? null,
    iban: normalizeIban(iban) ?? null,
    accountNumber: readAccountNumber(id) ?? null,
    bic: readText(agent, 'FinInstnId', 'BICFI') ?? readText(agent, 'FinInstnId', 'BIC') ?? null,
  }
}

/** From version 8 on a party is a `Pty` or an `Agt` inside. */
export function readPartyName(party: XmlElement | undefined): string | undefined {
  return readText(party, 'Nm') ?? readText(party, 'Pty', 'Nm') ?? readText(party, 'Agt', 'FinInstnId', 'Nm')
}

/** An account number that is not an IBAN: Othr, and PrtryAcct, BBAN or UPIC in version 1. */
export function readAccountNumber(id: XmlElement | undefined): string | undefined {
  return readText(id, 'Othr', 'Id') ?? readText(id, 'PrtryAcct', 'Id') ?? readText(id, 'BBAN') ?? readText(id, 'UPIC')
}

/**
 * Settlement discounts written into the payment terms text (BT-20), as the German XRechnung standard does:
 * `#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=1000.00#`, one tier a line (XRechnung 3.0, BT-20 and rule BR-DE-18).
 */
import { addDays, type CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { SettlementDiscountTerm } from '~/domain/invoice'
import { parseDecimalToMinor } from '~/domain/money'
import { fail, succeed, type Result } from '~/domain/result'
import { percentToBps } from './decimal-text'

const TIER = /^TAGE=(\d{1,3})#PROZENT=(\d{1,3}(?:\.\d{1,2})?)#(?:BASISBETRAG=(\d{1,13}(?:\.\d{1,3})?)#)?/

/**
 * The tiers of a terms text, earliest deadline first. TAGE counts from the issue date: the deadline is `issueOn` plus
 * TAGE. A tier of 0 % only names the ordinary due date and is left out. Fails with the text of a tier that cannot be
 * read or states a rate above 100 %.
 */
export function parseSkontoTerms(
  terms: string,
  issueOn: CalendarDay,
  currency: CurrencyCode,
): Result<SettlementDiscountTerm[], string> {
  const tiers: SettlementDiscountTerm[] = []
  for (const text of terms.split('#SKONTO#').slice(1)) {
    const match = TIER.exec(text)
    const rateBps = percentToBps(match?.[2] ?? '')
    const baseMinor = match?.[3] === undefined ? undefined : parseDecimalToMinor(match[3], currency)
    if (!match || rateBps === null || rateBps > 10_000 || baseMinor === null) {
      return fail(`#SKONTO#${text.split('\n')[0]?.slice(0, 80) ?? ''}`)
    }
    if (rateBps === 0) continue
    const deadlineOn = addDays(issueOn, Number(match[1]))
    tiers.push(baseMinor === undefined ? { deadlineOn, rateBps } : { deadlineOn, rateBps, baseMinor })
  }
  return succeed(sortTiers(tiers))
}

/** Earliest deadline first; the same tier stated twice (in words and in elements) counts once. */
export function sortTiers(tiers: readonly SettlementDiscountTerm[]): SettlementDiscountTerm[] {
  const byContent = new Map(tiers.map((tier) => [`${tier.deadlineOn} ${tier.rateBps} ${tier.baseMinor ?? ''}`, tier]))
  return [...byContent.values()].sort((a, b) =>
    a.deadlineOn === b.deadlineOn ? b.rateBps - a.rateBps : a.deadlineOn < b.deadlineOn ? -1 : 1,
  )
}

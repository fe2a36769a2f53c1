/** "Why this amount": each step of a payoff with its formula, and who published the rate behind it, in every language. */
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { InvoiceId } from '~/domain/ids'
import { createLateClaim, type InterestTerms } from '~/domain/late-interest'
import { computePayoff } from '~/domain/payoff'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGES, type Language } from '~/i18n/languages'
import { getTranslations } from '~/i18n/translator.server'
import type { AmountReason } from '../amount-reasons'
import { listPayoffReasons } from './payoff-reasons'

const EURO = parseCurrencyCode('EUR')!

const TERMS: InterestTerms = {
  ...{ enabled: true, interest: { kind: 'statute' }, statute: 'RO', compensation: true, dueFromOn: null },
  ...{ margins: [], fixedSums: [] },
  rates: [
    {
      ...{ reference: 'ro_policy_rate', fromOn: calendarDay('2026-01-01'), rateBps: 650 },
      source: 'BNR, circulara nr. 1/2026',
    },
  ],
}

/** 1,000.00 euro that was due on 30 June, settled on the last day of September. */
function listReasons(language: Language, terms: InterestTerms = TERMS): AmountReason[] {
  const dueOn = calendarDay('2026-06-30')
  const invoice = {
    ...{ id: 'R-1' as InvoiceId, kind: 'invoice' as const, number: 'R-1', issueOn: addDays(dueOn, -30), dueOn },
    ...{ currency: EURO, payableMinor: 1_000_00, openMinor: 1_000_00, pendingMinor: 0, disputedMinor: 0 },
    ...{ plannedMinor: 0, settledOn: null },
  }
  const claim = createLateClaim({ currency: EURO, dueOn, openMinor: 1_000_00 })
  const payoff = computePayoff(
    [{ invoice, claim }],
    { interest: terms, findDiscount: () => null },
    { on: calendarDay('2026-09-30'), currency: EURO },
  )
  const translations = getTranslations(language)
  return listPayoffReasons(translations.getFixedT(language, 'payoff'), payoff, {
    ...{ discountText: translations.getFixedT(language, 'discount'), creditorName: 'Moor Supplies' },
    format: getFormatters(language, 'UTC'),
  })
}

describe('the steps of a payoff', () => {
  it.each(LANGUAGES)(
    "say in %s who published a creditor's own rate, by which law it counts, and since when",
    (language) => {
      const t = getTranslations(language).getFixedT(language, 'payoff')
      const format = getFormatters(language, 'UTC')
      const [principal, interest, rounded, compensation, total] = listReasons(language)
      expect(principal?.amount).toBe(format.money(1_000_00, EURO))
      expect(interest).toMatchObject({
        amount: format.price('36.5479', EURO),
        formula: t('why.interestFormula', {
          ...{ principal: format.money(1_000_00, EURO), rate: format.percent(1_450), days: format.integer(92) },
        }),
      })
      for (const part of [
        'BNR, circulara nr. 1/2026',
        'Legea nr. 72/2013',
        t('reference.ro_policy_rate'),
        format.percent(650),
        format.percent(800),
        format.day(calendarDay('2026-07-01')),
      ]) {
        expect(interest?.source).toContain(part)
      }
      expect(rounded?.amount).toBe(format.money(36_55, EURO))
      expect(compensation).toMatchObject({ amount: format.money(40_00, EURO), source: 'Directive 2011/7/EU art. 6(1)' })
      expect(total?.amount).toBe(format.money(1_076_55, EURO))
    },
  )

  it.each(LANGUAGES)(
    'say in %s who published a margin and a fixed sum that the creditor entered itself',
    (language) => {
      const t = getTranslations(language).getFixedT(language, 'payoff')
      const own = { country: 'RO', fromOn: calendarDay('2026-01-01') }
      const [, interest, , compensation] = listReasons(language, {
        ...TERMS,
        margins: [{ ...own, marginBps: 900, source: 'M. Of. 12/2026' }],
        fixedSums: [{ ...own, currency: EURO, belowMinor: null, amountMinor: 45_00, source: 'M. Of. 13/2026' }],
      })
      const format = getFormatters(language, 'UTC')
      expect(interest?.source).toContain('Legea nr. 72/2013')
      expect(interest?.source).toContain(t('source.margin', { source: 'M. Of. 12/2026' }))
      expect(interest?.source).toContain(format.percent(900))
      expect(compensation?.amount).toBe(format.money(45_00, EURO))
      expect(compensation?.source).toBe(
        `Directive 2011/7/EU art. 6(1). ${t('source.publishedBy', { source: 'M. Of. 13/2026' })}`,
      )
    },
  )

  it('name the publisher of a rate that comes with the portal as well', () => {
    const [, interest] = listReasons('en', { ...TERMS, statute: 'FR' })
    expect(interest?.source).toBe(
      'Main refinancing rate of the European Central Bank of Jan 1, 2026: 2.15%, plus 10%. ' +
        'Source: ECB, main refinancing operations. Code de commerce, art. L. 441-10. ' +
        'No rate of Jul 1, 2026 is known yet; the one before it goes on.',
    )
  })
})

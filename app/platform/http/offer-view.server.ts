/** Settlement offers as they are read and filled in, by debtors and in the console. */
import type { FieldProblem } from '~/components/form-field'
import type { OfferBounds, OfferEntryValues } from '~/components/offers/offer-parts'
import type { ShownOffer, ShownOfferEntry } from '~/components/offers/shown-offer'
import { addDays, parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import { fail, succeed, type Result } from '~/domain/result'
import { computeLeastOffer, computeWaived, type OfferFault, type OfferSide } from '~/domain/settlement-offer'
import type { SettlementOfferPolicy } from '~/domain/settlement-offer-policy'
import { findUnstorableText } from '~/domain/storable-text'
import { getCurrencySign } from '~/i18n/currency-sign'
import type { Formatters } from '~/i18n/formatters'
import { parseAmount } from '~/i18n/parse-amount'
import type { getTranslate } from '~/i18n/translator.server'
import type { ListedOffer, OfferEntry } from '~/use-cases/ports/settlement-offer-repository'

type Translate = ReturnType<typeof getTranslate>

export function describeOffer(offer: ListedOffer, format: Formatters): ShownOffer {
  const { id, reference, status, currency, consent, agreedAt, endedReason } = offer
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  return {
    ...{ id, reference, status, endedReason },
    debtor: { externalId: offer.debtorExternalId, name: offer.debtorName },
    owed: money(offer.owedMinor),
    offered: money(offer.offeredMinor),
    waived: money(computeWaived(offer)),
    payBy: format.day(offer.payByOn),
    answerBy: format.day(offer.answerByOn),
    openedAt: format.instant(offer.openedAt),
    agreedAt: agreedAt && format.instant(agreedAt),
    agreedBy: consent?.name ?? null,
    agreementSha256: offer.documentSha256,
    planReference: offer.planReference,
    invoices: offer.invoices.map(({ number, dueOn, amountMinor, waivedMinor }) => ({
      number,
      dueOn: format.day(dueOn),
      due: money(amountMinor),
      paid: money(amountMinor - waivedMinor),
      waived: money(waivedMinor),
    })),
  }
}

export function describeOfferEntry(
  { id, step, side, authorName, at, offeredMinor, payByOn, text }: OfferEntry,
  { offer, creditorName, format }: { offer: ListedOffer; creditorName: string; format: Formatters },
): ShownOfferEntry {
  return {
    ...{ id, step, text },
    who: authorName ?? (side === 'debtor' ? offer.debtorName : creditorName),
    at: format.instant(at),
    amount: format.money(offeredMinor, offer.currency),
    day: format.day(payByOn),
  }
}

/** What the fields of an offer tell of its bounds. */
export function describeOfferBounds(
  policy: SettlementOfferPolicy,
  about: { side: OfferSide; currency: CurrencyCode; owedMinor: number; invoiceCount: number; today: CalendarDay },
  { format, formatLocale }: { format: Formatters; formatLocale: string },
): OfferBounds {
  const latestOn = addDays(about.today, policy.mostDaysToPay)
  return {
    currencySign: getCurrencySign(about.currency, formatLocale),
    owed: format.money(about.owedMinor, about.currency),
    least: format.money(computeLeastOffer(policy, about), about.currency),
    ...{ earliestOn: addDays(about.today, 1), latestOn, latest: format.day(latestOn) },
  }
}

export function describeOfferFaults(
  t: Translate,
  faults: readonly OfferFault[],
  { owed, least, latest }: OfferBounds,
): FieldProblem[] {
  return faults.map(({ field, code }) => ({
    fieldId: field,
    text: t(/* i18n: offer:fault.* */ `offer:fault.${code}`, { owed, least, latest }),
  }))
}

export function readOfferEntry(form: URLSearchParams): OfferEntryValues {
  const text = (name: string) => form.get(name) ?? ''
  return { amount: text('amount'), payByOn: text('payByOn'), text: text('text') }
}

/** The terms that were typed, or what cannot be read of them. */
export function readOfferTerms(
  t: Translate,
  entry: OfferEntryValues,
  { currency, formatLocale }: { currency: CurrencyCode; formatLocale: string },
): Result<{ offeredMinor: number; payByOn: CalendarDay }, FieldProblem[]> {
  const amount = parseAmount(entry.amount, currency, formatLocale)
  const payByOn = parseCalendarDay(entry.payByOn.trim())
  const isStorable = findUnstorableText(entry.text) === null
  if (amount.ok && payByOn !== null && isStorable) return succeed({ offeredMinor: amount.value, payByOn })
  return fail([
    ...(amount.ok ? [] : [{ fieldId: 'amount', text: t('offer:fault.not_an_amount') }]),
    ...(payByOn === null ? [{ fieldId: 'payByOn', text: t('offer:fault.not_a_day') }] : []),
    ...(isStorable ? [] : [{ fieldId: 'text', text: t('offer:fault.text_too_long') }]),
  ])
}

/** Words and figures of late interest that pages and papers have in common. */
import type { TFunction } from 'i18next'
import { getCurrencyExponent, type CurrencyCode } from '~/domain/currency'
import { INTEREST_DIVISOR, type InterestSegment, type LateInterest } from '~/domain/late-interest'
import type { Formatters } from './formatters'

/** Where a rate of late interest comes from: the agreement, or a reference with who published it, what is added, and the law. */
export function describeInterestRate(
  t: TFunction<'payoff'>,
  { grounds, yearlyRateBps }: Pick<InterestSegment, 'grounds' | 'yearlyRateBps'>,
  format: Formatters,
): string {
  if (grounds.kind === 'contract') {
    const rate = format.percent(grounds.rateBps)
    return grounds.per === 'year'
      ? t('source.year', { rate })
      : t('source.month', { rate, yearly: format.percent(yearlyRateBps) })
  }
  const { reference, referenceBps, marginBps, roundUpToBps, marginSource, source, entryFromOn, countsFromOn, law } =
    grounds
  const parts = [
    t('source.reference', {
      reference: t(`reference.${reference}`),
      day: format.day(entryFromOn),
      rate: format.percent(referenceBps),
      margin: format.percent(marginBps),
    }),
    t('source.publishedBy', { source }),
    ...(roundUpToBps > 1 ? [t('source.roundedUp', { step: format.percent(roundUpToBps) })] : []),
    ...(law === null ? [] : [law]),
    ...(marginSource === null ? [] : [t('source.margin', { source: marginSource })]),
    ...(entryFromOn < countsFromOn ? [t('source.carried', { day: format.day(countsFromOn) })] : []),
  ]
  return parts.join('. ')
}

/** Where a fixed sum comes from: the law, and who published it where the creditor entered it in place of the law's. */
export function describeCompensationSource(
  t: TFunction<'payoff'>,
  { law, source }: NonNullable<LateInterest['compensation']>,
): string {
  return source === null ? law : `${law}. ${t('source.publishedBy', { source })}`
}

/** A product of principal, rate and days as a plain decimal with two places more than the currency has. */
export function writeExactInterest(product: bigint, currency: CurrencyCode): string {
  const decimals = getCurrencyExponent(currency) + 2
  const scaled = (product * 200n + INTEREST_DIVISOR) / (INTEREST_DIVISOR * 2n)
  const digits = String(scaled).padStart(decimals + 1, '0')
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

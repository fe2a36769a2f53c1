/**
 * What a demand claims for lateness: interest through the letter's day, segment by segment with rate and source, and the
 * fixed sum with its law. None where the creditor asks for none, or nothing has come together yet.
 */
import type { TFunction } from 'i18next'
import type { CurrencyCode } from '~/domain/currency'
import { sumItems } from '~/domain/chasing'
import { getFormatters, type Formatters } from '~/i18n/formatters'
import { describeCompensationSource, describeInterestRate, writeExactInterest } from '~/i18n/interest-words'
import { chooseLanguage } from '~/i18n/languages'
import { getTranslate, getTranslations } from '~/i18n/translator.server'
import type { WriteDemandLetter } from '~/use-cases/ports/demand-letter-writer'
import type { DocumentLanguage, LetterBlock } from '~/use-cases/ports/document-printer'
import type { Translate } from '../pdf/letterhead.server'

type Content = Parameters<WriteDemandLetter>[0]

export function writeLatenessClaims(content: Content, { language, formatLocale }: DocumentLanguage): LetterBlock[] {
  const chosen = chooseLanguage([language])
  const t = getTranslate(chosen)
  const payoffText = getTranslations(chosen).getFixedT(chosen, 'payoff')
  const format = getFormatters(formatLocale, content.creditor.timeZone)
  const { creditor, claims, today } = content
  if (claims.length === 0) return []
  const sums = sumItems(content.items).filter(({ currency }) =>
    claims.some(({ lateness }) => lateness.currency === currency),
  )
  return [
    { kind: 'heading', text: t('payoff:review.step') },
    { kind: 'paragraph', text: t('reminder:letter.claim', { creditor: creditor.name, day: format.day(today) }) },
    ...sums.flatMap(({ currency, amountMinor }) =>
      writeCurrency({ t, payoffText, format }, content, { currency, principalMinor: amountMinor }),
    ),
    { kind: 'paragraph', text: t('payoff:rule') },
  ]
}

function writeCurrency(
  { t, payoffText, format }: { t: Translate; payoffText: TFunction<'payoff'>; format: Formatters },
  { claims }: Content,
  { currency, principalMinor }: { currency: CurrencyCode; principalMinor: number },
): LetterBlock[] {
  const own = claims.filter(({ lateness }) => lateness.currency === currency)
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  // The same rate of the same source stands behind many rows: each is stated once.
  const sources: string[] = []
  const nameSource = (source: string) => {
    if (!sources.includes(source)) sources.push(source)
    return `(${format.integer(sources.indexOf(source) + 1)})`
  }
  const rows = own.flatMap(({ number, lateness }) => {
    const { segments, accruedMinor, billedMinor, interestMinor, compensation, compensationMinor } = lateness
    return [
      ...segments
        .filter(({ waived }) => !waived)
        .map((segment) => [
          t('payoff:why.interest', {
            ...{ number, from: format.day(segment.fromOn), to: format.day(segment.throughOn) },
          }),
          t('payoff:why.interestFormula', {
            principal: money(segment.principalMinor),
            rate: format.percent(segment.yearlyRateBps),
            days: format.integer(segment.days),
          }),
          nameSource(describeInterestRate(payoffText, segment, format)),
          format.price(writeExactInterest(segment.product, currency), currency),
        ]),
      ...(accruedMinor === 0 ? [] : [[t('payoff:why.rounding', { number }), '', '', money(accruedMinor)]]),
      ...(billedMinor === 0 || accruedMinor === 0
        ? []
        : [[t('payoff:why.billed', { number }), '', '', money(interestMinor - accruedMinor)]]),
      ...(compensation === null || compensationMinor === 0
        ? []
        : [
            [
              t('payoff:why.compensation', { number, principal: money(compensation.principalMinor) }),
              '',
              nameSource(describeCompensationSource(payoffText, compensation)),
              money(compensationMinor),
            ],
          ]),
    ]
  })
  const claimedMinor = own.reduce((sum, { lateness }) => sum + lateness.interestMinor + lateness.compensationMinor, 0)
  return [
    {
      kind: 'table',
      caption: t('reminder:letter.claimCaption', { currency }),
      columns: [
        { head: t('reminder:letter.claimFor'), share: 0.34 },
        { head: t('reminder:letter.claimFormula'), share: 0.36 },
        { head: t('reminder:letter.claimSource'), share: 0.1 },
        { head: t('reminder:letter.amount'), share: 0.2, isFigure: true },
      ],
      rows,
      total: [t('reminder:letter.claimTotal'), '', '', money(claimedMinor)],
    },
    ...sources.map((source, index): LetterBlock => ({
      ...{ kind: 'paragraph', text: `(${format.integer(index + 1)}) ${source}` },
    })),
    {
      kind: 'facts',
      facts: [
        [t('reminder:letter.caption', { currency }), money(principalMinor)],
        [t('payoff:review.step'), money(claimedMinor)],
        [t('reminder:letter.withClaim'), money(principalMinor + claimedMinor)],
      ],
    },
  ]
}

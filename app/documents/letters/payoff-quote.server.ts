/** A payoff quote in the reader's words: the amount, the day, and what it is made of. */
import { totalQuotedItem } from '~/domain/payoff-quote'
import { getFormatters } from '~/i18n/formatters'
import { chooseLanguage } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { WritePayoffQuote } from '~/use-cases/ports/payoff-quote-writer'

export const writePayoffQuote: WritePayoffQuote = ({ creditor, quote }, { language, formatLocale }) => {
  const t = getTranslate(chooseLanguage([language]))
  const format = getFormatters(formatLocale, creditor.timeZone)
  const money = (amountMinor: number) => format.money(amountMinor, quote.currency)
  const valid = format.day(quote.validThroughOn)
  return {
    kind: 'payoff_quote',
    title: `${t('payoff:quote.title')} ${quote.number}`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          [t('payoff:quote.number'), quote.number],
          [t('payoff:quote.issued'), format.day(quote.issuedOn)],
          [t('payoff:quote.valid'), valid],
          [t('payoff:quote.total'), money(quote.totalMinor)],
        ],
      },
      { kind: 'paragraph', text: t('payoff:quote.promise', { creditor: creditor.name, day: valid }) },
      { kind: 'paragraph', text: t('payoff:quote.least') },
      {
        kind: 'table',
        caption: t('payoff:quote.items'),
        columns: [
          { head: t('payoff:quote.invoice'), share: 0.25 },
          { head: t('payoff:table.principal'), share: 0.15, isFigure: true },
          { head: t('payoff:table.discount'), share: 0.15, isFigure: true },
          { head: t('payoff:table.interest'), share: 0.15, isFigure: true },
          { head: t('payoff:table.compensation'), share: 0.15, isFigure: true },
          { head: t('payoff:table.total'), share: 0.15, isFigure: true },
        ],
        rows: quote.items.map((item) => [
          item.number,
          money(item.principalMinor),
          money(-(item.concession?.amountMinor ?? 0)),
          money(item.interestMinor),
          money(item.compensationMinor),
          money(totalQuotedItem(item)),
        ]),
        total: [t('payoff:table.total'), '', '', '', '', money(quote.totalMinor)],
      },
      { kind: 'paragraph', text: t('payoff:rule') },
      { kind: 'paragraph', text: t('payoff:quote.basis', { day: format.day(quote.issuedOn) }) },
    ],
  }
}

/** A formal payment request in the reader's words: what is open, until when, how to pay, and how to answer. */
import { isolate } from '../pdf/typeset.server'
import { writeLatenessClaims } from './lateness-claim.server'
import { countDaysBetween } from '~/domain/calendar-day'
import { findTransferAccount } from '~/domain/bank-account'
import { sumItems } from '~/domain/chasing'
import { getFormatters } from '~/i18n/formatters'
import { chooseLanguage, getDirection } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { WriteDemandLetter } from '~/use-cases/ports/demand-letter-writer'
import type { LetterBlock } from '~/use-cases/ports/document-printer'

type Fact = readonly [name: string, value: string]

export const writeDemandLetter: WriteDemandLetter = (content, { language, formatLocale }) => {
  const { creditor, items, payByOn, reference, today, note } = content
  const chosen = chooseLanguage([language])
  const t = getTranslate(chosen)
  const format = getFormatters(formatLocale, creditor.timeZone)
  const by = format.day(payByOn ?? today)
  // Groups of digits alone would be read from the right in a text that runs so.
  const written = (digits: string) => isolate(digits, getDirection(chosen))
  const sums = sumItems(items)
  const tables = sums.map(({ currency, amountMinor }): LetterBlock => ({
    kind: 'table',
    caption: t('reminder:letter.caption', { currency }),
    columns: [
      { head: t('reminder:letter.number'), share: 0.25 },
      { head: t('reminder:letter.issued'), share: 0.15 },
      { head: t('reminder:letter.due'), share: 0.15 },
      { head: t('reminder:letter.late'), share: 0.13, isFigure: true },
      { head: t('reminder:letter.amount'), share: 0.16, isFigure: true },
      { head: t('reminder:letter.open'), share: 0.16, isFigure: true },
    ],
    rows: items
      .filter(({ invoice }) => invoice.currency === currency)
      .map(({ invoice, dueNowMinor }) => [
        invoice.number,
        format.day(invoice.issueOn),
        format.day(invoice.dueOn),
        format.integer(countDaysBetween(invoice.dueOn, today)),
        format.money(invoice.payableMinor, currency),
        format.money(dueNowMinor, currency),
      ]),
    total: [t('reminder:letter.total'), '', '', '', '', format.money(amountMinor, currency)],
  }))
  const accounts = sums.flatMap(({ currency }): LetterBlock[] => {
    const account = findTransferAccount(creditor, currency)
    if (!account) return []
    const facts: (Fact | null)[] = [
      [t('access:trust.holder'), account.accountName],
      account.iban === undefined
        ? null
        : [t('access:trust.iban'), written(account.iban.replace(/(.{4})(?=.)/g, '$1 '))],
      account.bic === undefined ? null : [t('access:trust.bic'), account.bic],
      account.accountNumber === undefined ? null : [t('access:trust.number'), written(account.accountNumber)],
      account.routingCode === undefined ? null : [t('access:trust.routing'), written(account.routingCode)],
      account.bankName === undefined ? null : [t('access:trust.bank'), account.bankName],
    ]
    return [{ kind: 'facts', facts: facts.filter((fact) => fact !== null) }]
  })
  return {
    kind: 'demand_letter',
    title: t('reminder:letter.title', { reference }),
    blocks: [
      { kind: 'paragraph', text: t('reminder:letter.opening', { creditor: creditor.name, by }) },
      ...(note === null ? [] : [{ kind: 'paragraph', text: note } as const]),
      ...tables,
      ...writeLatenessClaims(content, { language, formatLocale }),
      { kind: 'heading', text: t('reminder:letter.howToPay') },
      {
        kind: 'paragraph',
        text: accounts.length === 0 ? t('reminder:letter.howToPayLink') : t('reminder:letter.howToPayText'),
      },
      ...accounts,
      { kind: 'heading', text: t('reminder:letter.notRight') },
      { kind: 'paragraph', text: t('reminder:letter.notRightText', { by, email: creditor.supportEmail }) },
      { kind: 'paragraph', text: t('reminder:letter.next', { creditor: creditor.name }) },
    ],
  }
}

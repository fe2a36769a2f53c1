/** The credit note that states a settlement discount with its tax, in the reader's words; or the note that cancels one. */
import { getFormatters } from '~/i18n/formatters'
import { chooseLanguage } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { WriteDiscountNote } from '~/use-cases/ports/discount-note-writer'

type Fact = readonly [name: string, value: string]

export const writeDiscountNote: WriteDiscountNote = (content, { language, formatLocale }) => {
  const { creditor, debtor, invoice, discount, noteNumber, takenOn, cancels } = content
  const t = getTranslate(chooseLanguage([language]))
  const format = getFormatters(formatLocale, creditor.timeZone)
  const { rateBps, deadlineOn, taxMode, taxParts, amountMinor } = discount
  const isCancellation = amountMinor < 0
  // What a note cancels it states as a figure of its own, without a sign.
  const money = (minor: number) => format.money(isCancellation ? -minor : minor, invoice.currency)
  const names = { creditor: creditor.name, debtor: debtor.name, invoice: invoice.number }
  const vatIds: Fact[] = [creditor, debtor].flatMap(({ name, vatId }) =>
    vatId === null ? [] : [[t('discount:note.vatOf', { name }), vatId] as const],
  )
  return {
    kind: 'discount_note',
    title: isCancellation
      ? t('discount:note.cancelTitle', { number: noteNumber })
      : t('discount:note.title', { number: noteNumber }),
    blocks: [
      {
        kind: 'facts',
        facts: [
          [t('discount:note.number'), noteNumber],
          [t('discount:note.date'), format.day(takenOn)],
          [
            t('discount:note.ofInvoice'),
            t('discount:note.ofInvoiceOn', { number: invoice.number, day: format.day(invoice.issueOn) }),
          ],
          [
            t('discount:note.terms'),
            t('discount:note.termsOf', { percent: format.percent(rateBps), day: format.day(deadlineOn) }),
          ],
          ...vatIds,
        ],
      },
      {
        kind: 'paragraph',
        text: isCancellation
          ? t('discount:note.cancelText', { ...names, note: cancels ?? '' })
          : t('discount:note.text', names),
      },
      {
        kind: 'table',
        caption: t('discount:taken.caption'),
        columns: [
          { head: t('discount:taken.rate'), share: 0.28 },
          { head: t('discount:taken.net'), share: 0.24, isFigure: true },
          { head: t('discount:taken.tax'), share: 0.24, isFigure: true },
          { head: t('discount:taken.total'), share: 0.24, isFigure: true },
        ],
        rows: taxParts.map(({ percent, netMinor, taxMinor }) => [
          percent === null ? t('discount:taken.noRate') : format.percentage(percent),
          money(netMinor),
          money(taxMinor),
          money(netMinor + taxMinor),
        ]),
        total: [
          t('discount:note.sum'),
          money(taxParts.reduce((sum, part) => sum + part.netMinor, 0)),
          money(taxParts.reduce((sum, part) => sum + part.taxMinor, 0)),
          money(amountMinor),
        ],
      },
      {
        kind: 'paragraph',
        text: taxMode === 'included' ? t('discount:note.taxIncluded') : t('discount:note.taxKept'),
      },
    ],
  }
}

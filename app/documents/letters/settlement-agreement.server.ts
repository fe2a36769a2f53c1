/** The agreement of a settlement in the reader's words: what is paid, by when, what that ends, and what follows if it is not. */
import { computeWaived, findLastArrivalDay } from '~/domain/settlement-offer'
import { getFormatters } from '~/i18n/formatters'
import { chooseLanguage } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { WriteSettlementAgreement } from '~/use-cases/ports/settlement-agreement-writer'

export const writeSettlementAgreement: WriteSettlementAgreement = (
  { creditor, debtor, offer, agreedBy, agreedAt },
  { language, formatLocale },
) => {
  const t = getTranslate(chooseLanguage([language]))
  const format = getFormatters(formatLocale, creditor.timeZone)
  const money = (amountMinor: number) => format.money(amountMinor, offer.currency)
  const { reference, owedMinor, offeredMinor, payByOn, planReference } = offer
  const names = { creditor: creditor.name, debtor: debtor.name }
  const terms = {
    offered: money(offeredMinor),
    waived: money(computeWaived(offer)),
    day: format.day(payByOn),
    arrival: format.day(findLastArrivalDay(offer)),
  }
  return {
    kind: 'settlement_agreement',
    title: t('offer:letter.title', { reference }),
    blocks: [
      { kind: 'paragraph', text: t('offer:letter.opening', names) },
      {
        kind: 'facts',
        facts: [
          [t('offer:fact.owed'), money(owedMinor)],
          [t('offer:fact.offered'), terms.offered],
          [t('offer:fact.waived'), terms.waived],
          [t('offer:fact.payBy'), terms.day],
        ],
      },
      {
        kind: 'table',
        caption: t('offer:form.caption'),
        columns: [
          { head: t('offer:form.number'), share: 0.28 },
          { head: t('offer:form.dueOn'), share: 0.18 },
          { head: t('offer:form.due'), share: 0.18, isFigure: true },
          { head: t('offer:form.paid'), share: 0.18, isFigure: true },
          { head: t('offer:form.waived'), share: 0.18, isFigure: true },
        ],
        rows: offer.invoices.map(({ number, dueOn, amountMinor, waivedMinor }) => [
          number,
          format.day(dueOn),
          money(amountMinor),
          money(amountMinor - waivedMinor),
          money(waivedMinor),
        ]),
        total: [t('offer:form.total'), '', money(owedMinor), money(offeredMinor), terms.waived],
      },
      { kind: 'paragraph', text: t('offer:letter.sum', { ...names, ...terms }) },
      { kind: 'paragraph', text: t('offer:letter.effect', { ...names, ...terms }) },
      { kind: 'paragraph', text: t('offer:letter.breach') },
      ...(planReference === null
        ? []
        : [{ kind: 'paragraph' as const, text: t('offer:one.replaces', { plan: planReference }) }]),
      {
        kind: 'paragraph',
        text: t('offer:letter.consent', {
          ...names,
          name: agreedBy ?? t('offer:letter.noName'),
          at: format.instant(agreedAt),
        }),
      },
    ],
  }
}

/** The mails about settlement offers: each step, to the side that is to know of it. */
import { computeWaived } from '~/domain/settlement-offer'
import type { MailContent } from '~/use-cases/ports/mail-renderer'
import type { LetterTools } from './access-letters.server'
import type { Letter } from './render-mail.server'

export function writeSettlementLetter(
  {
    creditor: { name: creditor },
    debtor,
    offer,
    entry,
    reader,
    url,
  }: Extract<MailContent, { kind: 'settlement-step' }>,
  { t, format, closing }: LetterTools,
): Letter {
  const { currency, reference } = offer
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const values = {
    ...{ creditor, debtor: debtor.name, reference },
    amount: money(entry.offeredMinor),
    owed: money(offer.owedMinor),
    day: format.day(entry.payByOn),
    answerBy: format.day(offer.answerByOn),
  }
  const isToDebtor = reader === 'debtor'
  return {
    subject: t(/* i18n: offer:mail.subject.* */ `offer:mail.subject.${entry.step}`, values),
    paragraphs: [
      t('email:greeting'),
      isToDebtor
        ? t(/* i18n: offer:mail.debtor.* */ `offer:mail.debtor.${entry.step}`, values)
        : t(/* i18n: offer:mail.creditor.* */ `offer:mail.creditor.${entry.step}`, values),
      ...entry.text.split(/\n+/).filter((line) => line.trim() !== ''),
    ],
    facts: [
      [t('offer:fact.reference'), reference],
      [t('offer:fact.owed'), values.owed],
      [t('offer:fact.offered'), values.amount],
      [t('offer:fact.waived'), money(computeWaived({ owedMinor: offer.owedMinor, offeredMinor: entry.offeredMinor }))],
      [t('offer:fact.payBy'), values.day],
      [t('offer:fact.invoices'), offer.invoices.map(({ number }) => number).join(', ')],
    ],
    button: { label: t('offer:mail.open'), url },
    closing: isToDebtor ? closing : [],
  }
}

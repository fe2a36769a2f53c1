/** The mails by which a debtor learns how an agreed plan goes on. */
import type { MailContent } from '~/use-cases/ports/mail-renderer'
import type { LetterTools } from './access-letters.server'
import type { Letter } from './render-mail.server'

type NoticeMail = Extract<MailContent, { kind: 'plan-notice' }>

export function writePlanNotice(content: NoticeMail, { t, format, closing }: LetterTools): Letter {
  const { creditor, debtor, plan, instalment, instalmentCount, notice, leftMinor, url } = content
  const money = (minor: number) => format.money(minor, plan.currency)
  const amount = money(instalment ? instalment.amountMinor - instalment.paidMinor : leftMinor)
  const words = { creditor: creditor.name, amount, day: instalment ? format.day(instalment.dueOn) : '' }
  const isOver = notice === 'completed' || instalment === null
  return {
    subject: t(/* i18n: instalment:mail.subject.* */ `instalment:mail.subject.${notice}`, words),
    paragraphs: [
      t('email:greeting'),
      t(/* i18n: instalment:mail.* */ `instalment:mail.${notice}`, words),
      ...describeNext(content, { t, format }),
    ],
    facts: [
      [t('email:link.account'), debtor.name],
      [t('instalment:mail.reference'), plan.reference],
      ...(instalment
        ? ([
            [
              t('instalment:mail.instalment'),
              instalment.number === 0
                ? t('instalment:mail.downPayment')
                : t('instalment:mail.numberOf', {
                    number: format.integer(instalment.number),
                    total: format.integer(instalmentCount),
                  }),
            ],
            [t('instalment:mail.dueOn'), format.day(instalment.dueOn)],
            [t('instalment:mail.amount'), amount],
          ] satisfies [string, string][])
        : []),
      ...(isOver ? [] : ([[t('instalment:mail.left'), money(leftMinor)]] satisfies [string, string][])),
    ],
    button: { label: t('instalment:mail.open'), url },
    closing,
  }
}

function describeNext(
  { notice, isCollected, retryOn }: NoticeMail,
  { t, format }: Pick<LetterTools, 't' | 'format'>,
): string[] {
  if (notice === 'upcoming') return [isCollected ? t('instalment:mail.collected') : t('instalment:mail.byHand')]
  if (notice !== 'collection_failed') return []
  return [retryOn === null ? t('instalment:mail.noRetry') : t('instalment:mail.retry', { day: format.day(retryOn) })]
}

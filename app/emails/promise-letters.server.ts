/** The mails about promises to pay, to whoever promised. */
import type { MailContent } from '~/use-cases/ports/mail-renderer'
import type { LetterTools } from './access-letters.server'
import type { Letter } from './render-mail.server'

export function writePromiseLetter(
  { creditor: { name: creditor }, promise, step, url }: Extract<MailContent, { kind: 'promise-step' }>,
  { t, format, closing }: LetterTools,
): Letter {
  const amount = format.money(promise.amountMinor, promise.currency)
  const day = format.day(promise.promisedOn)
  const received = promise.receivedMinor > 0 ? format.money(promise.receivedMinor, promise.currency) : null
  return {
    subject: t(/* i18n: promise:mail.subject.* */ `promise:mail.subject.${step}`, { creditor, amount, day }),
    paragraphs: [
      promise.madeByName === null ? t('email:greeting') : t('email:greetingName', { name: promise.madeByName }),
      t(/* i18n: promise:mail.text.* */ `promise:mail.text.${step}`, { creditor, amount, day }),
      ...(step === 'made' && promise.pausesChasing
        ? [t('promise:mail.pause', { day: format.day(promise.graceUntilOn) })]
        : []),
    ],
    facts: [
      [t('promise:fact.reference'), promise.reference],
      [t('promise:fact.amount'), amount],
      [t('promise:fact.day'), day],
      ...(received === null ? [] : [[t('promise:fact.received'), received] satisfies [string, string]]),
      [t('promise:fact.invoices'), promise.invoices.map(({ number }) => number).join(', ')],
    ],
    button: { label: t('promise:mail.open'), url },
    closing,
  }
}

/** The mails about what debtors write to the creditor, and about changed bank details. */
import type { ContactRequest } from '~/domain/contact-request'
import type { MailContent } from '~/use-cases/ports/mail-renderer'
import type { LetterTools } from './access-letters.server'
import type { Letter } from './render-mail.server'

type Of<Kind extends MailContent['kind']> = Extract<MailContent, { kind: Kind }>

/** To the creditor: all that was written. An answer to the mail goes to whoever wrote. */
export function writeContactReceivedLetter(
  { debtor, request, pause, url }: Of<'contact-received'>,
  { t, format }: LetterTools,
): Letter {
  const kind = t(/* i18n: contact:kind.* */ `contact:kind.${request.kind}`)
  const facts: [string, string | null][] = [
    [t('contact:console.debtor'), `${debtor.name} (${debtor.externalId})`],
    [t('contact:console.from'), [request.senderName, request.senderEmail].filter((part) => part !== null).join(' · ')],
    [t('contact:field.subject'), request.kind === 'message' ? request.subject : null],
    [t('contact:fact.reason'), describeReason(request, t)],
    [t('contact:fact.invoice'), request.invoiceNumber],
    [t('contact:fact.until'), request.kind === 'hardship' ? format.day(request.wishedUntilOn) : null],
    [
      t('contact:fact.proposed'),
      request.kind === 'not_for_me' && request.proposed
        ? [request.proposed.name, request.proposed.email].filter((part) => part !== null).join(' · ')
        : null,
    ],
  ]
  return {
    subject: t('contact:mail.received.subject', { kind, debtor: debtor.name, reference: request.reference }),
    paragraphs: [
      t('email:greeting'),
      t('contact:mail.received.text', { debtor: debtor.name }),
      ...(pause === null ? [] : [t('contact:mail.received.paused', { until: format.day(pause.untilOn) })]),
      ...splitLines(request.text),
    ],
    facts: facts.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]])),
    button: { label: t('contact:mail.received.open'), url },
    closing: [],
  }
}

/** To whoever wrote. It repeats nothing of what was written: the address is only what somebody typed. */
export function writeContactConfirmedLetter(
  { creditor: { name: creditor }, request, pause }: Of<'contact-confirmed'>,
  { t, format, closing }: LetterTools,
): Letter {
  return {
    subject: t('contact:mail.confirmed.subject', { creditor, reference: request.reference }),
    paragraphs: [
      t('email:greeting'),
      t(/* i18n: contact:mail.confirmed.* */ `contact:mail.confirmed.${request.kind}`, { creditor }),
      ...(pause === null ? [] : [t('contact:mail.paused', { until: format.day(pause.untilOn) })]),
      t('contact:mail.confirmed.ignore'),
    ],
    facts: [[t('contact:fact.reference'), request.reference]],
    button: null,
    closing,
  }
}

/** The creditor's answer or decision, to whoever wrote. */
export function writeContactAnsweredLetter(
  { creditor: { name: creditor }, request, pause, reply }: Of<'contact-answered'>,
  { t, format, closing }: LetterTools,
): Letter {
  return {
    subject: t('contact:mail.answered.subject', { creditor, reference: request.reference }),
    paragraphs: [
      t('email:greeting'),
      t(/* i18n: contact:mail.answered.* */ `contact:mail.answered.${request.status}`, { creditor }),
      ...(pause === null ? [] : [t('contact:mail.paused', { until: format.day(pause.untilOn) })]),
      ...(reply === null ? [] : splitLines(reply)),
    ],
    facts: [[t('contact:fact.reference'), request.reference]],
    button: null,
    closing,
  }
}

/** The creditor has ended a pause before its time, to whoever asked for it. */
export function writePauseEndedLetter(
  { creditor: { name: creditor }, request, pause }: Of<'pause-ended'>,
  { t, format, closing }: LetterTools,
): Letter {
  return {
    subject: t('contact:mail.pauseEnded.subject', { creditor, reference: request.reference }),
    paragraphs: [
      t('email:greeting'),
      t('contact:mail.pauseEnded.text', { creditor, until: format.day(pause.untilOn) }),
      ...splitLines(pause.endedReason ?? ''),
      t('contact:mail.pauseEnded.next', { creditor }),
    ],
    facts: [[t('contact:fact.reference'), request.reference]],
    button: null,
    closing,
  }
}

/** To the creditor: its accounts are others now. */
export function writeBankDetailsLetter(
  { creditor: { name: creditor }, changedAt, standings }: Of<'bank-details-changed'>,
  { t, format }: LetterTools,
): Letter {
  return {
    subject: t('contact:mail.bank.subject', { creditor }),
    paragraphs: [t('email:greeting'), t('contact:mail.bank.text', { at: format.instant(changedAt) })],
    facts: standings.map(({ account, coolingUntil }): [string, string] => [
      `${account.label} (${account.currency})`,
      [
        account.iban ?? [account.routingCode, account.accountNumber].filter((part) => part !== undefined).join(' '),
        ...(coolingUntil === null ? [] : [t('contact:mail.bank.new', { until: format.instant(coolingUntil) })]),
      ].join(' · '),
    ]),
    button: null,
    closing: [t('contact:mail.bank.wrong')],
  }
}

function describeReason(request: ContactRequest, t: LetterTools['t']): string | null {
  if (request.kind === 'hardship') return t(/* i18n: contact:hardship.* */ `contact:hardship.${request.reason}`)
  if (request.kind === 'not_for_me') return t(/* i18n: contact:recipient.* */ `contact:recipient.${request.reason}`)
  return null
}

function splitLines(text: string): string[] {
  return text.split(/\n+/).filter((line) => line.trim() !== '')
}

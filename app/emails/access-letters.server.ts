/** The mails about forwarded links, payments that need two people, and links that nobody knows. */
import type { getFormatters } from '~/i18n/formatters'
import type { getTranslate } from '~/i18n/translator.server'
import type { MailContent } from '~/use-cases/ports/mail-renderer'
import type { Letter } from './render-mail.server'

type Of<Kind extends MailContent['kind']> = Extract<MailContent, { kind: Kind }>

/** What every letter is written with, and how it ends. */
export interface LetterTools {
  t: ReturnType<typeof getTranslate>
  format: ReturnType<typeof getFormatters>
  closing: string[]
}

export function writeForwardedLetter(
  { creditor: { name: creditor }, debtor, link, url }: Of<'access-link'>,
  inviter: string,
  { t, format, closing }: LetterTools,
): Letter {
  return {
    subject: t('delegation:mail.forwarded.subject', { inviter, creditor }),
    paragraphs: [
      link.recipientName === null ? t('email:greeting') : t('email:greetingName', { name: link.recipientName }),
      t('delegation:mail.forwarded.text', { inviter, creditor }),
    ],
    facts: [
      [t('email:link.account'), debtor.name],
      ...(link.delegation?.caps ?? []).map((cap): [string, string] => [
        t('delegation:access.cap'),
        format.money(cap.amountMinor, cap.currency),
      ]),
      [t('email:link.validUntil'), format.instant(link.expiresAt)],
    ],
    button: { label: t('email:link.open'), url },
    closing,
  }
}

export function writeReportedLetter(
  { debtor, link, reportedBy, url }: Of<'link-reported'>,
  { t, format }: LetterTools,
): Letter {
  return {
    subject: t('delegation:mail.reported.subject', { debtor: debtor.name }),
    paragraphs: [t('email:greeting'), t('delegation:mail.reported.text')],
    facts: [
      [t('email:link.account'), debtor.name],
      [t('delegation:mail.reported.link'), link.recipientName ?? t('delegation:access.nameless')],
      [t('email:link.validUntil'), format.instant(link.expiresAt)],
      ...(reportedBy === '' ? [] : [[t('delegation:mail.reported.by'), reportedBy] as [string, string]]),
    ],
    button: { label: t('delegation:mail.reported.open'), url },
    closing: [],
  }
}

export function writeApprovalLetter(
  { kind, creditor: { name: creditor }, approval, url }: Of<'approval-requested' | 'approval-decided'>,
  { t, format, closing }: LetterTools,
): Letter {
  const amount = format.money(approval.totalMinor, approval.currency)
  const status = approval.status === 'waiting' ? null : approval.status
  const facts: [string, string][] = [
    ...(approval.requestedByName === null
      ? []
      : [[t('delegation:approvals.by'), approval.requestedByName] as [string, string]]),
    ...approval.order.items.map((item): [string, string] => [
      t('email:payment.invoice', { number: item.number }),
      format.money(item.amountMinor, approval.currency),
    ]),
  ]
  const button = { label: t('delegation:mail.show'), url }
  if (kind === 'approval-requested' || status === null) {
    return {
      subject: t('delegation:mail.requested.subject', { amount, creditor }),
      paragraphs: [t('email:greeting'), t('delegation:mail.requested.text', { amount, creditor })],
      facts: [...facts, [t('delegation:approvals.until'), format.instant(approval.expiresAt)]],
      button,
      closing,
    }
  }
  return {
    subject: t('delegation:mail.decided.subject', {
      ...{ amount, creditor },
      state: t(/* i18n: delegation:approvals.state.* */ `delegation:approvals.state.${status}`),
    }),
    paragraphs: [t('email:greeting'), t(/* i18n: delegation:mail.decided.* */ `delegation:mail.decided.${status}`)],
    facts: [
      ...facts,
      ...(approval.decidedByName === null
        ? []
        : [[t('delegation:approvals.decidedBy'), approval.decidedByName] as [string, string]]),
      ...(approval.reason === null ? [] : [[t('delegation:approvals.reason'), approval.reason] as [string, string]]),
    ],
    button,
    closing,
  }
}

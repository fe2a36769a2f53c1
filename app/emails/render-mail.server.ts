/**
 * The texts of the mails: a few plain paragraphs, one button, in the reader's language. They say who writes, about which
 * account and what happens next, and carry nothing that a reader of somebody else's mailbox should not see.
 */
import { html, joinHtml, type SafeHtml } from '~/components/html'
import type { OneTimeCodePurpose } from '~/domain/one-time-code'
import { getFormatters } from '~/i18n/formatters'
import { chooseFormatLocale, chooseLanguage, getDirection } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { LogoInMail, MailContent, RenderMail } from '~/use-cases/ports/mail-renderer'
import {
  writeApprovalLetter,
  writeForwardedLetter,
  writeReportedLetter,
  type LetterTools,
} from './access-letters.server'
import { writeDisputeLetter } from './dispute-letters.server'
import { writePlanLetter } from './plan-letters.server'
import { writePlanNotice } from './plan-notices.server'
import { writeReminderLetter } from './reminder-letters.server'
import {
  writeBankDetailsLetter,
  writeContactAnsweredLetter,
  writeContactConfirmedLetter,
  writeContactReceivedLetter,
  writePauseEndedLetter,
} from './contact-letters.server'

import { writePromiseLetter } from './promise-letters.server'
import { writeSettlementLetter } from './settlement-letters.server'

/** What a mail says, before it is set. */
export interface Letter {
  subject: string
  paragraphs: string[]
  /** Name and value, in order. */
  facts: [string, string][]
  /** Null where there is nowhere to go. */
  button: { label: string; url: string } | null
  closing: string[]
}

export const renderMail: RenderMail = (content, logo) => {
  const language = chooseLanguage([content.locale])
  const letter = writeLetter(content)
  return {
    subject: letter.subject,
    text: renderText(letter),
    html: renderHtml(letter, writeLogo(content.creditor.name, logo), language, getDirection(language)),
  }
}

function writeLetter(content: MailContent): Letter {
  const language = chooseLanguage([content.locale])
  const t = getTranslate(language)
  const format = getFormatters(chooseFormatLocale(language, [content.locale]), content.creditor.timeZone)
  const creditor = content.creditor.name
  const closing = [
    t('email:closing.questions', { creditor, email: content.creditor.supportEmail }),
    t('email:closing.safety', { creditor }),
  ]
  const tools = { t, format, closing }
  if (content.kind === 'dispute-step') return writeDisputeLetter(content, tools)
  if (content.kind === 'plan-step') return writePlanLetter(content, tools)
  if (content.kind === 'promise-step') return writePromiseLetter(content, tools)
  if (content.kind === 'settlement-step') return writeSettlementLetter(content, tools)
  if (content.kind === 'contact-received') return writeContactReceivedLetter(content, tools)
  if (content.kind === 'contact-confirmed') return writeContactConfirmedLetter(content, tools)
  if (content.kind === 'contact-answered') return writeContactAnsweredLetter(content, tools)
  if (content.kind === 'pause-ended') return writePauseEndedLetter(content, tools)
  if (content.kind === 'reminder') return writeReminderLetter(content, tools)
  if (content.kind === 'plan-notice') return writePlanNotice(content, tools)
  if (content.kind === 'bank-details-changed') return writeBankDetailsLetter(content, tools)
  if (content.kind === 'link-reported') return writeReportedLetter(content, tools)
  if (content.kind === 'approval-requested' || content.kind === 'approval-decided') {
    return writeApprovalLetter(content, tools)
  }
  if (content.kind === 'access-link') {
    if (content.invitedBy !== null) return writeForwardedLetter(content, content.invitedBy, tools)
    const { link } = content
    return {
      subject: t('email:link.subject', { creditor }),
      paragraphs: [
        link.recipientName === null ? t('email:greeting') : t('email:greetingName', { name: link.recipientName }),
        content.renewal ? t('email:link.renewed', { creditor }) : t('email:link.text', { creditor }),
      ],
      facts: [
        [t('email:link.account'), content.debtor.name],
        [t('email:link.validUntil'), format.instant(link.expiresAt)],
      ],
      button: { label: t('email:link.open'), url: content.url },
      closing,
    }
  }
  if (content.kind === 'password-link') {
    const { user, link } = content
    return {
      subject: content.invitation
        ? t('email:password.invitedSubject', { creditor })
        : t('email:password.subject', { creditor }),
      paragraphs: [
        t('email:greetingName', { name: user.name }),
        content.invitation ? t('email:password.invited', { creditor }) : t('email:password.text', { creditor }),
      ],
      facts: [
        [t('email:password.address'), user.email],
        [t('email:link.validUntil'), format.instant(link.expiresAt)],
      ],
      button: { label: t('email:password.open'), url: content.url },
      closing: [t('email:password.once')],
    }
  }
  if (content.kind === 'one-time-code') {
    return {
      subject: t('email:code.subject', { creditor }),
      paragraphs: [t('email:greeting'), describePurpose(t, content.purpose, creditor)],
      facts: [
        [t('email:code.code'), content.code],
        [t('email:link.validUntil'), format.instant(content.expiresAt)],
      ],
      button: null,
      closing: [t('email:code.ignore', { creditor })],
    }
  }
  const { payment } = content
  const amount = format.money(payment.receivedMinor ?? payment.amountMinor, payment.currency)
  const greeting =
    payment.payerName === null ? t('email:greeting') : t('email:greetingName', { name: payment.payerName })
  const button = { label: t('email:payment.open'), url: content.url }
  const reference: [string, string] = [t('email:payment.reference'), payment.reference]
  if (content.kind === 'payment-to-confirm') {
    return {
      subject: t('email:confirm.subject', { amount, creditor }),
      paragraphs: [greeting, t('email:confirm.text', { amount, creditor })],
      facts: [reference, [t('email:confirm.until'), format.deadline(payment.expiresAt)]],
      button: { label: t('email:confirm.open'), url: content.url },
      closing,
    }
  }
  if (content.kind === 'payment-failed') {
    return {
      subject: t('email:failed.subject', { amount, creditor }),
      paragraphs: [greeting, t('email:failed.text', { amount, creditor })],
      facts: [reference],
      button,
      closing,
    }
  }
  return {
    subject: t('email:receipt.subject', { amount, creditor }),
    paragraphs: [greeting, t('email:receipt.text', { amount, creditor })],
    facts: [
      reference,
      [t('email:payment.paidAt'), format.instant(payment.succeededAt ?? payment.createdAt)],
      ...content.invoices.map((invoice): [string, string] => [
        t('email:payment.invoice', { number: invoice.number }),
        format.money(invoice.amountMinor, payment.settledCurrency),
      ]),
    ],
    button,
    closing,
  }
}

function describePurpose(t: LetterTools['t'], purpose: OneTimeCodePurpose, creditor: string): string {
  const texts: Readonly<Record<OneTimeCodePurpose, string>> = {
    save_method: t('email:code.saveMethod', { creditor }),
    agree_plan: t('email:code.agreePlan', { creditor }),
    agree_settlement: t('email:code.agreeSettlement', { creditor }),
    approval_limit: t('email:code.approvalLimit', { creditor }),
    forward_pay: t('email:code.forwardPay', { creditor }),
  }
  return texts[purpose]
}

function renderText({ paragraphs, facts, button, closing }: Letter): string {
  return [
    ...paragraphs,
    facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    ...(button ? [`${button.label}:\n${button.url}`] : []),
    ...closing,
  ].join('\n\n')
}

const PAGE =
  'margin:0;padding:24px;background:#f5f4ef;color:#1a1c20;font:16px/1.5 -apple-system,Segoe UI,Roboto,Noto Sans,Arial,sans-serif'
const CARD = 'max-width:560px;margin:0 auto;padding:32px;background:#fff;border:1px solid #dddbd2;border-radius:6px'
const BUTTON =
  'display:inline-block;padding:12px 20px;background:#1f3f77;color:#fff;border-radius:4px;text-decoration:none;font-weight:600'
const LOGO = 'display:block;max-width:100%;height:auto;border:0'
const NAME = 'color:#5b5e66;text-align:start;font-weight:400;vertical-align:top'
/** Towards the value. Mail programs know no logical properties. */
const NAME_SPACE = { ltr: 'padding:6px 16px 6px 0', rtl: 'padding:6px 0 6px 16px' }
const VALUE = 'padding:6px 0;text-align:start;font-weight:600'

/** CSS pixels: twice as many of the picture's own keep it sharp. */
const LOGO_BOX = { width: 200, height: 56 }

function writeLogo(creditorName: string, logo: LogoInMail | null): SafeHtml[] {
  if (logo === null) return []
  const scale = Math.min(LOGO_BOX.width / logo.width, LOGO_BOX.height / logo.height, 1)
  const [width, height] = [logo.width, logo.height].map((side) => String(Math.max(1, Math.round(side * scale))))
  const source = `cid:${logo.contentId}`
  return [
    html`<p><img src="${source}" alt="${creditorName}" width="${width ?? ''}" height="${height ?? ''}" style="${LOGO}" /></p>`,
  ]
}

function renderHtml(
  { subject, paragraphs, facts, button, closing }: Letter,
  logo: SafeHtml[],
  language: string,
  direction: 'ltr' | 'rtl',
): string {
  const paragraph = (text: string) => html`<p>${text}</p>`
  const fact = ([name, value]: [string, string]) =>
    html`<tr>
      <th scope="row" style="${NAME};${NAME_SPACE[direction]}">${name}</th>
      <td style="${VALUE}"><bdi>${value}</bdi></td>
    </tr>`
  const body: SafeHtml = html`<!DOCTYPE html>
    <html lang="${language}" dir="${direction}">
      <head>
        <meta charset="utf-8" />
        <title>${subject}</title>
      </head>
      <body style="${PAGE}">
        <div style="${CARD}">
          ${joinHtml(logo)} ${joinHtml(paragraphs.map(paragraph))}
          <table role="presentation" style="border-collapse:collapse;margin:16px 0">
            ${joinHtml(facts.map(fact))}
          </table>
          ${joinHtml(button ? [html`<p><a href="${button.url}" style="${BUTTON}">${button.label}</a></p>`] : [])}
          ${joinHtml(closing.map(paragraph))}
        </div>
      </body>
    </html>`
  return body.text
}

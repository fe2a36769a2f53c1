/** The mails that remind of open invoices, and those that a formal payment request comes with. */
import { countDaysBetween, type CalendarDay } from '~/domain/calendar-day'
import { sumItems } from '~/domain/chasing'
import type { RemindedItem, ReminderInMail } from '~/use-cases/ports/mail-renderer'
import type { LetterTools } from './access-letters.server'
import type { Letter } from './render-mail.server'

/** More are summed up: the letter and the page have them all. */
const MOST_LISTED = 15

export function writeReminderLetter(content: ReminderInMail, { t, format, closing }: LetterTools): Letter {
  const { items, today, word, payByOn, reference, recipient, otherDue, note, url, stopUrl } = content
  const names = { creditor: content.creditor.name, reference }
  const money = (sums: readonly { amountMinor: number; currency: string }[]) =>
    sums.map(({ amountMinor, currency }) => format.money(amountMinor, currency)).join(' + ')
  const amount = money(sumItems(items))
  const daysLate = Math.max(...items.map(({ invoice }) => countDaysBetween(invoice.dueOn, today)))
  const by = format.day(payByOn ?? today)
  const [subject, text] =
    word === 'demand'
      ? [t('reminder:mail.subjectDemand', { ...names, amount }), t('reminder:mail.textDemand', { ...names, by })]
      : daysLate > 0
        ? [t('reminder:mail.subjectLate', { ...names, amount }), t('reminder:mail.textLate', names)]
        : daysLate === 0
          ? [t('reminder:mail.subjectToday', { ...names, amount }), t('reminder:mail.textToday')]
          : [t('reminder:mail.subjectBefore', { ...names, amount }), t('reminder:mail.textBefore')]
  const rest = items.slice(MOST_LISTED)
  const facts: [string, string][] = items
    .slice(0, MOST_LISTED)
    .map((item) => [
      t('reminder:mail.invoice', { number: item.invoice.number }),
      describeDue(item, today, { t, format }),
    ])
  return {
    subject,
    paragraphs: [
      recipient.name === '' ? t('email:greeting') : t('email:greetingName', { name: recipient.name }),
      text,
      ...(note === null ? [] : [note]),
      t('reminder:mail.ways'),
      ...(content.enclosesCopies ? [t('reminder:mail.copies')] : []),
    ],
    facts: [
      ...facts,
      ...(rest.length === 0
        ? []
        : [[t('reminder:mail.more', { count: rest.length }), money(sumItems(rest))] satisfies [string, string]]),
      ...(otherDue.length === 0 ? [] : [[t('reminder:mail.other'), money(otherDue)] satisfies [string, string]]),
      ...(word === 'demand' ? [[t('reminder:mail.payBy'), by] satisfies [string, string]] : []),
    ],
    button: { label: t('reminder:mail.open'), url },
    closing: [...closing, t('reminder:mail.stop', { url: stopUrl })],
  }
}

/** What is open and since when; where that is not all of the invoice, of how much, and what has become of the rest. */
function describeDue(
  { invoice, dueNowMinor, settled }: RemindedItem,
  today: CalendarDay,
  { t, format }: Pick<LetterTools, 't' | 'format'>,
): string {
  const money = (amountMinor: number) => format.money(amountMinor, invoice.currency)
  const days = countDaysBetween(invoice.dueOn, today)
  const open = money(dueNowMinor)
  const amount = settled.length === 0 ? open : t('reminder:mail.partOf', { open, whole: money(invoice.payableMinor) })
  const due = { amount, on: format.day(invoice.dueOn) }
  const text =
    days === 0
      ? t('reminder:mail.dueToday', due)
      : days < 0
        ? t('reminder:mail.dueIn', { ...due, count: -days })
        : t('reminder:mail.dueSince', { ...due, count: days })
  const parts = settled.map(({ how, amountMinor }) =>
    t(/* i18n: reminder:mail.settled.* */ `reminder:mail.settled.${how}`, { amount: money(amountMinor) }),
  )
  const list = new Intl.ListFormat(format.locale, { type: 'conjunction' })
  return parts.length === 0 ? text : t('reminder:mail.partly', { due: text, parts: list.format(parts) })
}

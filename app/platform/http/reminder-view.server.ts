/** Reminders as the console shows them: amounts and days as text. */
import { addDays } from '~/domain/calendar-day'
import { sumItems, type ChasedItem } from '~/domain/chasing'
import type { ReminderStage } from '~/domain/reminder-cadence'
import { getNoticeState } from '~/domain/reminder-notice'
import type { ListedHold, ListedNotice, PlannedWord } from '~/use-cases/ports/reminder-repository'
import type { ConsoleVisit } from './console-visit.server'

export function describeNotice(notice: ListedNotice, visit: Pick<ConsoleVisit, 'format' | 't'>) {
  const { id, kind, reference, noticedOn, recipient, items, letter } = notice
  return {
    ...{ id, kind, reference, on: visit.format.day(noticedOn), state: getNoticeState(notice) },
    debtor: { externalId: notice.debtorExternalId, name: notice.debtorName },
    recipient: recipient && { name: recipient.name, email: recipient.email },
    hasLetter: letter !== null,
    invoices: items.map(({ number, stage, invoiceId }) => ({
      ...{ id: invoiceId, number, stage: nameStage(stage, visit) },
    })),
    amounts: sumNoticed(items).map(({ amountMinor, currency }) => visit.format.money(amountMinor, currency)),
  }
}

/** What is to be said to one debtor: the mail, what is handed over beside it, and what nothing is said of. */
export function describePlanned({ debtor, recipient, day, items }: PlannedWord, visit: ConsoleVisit) {
  const list = (entries: readonly ChasedItem[]) => ({
    invoices: entries.map(({ invoice, stage }) => ({
      ...{ id: invoice.id, number: invoice.number, stage: nameStage(stage, visit) },
    })),
    amounts: sumItems(entries).map(({ amountMinor, currency }) => visit.format.money(amountMinor, currency)),
  })
  return {
    debtor: { externalId: debtor.externalId, name: debtor.name },
    mail:
      day.kind === null
        ? null
        : {
            ...{ kind: day.kind, ...list(items) },
            recipient: recipient && { name: recipient.name, email: recipient.email },
          },
    handedOver: day.handedOver.length === 0 ? null : list(day.handedOver),
    held: day.held.map(({ invoice, stage, reason }) => ({
      ...{ id: invoice.id, number: invoice.number, reason, stage: nameStage(stage, visit) },
    })),
  }
}

export function describeHold(hold: ListedHold, { format, today }: ConsoleVisit) {
  const { id, invoiceNumber, untilOn, reason, placedAt } = hold
  return {
    ...{ id, invoiceNumber, reason },
    debtor: { externalId: hold.debtorExternalId, name: hold.debtorName },
    until: untilOn && format.day(untilOn),
    isOver: untilOn !== null && untilOn <= addDays(today, -1),
    isSwitch: hold.invoiceId === null && untilOn === null,
    placedAt: format.instant(placedAt),
  }
}

function nameStage({ day }: ReminderStage, { t, format }: Pick<ConsoleVisit, 't' | 'format'>): string {
  if (day === 0) return t('reminder:console.stageOn')
  const days = format.integer(Math.abs(day))
  return day < 0 ? t('reminder:console.stageBefore', { days }) : t('reminder:console.stageAfter', { days })
}

function sumNoticed(items: ListedNotice['items']): { currency: string; amountMinor: number }[] {
  const sums = new Map<string, number>()
  for (const { currency, amountMinor } of items) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor)
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor }))
}

/** The days of a plan as a calendar file (iCalendar, RFC 5545): one whole-day event an instalment that is to be paid. */
import ical, { ICalCalendarMethod } from 'ical-generator'
import type { Instalment, PaymentPlan } from '~/domain/payment-plan'
import { getFormatters } from '~/i18n/formatters'
import { chooseLanguage } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { DocumentLanguage } from '~/use-cases/ports/document-printer'

export interface PlanCalendar {
  readonly creditor: { readonly name: string; readonly timeZone: string }
  readonly plan: Pick<PaymentPlan, 'id' | 'reference' | 'currency' | 'autopay' | 'version'>
  readonly instalments: readonly Instalment[]
  /** Of the plan's page. */
  readonly url: string
  readonly writtenAt: Date
}

export function writePlanCalendar(
  { creditor, plan, instalments, url, writtenAt }: PlanCalendar,
  { language, formatLocale }: DocumentLanguage,
): string {
  const t = getTranslate(chooseLanguage([language]))
  const format = getFormatters(formatLocale, creditor.timeZone)
  const total = instalments.filter(({ number }) => number > 0).length
  const calendar = ical({
    name: t('agreement:calendar.name', { reference: plan.reference }),
    prodId: { company: 'Quittance', product: 'payment plans', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  })
  for (const { number, dueOn, amountMinor, paidMinor, status } of instalments) {
    if (status === 'paid' || status === 'canceled') continue
    const names = { amount: format.money(amountMinor - paidMinor, plan.currency), creditor: creditor.name }
    calendar.createEvent({
      // The same however often the file is fetched: a calendar replaces the event instead of adding one.
      id: `${plan.id}-${number}@quittance`,
      sequence: plan.version,
      stamp: writtenAt,
      // A day is a day wherever it is read, so it is given as the components of UTC, which is how they are written.
      start: new Date(`${dueOn}T00:00:00Z`),
      allDay: true,
      timezone: 'UTC',
      summary:
        number === 0
          ? t('agreement:calendar.downPayment', names)
          : t('agreement:calendar.event', { ...names, number: format.integer(number), total: format.integer(total) }),
      description: plan.autopay ? t('agreement:calendar.collected') : t('agreement:calendar.byHand'),
      url,
    })
  }
  return calendar.toString()
}

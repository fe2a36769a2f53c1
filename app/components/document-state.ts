/** The words for a document's state, the same on the list and on the document's own page. */
import type { TFunction } from 'i18next'
import { countDaysBetween, type CalendarDay } from '~/domain/calendar-day'
import { computeDueNow, countDaysLate, type InvoiceBalance } from '~/domain/invoice-balance'
import type { BadgeText } from './badge'

type StatedDocument = Pick<
  InvoiceBalance,
  'kind' | 'dueOn' | 'payableMinor' | 'openMinor' | 'disputedMinor' | 'pendingMinor' | 'plannedMinor'
>

/** Says how a document stands with regard to its due date. */
export interface DocumentStateWriter {
  /** The one badge of a row. */
  describe(document: StatedDocument): BadgeText
  /** All that is to be said of a document on its own page. */
  describeFully(document: StatedDocument): BadgeText[]
}

/** `today` is the creditor's. */
export function createDocumentStateWriter(t: TFunction<'statement'>, today: CalendarDay): DocumentStateWriter {
  const dueToday: BadgeText = { tone: 'warn', text: t('badge.dueToday') }
  const paid: BadgeText = { tone: 'good', text: t('badge.paid') }
  const creditNote: BadgeText = { tone: 'good', text: t('badge.creditNote') }
  const creditUsed: BadgeText = { tone: 'plain', text: t('badge.creditUsed') }
  const disputed: BadgeText = { tone: 'warn', text: t('badge.disputed') }
  const inPayment: BadgeText = { tone: 'note', text: t('badge.inPayment') }
  const inPlan: BadgeText = { tone: 'note', text: t('badge.inPlan') }

  function describe(document: StatedDocument): BadgeText {
    if (document.kind === 'credit_note') return document.openMinor === 0 ? creditUsed : creditNote
    if (document.openMinor === 0) return paid
    if (computeDueNow(document) === 0) {
      if (document.pendingMinor > 0) return inPayment
      return document.plannedMinor > 0 ? inPlan : disputed
    }
    const daysLate = countDaysLate(document, today)
    if (daysLate > 0) return { tone: 'bad', text: t('badge.late', { count: daysLate }) }
    const daysLeft = countDaysBetween(today, document.dueOn)
    return daysLeft === 0 ? dueToday : { tone: 'plain', text: t('badge.dueIn', { count: daysLeft }) }
  }

  return {
    describe,
    describeFully(document) {
      const badges = [describe(document)]
      if (document.kind === 'credit_note' || document.openMinor === 0) return badges
      if (document.openMinor < document.payableMinor) badges.push({ tone: 'note', text: t('badge.partlyPaid') })
      if (computeDueNow(document) > 0 && document.disputedMinor > 0) {
        badges.push({ tone: 'warn', text: t('badge.partlyDisputed') })
      }
      return badges
    },
  }
}

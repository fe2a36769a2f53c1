/** The words of disputes: how one stands, what is contested, and what is wrong with a form. */
import type { TFunction } from 'i18next'
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import { readTurn, type DisputeStatus } from '~/domain/dispute'
import type { EvidenceFault } from '~/domain/evidence-file'
import type { Formatters } from '~/i18n/formatters'
import type { BadgeTone } from '../badge'
import type { DisputeProblem } from './dispute-entry'
import type { ShownDisputeLine } from './shown-dispute'

export const STATUS_TONES: Readonly<Record<DisputeStatus, BadgeTone>> = {
  open: 'note',
  needs_information: 'warn',
  accepted: 'good',
  partially_accepted: 'good',
  rejected: 'plain',
  withdrawn: 'plain',
}

/** Whose answer is waited for, and until when; null once it is over. */
export function describeTurn(
  t: TFunction<'dispute'>,
  dispute: { status: DisputeStatus; answerDueOn: CalendarDay | null; isLate: boolean },
  creditor: string,
  format: Formatters,
): string | null {
  const turn = readTurn(dispute.status)
  if (turn === null || dispute.answerDueOn === null) return null
  const day = format.day(dispute.answerDueOn)
  if (turn === 'debtor') return dispute.isLate ? t('turn.yoursLate', { day }) : t('turn.yours', { day })
  return dispute.isLate ? t('turn.theirsLate', { creditor, day }) : t('turn.theirs', { creditor, day })
}

/** What of a line is contested. */
export function describeClaim(
  t: TFunction<'claims'>,
  { position, kind, claimedQuantity, claimedPrice }: ShownDisputeLine,
  currency: CurrencyCode,
  format: Formatters,
): string {
  switch (kind) {
    case 'whole':
      return position === 0 ? t('dispute.wholeInvoice') : t('kind.whole')
    case 'quantity':
      return t('kind.quantity', { quantity: format.decimal(claimedQuantity ?? '0') })
    case 'price':
      return t('kind.price', { price: format.price(claimedPrice ?? '0', currency) })
    case 'amount':
      return t('kind.amount')
  }
}

export function describeProblem(t: TFunction<'dispute'>, problem: DisputeProblem, format: Formatters): string {
  const { kind, most, number } = problem
  const text =
    kind === 'amount'
      ? t('problem.amount', { most: most === undefined ? '' : format.money(most.amountMinor, most.currency) })
      : t(`problem.${kind}`)
  return number === undefined ? text : `${number}: ${text}`
}

/** What is wrong with what was handed in: with a file of a name, or with all of them. */
export type FileProblem =
  | { readonly kind: EvidenceFault; readonly name: string }
  | { readonly kind: 'too_many_files' | 'only_one_file' | 'file_too_large' | 'form_too_large' }

export function describeFileProblem(t: TFunction<'dispute'>, problem: FileProblem): string {
  return 'name' in problem ? t(`file.${problem.kind}`, { name: problem.name }) : t(`upload.${problem.kind}`)
}

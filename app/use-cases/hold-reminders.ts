/** The creditor stops reminders by hand: of an invoice, of a debtor until a day, or of a debtor until it says otherwise. */
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { LONGEST_HOLD_REASON, type ReminderHold } from '~/domain/chasing'
import type { CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { ListedHold } from './ports/reminder-repository'
import type { UnitOfWork } from './ports/unit-of-work'

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
}

export interface HoldToPlace {
  creditorId: CreditorId
  debtorExternalId: string
  /** Of the form: sent again, it is the same hold. A UUID. */
  holdId: string
  /** Null for the whole account. */
  invoiceNumber: string | null
  /** Null until somebody ends it: of the whole account that is the debtor's switch. */
  untilOn: CalendarDay | null
  /** For the creditor's own people. */
  reason: string
  /** 'user:<id>' or 'key:<id>' */
  by: string
}

export type HoldRefusal = {
  readonly kind: 'unknown_debtor' | 'unknown_invoice' | 'not_future' | 'reason_missing' | 'already_off'
}

/**
 * Keeps an account or one invoice of it from being chased, until the end of a day of the creditor's calendar or until
 * somebody ends it. The same hold sent again is the one there is.
 */
export async function holdReminders(
  { unitOfWork, clock }: Services,
  { creditorId, debtorExternalId, holdId, invoiceNumber, untilOn, by, ...input }: HoldToPlace,
): Promise<Result<ListedHold, HoldRefusal>> {
  const reason = input.reason.trim().slice(0, LONGEST_HOLD_REASON)
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ creditors, debtors, reminders }) => {
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findByExternalId(creditorId, debtorExternalId)
    if (!creditor || !debtor) return fail({ kind: 'unknown_debtor' })
    const known = await reminders.findHold(creditorId, holdId)
    if (known) return succeed(known)
    const invoiceId =
      invoiceNumber === null ? null : await reminders.findInvoiceId(creditorId, debtor.id, invoiceNumber)
    if (invoiceNumber !== null && invoiceId === null) return fail({ kind: 'unknown_invoice' })
    const now = clock.now()
    if (untilOn !== null && untilOn < dayOfInstant(now, creditor.timeZone)) return fail({ kind: 'not_future' })
    if (reason === '') return fail({ kind: 'reason_missing' })
    const isSwitch = invoiceId === null && untilOn === null
    const holds = await reminders.listHolds(creditorId, debtor.id)
    if (isSwitch && holds.some((hold) => hold.invoiceId === null && hold.untilOn === null)) {
      return fail({ kind: 'already_off' })
    }
    const hold: ReminderHold = {
      ...{ id: holdId, creditorId, debtorId: debtor.id, invoiceId, untilOn, reason },
      ...{ placedAt: now, placedBy: by, endedAt: null, endedBy: null },
    }
    if (!(await reminders.insertHold(hold))) throw new Error(`hold ${holdId} was placed meanwhile`)
    return succeed({ ...hold, debtorExternalId, debtorName: debtor.name, invoiceNumber })
  })
}

/** False where there is no such hold, or somebody has ended it. */
export async function endHold(
  { unitOfWork, clock }: Services,
  { creditorId, holdId, by }: { creditorId: CreditorId; holdId: string; by: string },
): Promise<boolean> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ reminders }) =>
    reminders.endHold(creditorId, holdId, clock.now(), by),
  )
}

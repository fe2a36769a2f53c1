import type { CalendarDay } from '~/domain/calendar-day'
import type { CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import { grantWaivers } from './let-go-interest'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { RecordedWaiver } from './ports/late-interest-repository'
import type { UnitOfWork } from './ports/unit-of-work'

export interface WaiverRequest {
  creditorId: CreditorId
  invoiceNumber: string
  /** Interest of the days up to this one; null for all of it, for good. */
  throughOn: CalendarDay | null
  includesCompensation: boolean
  reason: string
  /** 'user:<id>' | 'key:<id>' */
  waivedBy: string
}

export type WaiverRefusal = 'unknown_invoice' | 'reason_missing'

/** Lets go of interest on an invoice, with a reason. What a note has billed already stays billed. */
export async function waiveInterest(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  { creditorId, invoiceNumber, throughOn, includesCompensation, reason, waivedBy }: WaiverRequest,
): Promise<Result<RecordedWaiver, WaiverRefusal>> {
  if (reason.trim() === '') return fail('reason_missing')
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const found = await transaction.lateInterest.findInvoice(creditorId, invoiceNumber)
    if (!found) return fail('unknown_invoice')
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const { invoiceId, debtorId } = found
    const waiver: RecordedWaiver = {
      ...{ id: ids.uuid(), creditorId, debtorId, invoiceId, throughOn, includesCompensation, waivedBy },
      ...{ reason: reason.trim(), waivedAt: clock.now(), paymentId: null },
    }
    const events = await grantWaivers(transaction, creditor, [waiver], waiver.waivedAt)
    for (const event of events) await transaction.outcomeLog.append(event)
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    return succeed(waiver)
  })
}

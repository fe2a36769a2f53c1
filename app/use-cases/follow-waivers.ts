import { dayOfInstant } from '~/domain/calendar-day'
import type { InvoiceId } from '~/domain/ids'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { Payment } from '~/domain/payment'
import { grantWaivers, revokeWaivers } from './let-go-interest'
import { listStanding } from './payment-books'
import type { KeptWaiver } from './ports/late-interest-repository'
import type { SettlementSteps } from './settle-payment'

/**
 * Has what a settlement or a payoff quote let go of interest follow its payment, once the books are written: where some of
 * the money is missing it is owed again, and let go again where all of it is back. A settlement is one sum: any of it that
 * is missing takes all of that along. A quote was promised for each invoice with what was charged beside it. Returns the
 * events, to be appended after the payment's.
 */
export async function followWaivers(
  { transaction, ids, clock }: SettlementSteps,
  payment: Payment,
): Promise<OutcomeEventDraft[]> {
  const { creditorId, id: paymentId } = payment
  const waivedBy = nameGrounds(payment)
  if (waivedBy === null) return []
  const kept = await transaction.lateInterest.listWaiversBy(creditorId, waivedBy)
  const own = kept.filter((waiver) => waiver.paymentId === paymentId)
  if (own.length === 0) return []
  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const now = clock.now()
  const isMissing = await readMissing(transaction, payment, own)
  const lost = own.filter(({ revokedAt, invoiceId }) => revokedAt === null && isMissing(invoiceId))
  const isSettlement = payment.purpose?.kind === 'settlement_offer'
  const regained = listLatest(own)
    .filter(({ revokedAt, invoiceId }) => revokedAt !== null && !isMissing(invoiceId))
    .map(({ revokedAt: _, ...waiver }) => ({
      ...{ ...waiver, id: ids.uuid(), waivedAt: now },
      // Full and final once more; a quote promised what was owed until its payment began.
      throughOn: isSettlement ? dayOfInstant(now, creditor.timeZone) : waiver.throughOn,
    }))
  return [
    ...(await revokeWaivers(transaction, creditor, lost, now)),
    ...(await grantWaivers(transaction, creditor, regained, now)),
  ]
}

function nameGrounds({ purpose }: Payment): string | null {
  if (purpose?.kind === 'settlement_offer') return `settlement:${purpose.id}`
  return purpose?.kind === 'payoff_quote' ? `quote:${purpose.id}` : null
}

/** Of which invoices some of the payment's money is not where it was put. */
async function readMissing(
  { allocations, lateInterest }: SettlementSteps['transaction'],
  { creditorId, id: paymentId, purpose }: Payment,
  waivers: readonly KeptWaiver[],
): Promise<(invoiceId: InvoiceId) => boolean> {
  const standing = listStanding(await allocations.listByPayment(creditorId, paymentId))
  const missing = new Set(
    standing
      .filter(({ original, takenMinor }) => original.kind === 'cash' && takenMinor > 0)
      .map(({ original }) => original.invoiceId),
  )
  if (purpose?.kind === 'settlement_offer') return () => missing.size > 0
  const { notes } = await lateInterest.readRecords(
    creditorId,
    waivers.map(({ invoiceId }) => invoiceId),
  )
  const ofMissing = new Set(
    notes
      .filter((note) => note.paymentId === paymentId && missing.has(note.invoiceId))
      .map(({ aboutInvoiceId }) => aboutInvoiceId),
  )
  return (invoiceId) => missing.has(invoiceId) || ofMissing.has(invoiceId)
}

/** Of each invoice the one that was given last; they come oldest first. */
function listLatest(waivers: readonly KeptWaiver[]): KeptWaiver[] {
  return [...new Map(waivers.map((waiver) => [waiver.invoiceId, waiver])).values()]
}

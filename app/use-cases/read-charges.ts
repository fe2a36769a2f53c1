import { addDays, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { sumCharge } from '~/domain/charge'
import type { Creditor } from '~/domain/creditor'
import type { InvoiceId } from '~/domain/ids'
import { dateTransfer, type InterestPolicy } from '~/domain/interest-policy'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { computeLateInterest, type LateClaim } from '~/domain/late-interest'
import type { PaymentPurpose } from '~/domain/payment'
import type { ChargeFinder } from '~/domain/payment-order'
import { capCharge } from '~/domain/payoff-quote'
import type { LateHold, LateMovement, LateRecords } from './ports/late-interest-repository'
import type { Transaction } from './ports/unit-of-work'
import { findHonouredQuote } from './read-payoff-quote'

/** What the lateness of some invoices depends on, and by which policy it is charged. */
export interface Lateness {
  policy: InterestPolicy
  /** None of an invoice that bears nothing. */
  claims: ReadonlyMap<InvoiceId, LateClaim>
}

type LateInvoice = Pick<InvoiceBalance, 'id' | 'kind' | 'currency' | 'dueOn' | 'payableMinor'>

/** Reads nothing but the policy where the creditor asks for no interest. */
export async function readLateness(
  transaction: Transaction,
  creditor: Creditor,
  invoices: readonly LateInvoice[],
): Promise<Lateness> {
  const policy = await transaction.policies.read(creditor.id, 'interest')
  if (!policy.enabled) return { policy, claims: new Map() }
  const owed = invoices.filter(({ kind }) => kind === 'invoice')
  const records = await transaction.lateInterest.readRecords(
    creditor.id,
    owed.map(({ id }) => id),
  )
  const bearing = owed.filter(({ id }) => !records.exempt.has(id))
  return {
    policy,
    claims: new Map(bearing.map((invoice) => [invoice.id, toClaim(invoice, records, creditor, policy)])),
  }
}

/**
 * What a payment that is started on `on` may pay of interest and compensation beside each invoice. Nothing beside the
 * instalments of a plan, whose price was agreed, and beside a settlement that was offered for less than the debt; no more
 * than a payoff quote says where one is paid.
 */
export async function readCharges(
  transaction: Transaction,
  creditor: Creditor,
  { invoices, at, purpose }: { invoices: readonly InvoiceBalance[]; at: Date; purpose: PaymentPurpose | null },
): Promise<ChargeFinder> {
  if (purpose?.kind === 'plan' || purpose?.kind === 'settlement_offer') return () => null
  const { policy, claims } = await readLateness(transaction, creditor, invoices)
  const today = dayOfInstant(at, creditor.timeZone)
  const quote = await findHonouredQuote(transaction, creditor, { purpose, at })
  const itemById = new Map(quote?.items.map((item) => [item.invoiceId, item]))
  return ({ id }) => {
    const claim = claims.get(id)
    if (!claim) return null
    const { interestMinor, compensationMinor } = computeLateInterest(claim, policy, today)
    const owed = { interestMinor, compensationMinor, throughOn: today }
    const item = itemById.get(id)
    const charge = item ? capCharge(owed, item) : owed
    return charge && sumCharge(charge) > 0 ? { charge, order: policy.order } : null
  }
}

/** What payments under way are to pay of an invoice's interest counts as billed. */
function toClaim(
  { id, currency, dueOn, payableMinor }: LateInvoice,
  records: LateRecords,
  { timeZone }: Creditor,
  policy: InterestPolicy,
): LateClaim {
  const own = <Part extends { invoiceId: InvoiceId }>(parts: readonly Part[]) =>
    parts.filter(({ invoiceId }) => invoiceId === id)
  const dated = own(records.movements).map((movement) => ({ movement, on: dateMovement(movement, timeZone, policy) }))
  const notes = records.notes.filter(({ aboutInvoiceId }) => aboutInvoiceId === id)
  const pending = records.pending.get(id) ?? { interestMinor: 0, compensationMinor: 0 }
  const bill = (pick: (part: { interestMinor: number; compensationMinor: number }) => number) =>
    notes.reduce((sum, note) => sum + pick(note), pick(pending))
  return {
    ...{ currency, dueOn, payableMinor },
    movements: dated.map(({ movement: { amountMinor }, on }) => ({ on, amountMinor })),
    holds: own(records.holds).flatMap((hold) => toHolds(hold, dated, timeZone)),
    waivers: own(records.waivers).map((waiver) => ({
      ...waiver,
      billedMinor: notes
        .filter(({ issuedAt }) => issuedAt <= waiver.waivedAt)
        .reduce((sum, { interestMinor }) => sum + interestMinor, 0),
    })),
    billedInterestMinor: bill(({ interestMinor }) => interestMinor),
    billedCompensationMinor: bill(({ compensationMinor }) => compensationMinor),
  }
}

/**
 * The day from which a settlement counts. Money that a provider moves counts from the start of its payment; a transfer
 * from its arrival, and from its order where it needed no longer than banks do; a correction when it was made.
 */
function dateMovement(
  { at, isCorrection, payment }: LateMovement,
  timeZone: string,
  policy: Pick<InterestPolicy, 'transferDays'>,
): CalendarDay {
  if (isCorrection || payment === null) return dayOfInstant(at, timeZone)
  if (payment.receivedOn !== null) return payment.receivedOn
  const startedOn = dayOfInstant(payment.createdAt, timeZone)
  if (payment.origin !== 'bank_transfer' || payment.succeededAt === null) return startedOn
  const arrivedOn = dayOfInstant(payment.succeededAt, timeZone)
  return dateTransfer({ orderedOn: startedOn, arrivedOn }, policy)
}

/** A hold by a plan shrinks by what the plan has paid: that is settled, and is not taken off twice. */
function toHolds(
  { amountMinor, fromAt, untilAt, planId }: LateHold,
  dated: readonly { movement: LateMovement; on: CalendarDay }[],
  timeZone: string,
): LateClaim['holds'] {
  const throughOn = untilAt && dayOfInstant(untilAt, timeZone)
  const hold = { fromOn: dayOfInstant(fromAt, timeZone), throughOn, amountMinor }
  if (planId === null) return [hold]
  const paid = dated
    .filter(({ movement }) => movement.payment?.planId === planId)
    .map(({ movement, on }) => ({ fromOn: addDays(on, 1), throughOn, amountMinor: -movement.amountMinor }))
  return [hold, ...paid]
}

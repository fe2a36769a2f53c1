import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { sumCharge, takeOfCharge, type Charge } from '~/domain/charge'
import type { Creditor } from '~/domain/creditor'
import type { InvoiceId } from '~/domain/ids'
import type { InterestPolicy } from '~/domain/interest-policy'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { computeLateInterest } from '~/domain/late-interest'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { Payment, PaymentIntent } from '~/domain/payment'
import type { Portion, SettlementTarget } from '~/domain/payment-allocation'
import { issueInterestNotes, nameNote } from './issue-interest-notes'
import type { InvoiceLedger } from './invoice-ledger'
import { grantWaivers } from './let-go-interest'
import type { IdSource } from './ports/ids'
import type { RecordedWaiver } from './ports/late-interest-repository'
import type { Transaction } from './ports/unit-of-work'
import { readLateness } from './read-charges'

/** What may be billed with a payment's money: at most what was asked for, and at most what is still owed. */
interface BillableCharge {
  /** Of the note that will bill it. */
  readonly noteId: InvoiceId
  readonly invoice: InvoiceBalance
  readonly charge: Charge
  /** Owed by now beyond what was asked for. */
  readonly beyond: boolean
}

export interface BillableCharges {
  readonly policy: InterestPolicy
  readonly billable: readonly BillableCharge[]
}

/** The charges of a payment's intents as they can be billed now. The invoices are locked. */
export async function readBillableCharges(
  transaction: Transaction,
  ids: IdSource,
  creditor: Creditor,
  { intents, ledger, at }: { intents: readonly PaymentIntent[]; ledger: InvoiceLedger; at: Date },
): Promise<BillableCharges | null> {
  const charged = intents.filter(({ charge }) => charge !== undefined)
  if (charged.length === 0) return null
  const invoices = charged.map(({ invoiceId }) => ledger.get(invoiceId))
  const { policy, claims } = await readLateness(transaction, creditor, invoices)
  const today = dayOfInstant(at, creditor.timeZone)
  const billable = charged.flatMap(({ invoiceId, charge, reserved }): BillableCharge[] => {
    const claim = claims.get(invoiceId)
    if (!claim || !charge) return []
    // Its own charge is among those that payments under way are to pay.
    const own = reserved ? charge : { interestMinor: 0, compensationMinor: 0 }
    const owed = computeLateInterest(
      {
        ...claim,
        billedInterestMinor: claim.billedInterestMinor - own.interestMinor,
        billedCompensationMinor: claim.billedCompensationMinor - own.compensationMinor,
      },
      policy,
      today,
    )
    const interestMinor = Math.min(charge.interestMinor, owed.interestMinor)
    const compensationMinor = Math.min(charge.compensationMinor, owed.compensationMinor)
    const beyond = owed.interestMinor > interestMinor || owed.compensationMinor > compensationMinor
    return [
      {
        noteId: ids.uuid() as InvoiceId,
        invoice: ledger.get(invoiceId),
        charge: { ...charge, interestMinor, compensationMinor },
        beyond,
      },
    ]
  })
  return { policy, billable: billable.filter(({ charge }) => sumCharge(charge) > 0) }
}

/**
 * The targets of a settlement with its charges among them, each beside its invoice in the creditor's order. Where
 * `dueOn` is given, charges that come after their invoice come as the note of that day would that bills them.
 */
export function placeCharges(
  targets: readonly SettlementTarget[],
  charges: BillableCharges | null,
  dueOn?: CalendarDay,
): readonly SettlementTarget[] {
  if (charges === null) return targets
  return targets.flatMap((target) => {
    const own = charges.billable.find(({ invoice }) => invoice.id === target.invoiceId)
    if (!own) return [target]
    const amountMinor = sumCharge(own.charge)
    const extra = { ...target, invoiceId: own.noteId, amountMinor, capacityMinor: amountMinor }
    if (charges.policy.order === 'charges_first') return [extra, target]
    const asNote = dueOn === undefined ? {} : { dueOn, issueOn: dueOn, number: nameNote(own.invoice.number, '') }
    return [target, { ...extra, ...asNote }]
  })
}

/** A charge that the money reached, as it was billed. */
export interface ReachedCharge {
  /** Of the note. */
  readonly id: InvoiceId
  readonly invoice: InvoiceBalance
  readonly charge: Charge
}

/** What a payment's money did, and the charges that it may have paid. */
export interface PaidCharges {
  readonly charges: BillableCharges | null
  readonly payment: Payment
  readonly allocations: readonly Portion[]
  readonly now: Date
}

/** Bills what of the charges the money reached, as notes that are the caller's to settle. */
export async function billPaidCharges(
  transaction: Transaction,
  ids: IdSource,
  creditor: Creditor,
  { charges, payment, allocations, now }: PaidCharges,
): Promise<{ reached: ReachedCharge[]; events: OutcomeEventDraft[] }> {
  if (charges === null) return { reached: [], events: [] }
  const reached = charges.billable.flatMap(({ noteId, invoice, charge }) => {
    const portion = allocations.find(({ invoiceId }) => invoiceId === noteId)
    return portion ? [{ id: noteId, invoice, charge: takeOfCharge(charge, portion.amountMinor) }] : []
  })
  const events = await issueInterestNotes(transaction, ids, reached, {
    ...{ creditor, policy: charges.policy, now },
    debtorId: payment.debtorId,
    paymentId: payment.id,
  })
  return { reached, events }
}

/**
 * Lets go what a payoff quote had promised not to ask for, of the invoices that were paid as it says. A step after the
 * notes, so that what was billed stays billed, and after the allocations; the events are to be appended after the payment's.
 */
export async function forgiveBeyondQuote(
  transaction: Transaction,
  ids: IdSource,
  creditor: Creditor,
  {
    charges,
    payment: { creditorId, debtorId, id: paymentId, purpose, createdAt },
    allocations,
    now,
    intents,
    reached,
  }: PaidCharges & { intents: readonly PaymentIntent[]; reached: readonly ReachedCharge[] },
): Promise<OutcomeEventDraft[]> {
  if (purpose?.kind !== 'payoff_quote') return []
  const quote = await transaction.payoffQuotes.findById(creditorId, purpose.id)
  const isPaid = ({ invoiceId, amountMinor }: PaymentIntent) =>
    (allocations.find((portion) => portion.invoiceId === invoiceId)?.amountMinor ?? 0) >= amountMinor
  const kept = (charges?.billable ?? []).filter(({ noteId, invoice, charge, beyond }) => {
    const paid = reached.find(({ id }) => id === noteId)
    const intent = intents.find(({ invoiceId }) => invoiceId === invoice.id)
    return beyond && paid && sumCharge(paid.charge) >= sumCharge(charge) && intent && isPaid(intent)
  })
  const waivers = kept.map(({ invoice }): RecordedWaiver => ({
    ...{ id: ids.uuid(), creditorId, debtorId, invoiceId: invoice.id, includesCompensation: true, paymentId },
    ...{ throughOn: dayOfInstant(createdAt, creditor.timeZone), reason: quote?.number ?? '' },
    ...{ waivedAt: now, waivedBy: `quote:${purpose.id}` },
  }))
  return grantWaivers(transaction, creditor, waivers, now)
}

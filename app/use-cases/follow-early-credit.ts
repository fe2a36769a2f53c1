import { createHash } from 'node:crypto'
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { computeStandingEarlyCredit, type EarlyPaymentMoney } from '~/domain/early-credit'
import type { InvoiceId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import { isPlanInForce, type PaymentPlan } from '~/domain/payment-plan'
import { applyCredits } from './apply-credits'
import { creditPlanCharges } from './credit-plan-charges'
import { lockInvoices } from './invoice-ledger'
import { issuePlanNote } from './issue-plan-note'
import { findPlanId } from './pay-instalments'
import { listStanding, type StandingAllocation } from './payment-books'
import type { Allocation } from './ports/allocation-repository'
import type { EarlyCredit } from './ports/early-credit-repository'
import type { Transaction } from './ports/unit-of-work'
import type { SettlementSteps } from './settle-payment'

/** What a payment was credited for coming early, and the plan whose interest it is. */
export interface EarlyCredits {
  readonly plan: PaymentPlan & { chargeInvoiceId: InvoiceId }
  /** Oldest first. */
  readonly entries: readonly EarlyCredit[]
}

/**
 * Null where nothing was credited, and where its plan ended before it was paid: what was to be earned on the days after
 * that is owed by nobody, and what went back bears interest as any debt that is due.
 */
export async function readEarlyCredits(
  { earlyCredits, plans }: Transaction,
  payment: Payment,
): Promise<EarlyCredits | null> {
  const planId = findPlanId(payment)
  const entries = planId === null ? [] : await earlyCredits.listByPayment(payment.creditorId, payment.id)
  if (planId === null || entries.length === 0) return null
  const plan = await plans.find(payment.creditorId, planId)
  if (!plan || plan.chargeInvoiceId === null) return null
  if (!isPlanInForce(plan.status) && plan.status !== 'completed') return null
  return { plan: { ...plan, chargeInvoiceId: plan.chargeInvoiceId }, entries }
}

/** The invoices and credit notes that change when such a credit is taken back. */
export function listCreditedInvoices({ plan, entries }: EarlyCredits): InvoiceId[] {
  return [plan.chargeInvoiceId, ...entries.map(({ noteId }) => noteId)]
}

/**
 * What credit notes had settled of the charges that is open again once `money` is what stands of the payment: each
 * allocation with the part that is taken back of it, the latest first.
 */
export async function listUnearned(
  { allocations }: Transaction,
  early: EarlyCredits,
  money: EarlyPaymentMoney,
): Promise<{ original: Allocation & { creditNoteId: InvoiceId }; amountMinor: number }[]> {
  const { plan, entries } = early
  const noteIds = entries.filter(({ amountMinor }) => amountMinor > 0).map(({ noteId }) => noteId)
  const uses = await allocations.listByCreditNotes(plan.creditorId, noteIds)
  let restMinor = Math.max(0, computeChange(early, money) * -1)
  return listStanding(uses)
    .filter(({ original }) => original.invoiceId === plan.chargeInvoiceId)
    .toReversed()
    .flatMap(({ original, netMinor }) => {
      const amountMinor = Math.min(restMinor, netMinor)
      restMinor -= amountMinor
      const { creditNoteId } = original
      return amountMinor > 0 && creditNoteId !== null ? [{ original: { ...original, creditNoteId }, amountMinor }] : []
    })
}

/** What of a payment's cash stands. */
export function measureMoney(standing: readonly StandingAllocation[]): EarlyPaymentMoney {
  const cash = standing.filter(({ original }) => original.kind === 'cash')
  return {
    settledMinor: cash.reduce((sum, { original }) => sum + original.amountMinor, 0),
    standingMinor: cash.reduce((sum, { netMinor }) => sum + netMinor, 0),
  }
}

/**
 * Has the interest that was credited follow its payment, once the books are written and the payment's event is in the log:
 * what money that went back had saved is charged again by a debit note, which the credit note settles as far as it is
 * free, and what money that came again saves is credited again.
 */
export async function followEarlyCredit(steps: SettlementSteps, payment: Payment): Promise<void> {
  const { transaction, ids, clock } = steps
  const { creditorId, debtorId, id: paymentId } = payment
  const early = await readEarlyCredits(transaction, payment)
  if (!early) return
  const standing = listStanding(await transaction.allocations.listByPayment(creditorId, paymentId))
  const changeMinor = computeChange(early, measureMoney(standing))
  if (changeMinor === 0) return
  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const at = clock.now()
  const when = { ids, at, today: dayOfInstant(at, creditor.timeZone) }
  const noteId =
    changeMinor > 0
      ? await creditPlanCharges(when, transaction, early.plan, changeMinor)
      : await chargeAgain(when, transaction, early, -changeMinor)
  if (noteId === null) throw new Error(`plan ${early.plan.id} has no charges`)
  await transaction.earlyCredits.insert({
    ...{ id: ids.uuid(), creditorId, debtorId, planId: early.plan.id, paymentId, noteId, at },
    amountMinor: changeMinor,
  })
}

/** How much more is to be credited; negative where some is to be charged again. */
function computeChange({ entries }: EarlyCredits, money: EarlyPaymentMoney): number {
  const grantedMinor = entries[0]?.amountMinor ?? 0
  const standsMinor = entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return computeStandingEarlyCredit(grantedMinor, money) - standsMinor
}

async function chargeAgain(
  { ids, at, today }: Pick<SettlementSteps, 'ids'> & { at: Date; today: CalendarDay },
  transaction: Transaction,
  { plan, entries }: EarlyCredits,
  amountMinor: number,
): Promise<InvoiceId> {
  const { creditorId, debtorId, currency } = plan
  await transaction.outcomeLog.appendRest()
  const wanted = { kind: 'invoice', amountMinor } as const
  const { id: noteId, number, chargesNumber } = await issuePlanNote({ ids, at, today }, transaction, plan, wanted)
  const creditNoteIds = entries.filter((entry) => entry.amountMinor > 0).map((entry) => entry.noteId)
  const ledger = await lockInvoices(transaction, creditorId, [noteId, ...creditNoteIds])
  let restMinor = amountMinor
  const uses = creditNoteIds.flatMap((id) => {
    const { openMinor, number: label } = ledger.get(id)
    const usedMinor = Math.min(restMinor, openMinor)
    restMinor -= usedMinor
    const credit = { kind: 'credit_note' as const, id, label, since: today, currency, openMinor }
    return usedMinor > 0
      ? [{ credit: { credit, amountMinor: usedMinor }, invoiceId: noteId, amountMinor: usedMinor }]
      : []
  })
  transaction.outcomeLog.appendAtEnd({
    ...{ creditorId, debtorId, type: 'interest.charged', occurredAt: at },
    data: { interest: { invoice: chargesNumber, note: number, currency, interestMinor: amountMinor } },
  })
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  if (uses.length === 0) return noteId
  const application = {
    id: ids.uuid(),
    ...{ creditorId, debtorId, currency, at, amountMinor: amountMinor - restMinor, paymentId: null, linkId: null },
    reference: ids.reference(),
    idempotencyKey: `plan ${number}`,
    requestSha256: createHash('sha256').update(noteId).digest('hex'),
  }
  if (!(await transaction.credits.insertApplication(application))) throw new Error(`${number} was settled before`)
  const events = await applyCredits(transaction, ids, application, { uses }, { ledger, unapplied: [], today })
  for (const event of events) transaction.outcomeLog.appendAtEnd(event)
  await ledger.save({ ids, at, planId: plan.id })
  return noteId
}

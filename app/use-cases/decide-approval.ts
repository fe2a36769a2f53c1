import { getAccessLinkState } from '~/domain/access-link'
import { permits } from '~/domain/access-scope'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import {
  findApprovalFault,
  getApprovalState,
  type ApprovalFault,
  type Approver,
  type PaymentApproval,
} from '~/domain/payment-approval'
import type { FxQuote } from '~/domain/fx-quote'
import { breakDownOrder, type Payer } from '~/domain/payment-order'
import type { PaymentRefusal, PaymentRefusalKind } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { advancePayment } from './continue-payment'
import { describeApproval, isUnderCaps } from './hold-for-approval'
import { listUsableCredits } from './list-usable-credits'
import { readRouting } from './list-ways-to-pay'
import { openPayment } from './open-payment'
import type { PaymentServices } from './payment-services'
import type { Transaction } from './ports/unit-of-work'
import { readCharges } from './read-charges'
import { readConcessions } from './read-concessions'
import { quotePayment } from './quote-payment'
import { describePrepared } from './read-approvals'

export interface DecideApprovalInput {
  creditorId: CreditorId
  debtorId: DebtorId
  id: string
  approver: Approver & { name: string | null }
  clientHint: string | null
}

export type ApprovalRefusal =
  | { kind: ApprovalFault | 'not_found' }
  /** Above what the approver's own link may pay. */
  | { kind: 'above_own_cap' }
  /** What was shown is not what stands now: to be looked at again. */
  | { kind: 'changed_since' }
  /** It cannot be paid as it was prepared, and has ended. */
  | { kind: 'ended'; refusals: PaymentRefusal[] }
  /** The rate has to be shown again. */
  | { kind: 'rate' }

const MENDED_BY_RATE: readonly PaymentRefusalKind[] = ['quote_expired', 'quote_differs']

/**
 * Approves a prepared payment: it is opened as its preparer's, exactly as it was prepared, and goes on to the provider.
 * `shown` is the fingerprint of what the approver saw. In another currency than the invoices' it is charged at a rate
 * that the approver was shown.
 */
export async function approvePayment(
  services: PaymentServices,
  input: DecideApprovalInput & { shown: string; quoteId: string | null },
): Promise<Result<{ openedId: string }, ApprovalRefusal>> {
  const { creditorId, debtorId } = input
  const approved = await services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, (transaction) =>
    approve(services, transaction, input),
  )
  if (!approved.ok) return approved
  const { paymentId, openedId } = approved.value
  // Where the provider does not answer now, the payment's own page goes on with it.
  if (paymentId !== null) {
    await advancePayment(services, { creditorId, debtorId, id: paymentId }, { payerIsPresent: true })
  }
  return succeed({ openedId })
}

async function approve(
  services: PaymentServices,
  transaction: Transaction,
  input: DecideApprovalInput & { shown: string; quoteId: string | null },
): Promise<Result<{ paymentId: PaymentId | null; openedId: string }, ApprovalRefusal>> {
  const { creditorId, debtorId, id, approver } = input
  const now = services.clock.now()
  const approval = await lockOf(transaction, input)
  if (!approval) return fail({ kind: 'not_found' })
  const fault = findApprovalFault(approval, approver, now)
  if (fault !== null) return fail({ kind: fault })
  if (!(await isUnderCaps(transaction, { creditorId, linkId: approver.linkId }, approval))) {
    return fail({ kind: 'above_own_cap' })
  }
  const link = await transaction.access.findLinkById(creditorId, approval.linkId)
  if (!link || getAccessLinkState(link, now) !== 'usable' || !permits(link.scope, 'pay')) {
    await decide(services, transaction, { ...approval, status: 'changed' }, input)
    return fail({ kind: 'ended', refusals: [] })
  }
  if ((await describePrepared(transaction, approval, now)).fingerprint !== input.shown)
    return fail({ kind: 'changed_since' })
  const payer: Payer = {
    ...{ creditorId, debtorId },
    linkId: approval.linkId,
    scope: link.scope,
    name: approval.requestedByName,
    email: approval.requestedByEmail,
    locale: approval.locale,
  }
  const { order, idempotencyKey, way, chargedCurrency, requestSha256 } = approval
  const quote = chargedCurrency === null ? null : { id: input.quoteId ?? id, currency: chargedCurrency }
  const opened = await openPayment(services, transaction, {
    ...{ payer, order, idempotencyKey, way, quote },
    payerIsPresent: true,
    approved: { requestSha256 },
  })
  if (!opened.ok) {
    if (opened.failure.every(({ kind }) => MENDED_BY_RATE.includes(kind))) return fail({ kind: 'rate' })
    await decide(services, transaction, { ...approval, status: 'changed' }, input)
    return fail({ kind: 'ended', refusals: opened.failure })
  }
  const { paymentId, applicationId } = opened.value
  const openedId = paymentId ?? applicationId
  if (openedId === null) throw new Error('a payment that was approved opened nothing')
  await decide(services, transaction, { ...approval, status: 'approved', openedId }, input)
  return succeed({ paymentId, openedId })
}

/** Declines a prepared payment, or withdraws one's own. Nothing was reserved, so nothing has to be given back. */
export async function declinePayment(
  services: PaymentServices,
  input: DecideApprovalInput & { reason: string | null },
): Promise<Result<null, ApprovalRefusal>> {
  const { creditorId, debtorId, approver, reason } = input
  return services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const approval = await lockOf(transaction, input)
    if (!approval) return fail({ kind: 'not_found' })
    const state = getApprovalState(approval, services.clock.now())
    if (state === 'expired') return fail({ kind: 'expired' })
    if (state !== 'waiting') return fail({ kind: 'not_waiting' })
    if (!permits(approver.scope, 'pay')) return fail({ kind: 'not_allowed' })
    await decide(services, transaction, { ...approval, status: 'declined', reason }, input)
    return succeed(null)
  })
}

/** Locks a rate at which the approver is shown what would be charged. Null where nothing is exchanged. */
export async function quoteApproval(
  services: PaymentServices,
  { creditorId, debtorId, id }: Pick<DecideApprovalInput, 'creditorId' | 'debtorId' | 'id'>,
): Promise<Result<FxQuote | null, PaymentRefusal | 'not_found'>> {
  return services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const approval = await transaction.approvals.findById(creditorId, id)
    const creditor = await transaction.creditors.findById(creditorId)
    if (!approval || !creditor) return fail('not_found')
    const { order, chargedCurrency } = approval
    if (chargedCurrency === null) return succeed(null)
    const invoices = await transaction.invoices.findByNumbers(
      creditorId,
      debtorId,
      'invoice',
      order.items.map(({ number }) => number),
    )
    const findConcession = await readConcessions(transaction, creditor, {
      ...{ debtorId, invoices, at: services.clock.now() },
      purpose: order.purpose ?? null,
    })
    const credits = await listUsableCredits(transaction, creditor, debtorId)
    const findCharge = await readCharges(transaction, creditor, {
      ...{ invoices, at: services.clock.now() },
      purpose: order.purpose ?? null,
    })
    const plan = breakDownOrder(order, invoices, credits, findConcession, findCharge)
    if (!plan.ok || plan.value.cashMinor === 0) return succeed(null)
    const stepMinor = (await readRouting(transaction, services, creditor, debtorId)).findStep(chargedCurrency)
    if (stepMinor === null) return fail('not_found')
    const settled = createMoney(plan.value.cashMinor, order.currency)
    return quotePayment(services, transaction, { creditor, debtorId, settled, chargedCurrency, stepMinor })
  })
}

async function lockOf(
  { approvals }: Transaction,
  { creditorId, debtorId, id }: DecideApprovalInput,
): Promise<PaymentApproval | null> {
  const approval = await approvals.lock(creditorId, id)
  return approval?.debtorId === debtorId ? approval : null
}

const LOGGED = { approved: 'approval_given', declined: 'approval_declined', changed: 'approval_declined' } as const

async function decide(
  { clock, ids }: PaymentServices,
  transaction: Transaction,
  ended: PaymentApproval & { status: 'approved' | 'declined' | 'changed' },
  { creditorId, debtorId, approver, clientHint }: DecideApprovalInput,
): Promise<void> {
  const at = clock.now()
  const decided: PaymentApproval = {
    ...ended,
    decidedAt: at,
    decidedLinkId: approver.linkId,
    decidedByName: approver.name,
    decidedByEmail: approver.email,
  }
  await transaction.approvals.save(decided)
  await transaction.access.appendLog({
    id: ids.uuid(),
    ...{ creditorId, debtorId, at, clientHint },
    linkId: approver.linkId,
    action: LOGGED[ended.status],
    subject: decided.requestedByName,
  })
  await transaction.outcomeLog.append({
    ...{ creditorId, debtorId },
    type: ended.status === 'approved' ? 'payment.approved' : 'payment.approval_declined',
    occurredAt: at,
    data: { approval: describeApproval(decided) },
  })
  const link = await transaction.access.findLinkById(creditorId, approver.linkId)
  const told = new Map<string, string>()
  if (decided.decidedByEmail !== null) told.set(decided.decidedByEmail, link?.locale ?? decided.locale)
  if (decided.requestedByEmail !== null) told.set(decided.requestedByEmail, decided.locale)
  const about = { creditorId, debtorId, approvalId: decided.id }
  for (const [to, locale] of told) {
    await transaction.jobs.enqueue('send-mail', { kind: 'approval-decided', ...about, to, locale })
  }
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
}

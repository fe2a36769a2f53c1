import type { AccessLink } from '~/domain/access-link'
import { getAccessLinkState } from '~/domain/access-link'
import { permits } from '~/domain/access-scope'
import { computeCapLeft } from '~/domain/delegation'
import type { AccessLinkId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import type { OutcomeApproval } from '~/domain/outcome-approval'
import { APPROVAL_LIFETIME_MS, findExceededLimit, isSameAddress, type PaymentApproval } from '~/domain/payment-approval'
import type { Payer, PaymentBreakdown } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import type { OpenPaymentInput } from './open-payment'
import type { PaymentServices } from './payment-services'
import type { Transaction } from './ports/unit-of-work'

/** So many people are told of a payment that waits. */
const MOST_ASKED = 10

/**
 * Refuses what is beyond the cap of the payer's link, or of one above it. Until the transaction ends nobody else pays
 * under the same cap. `totalMinor` is in the invoices' currency, paid in money or by credits.
 */
export async function findCapRefusal(
  { access }: Transaction,
  { creditorId, linkId }: Pick<Payer, 'creditorId' | 'linkId'>,
  { currency, totalMinor }: Pick<PaymentBreakdown, 'currency' | 'totalMinor'>,
): Promise<PaymentRefusal | null> {
  if (linkId === null) return null
  const left = computeCapLeft(await access.lockCaps(creditorId, linkId, currency), currency)
  return left !== null && totalMinor > left.amountMinor ? refusePayment('cap_exceeded', { left }) : null
}

/** The debtor's limit that such a payment is above, in minor units of its currency; null where one person is enough. */
export async function findApprovalLimit(
  { approvals }: Pick<Transaction, 'approvals'>,
  { creditorId, debtorId, linkId }: Pick<Payer, 'creditorId' | 'debtorId' | 'linkId'>,
  { currency, totalMinor }: Pick<PaymentBreakdown, 'currency' | 'totalMinor'>,
): Promise<number | null> {
  if (linkId === null) return null
  return findExceededLimit(await approvals.listLimits(creditorId, debtorId), { amountMinor: totalMinor, currency })
}

/**
 * Keeps a payment above the debtor's limit for a second person, instead of opening it, and tells whoever may approve it.
 * Null where one person is enough. Nothing is reserved meanwhile.
 */
export async function holdForApproval(
  services: PaymentServices,
  transaction: Transaction,
  input: OpenPaymentInput,
  { currency, totalMinor }: PaymentBreakdown,
  requestSha256: string,
): Promise<Result<PaymentApproval, PaymentRefusal[]> | null> {
  const { creditorId, debtorId, linkId, name, email, locale } = input.payer
  if (linkId === null || input.approved) return null
  const limitMinor = await findApprovalLimit(transaction, input.payer, { currency, totalMinor })
  if (limitMinor === null) return null
  if (input.keep) return fail([refusePayment('approval_keeps_no_method')])
  const now = services.clock.now()
  const link = await transaction.access.findLinkById(creditorId, linkId)
  const approval: PaymentApproval = {
    id: services.ids.uuid(),
    ...{ creditorId, debtorId, linkId, requestSha256, currency, totalMinor, limitMinor, locale },
    status: 'waiting',
    idempotencyKey: input.idempotencyKey,
    order: input.order,
    way: input.way ?? null,
    chargedCurrency: input.quote?.currency ?? null,
    requestedByName: link?.recipientName ?? name,
    requestedByEmail: link?.recipientEmail ?? email,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + APPROVAL_LIFETIME_MS),
    ...{
      decidedAt: null,
      decidedLinkId: null,
      decidedByName: null,
      decidedByEmail: null,
      reason: null,
      openedId: null,
    },
  }
  if (!(await transaction.approvals.insert(approval))) return fail([refusePayment('form_reused')])
  await transaction.access.appendLog({
    id: services.ids.uuid(),
    ...{ creditorId, debtorId, linkId },
    action: 'approval_requested',
    at: now,
    clientHint: null,
    subject: approval.order.items
      .map(({ number }) => number)
      .slice(0, 3)
      .join(', '),
  })
  await transaction.outcomeLog.append({
    ...{ creditorId, debtorId },
    type: 'payment.approval_requested',
    occurredAt: now,
    data: { approval: describeApproval(approval) },
  })
  for (const { address, locale: reads } of await listApprovers(transaction, approval, now)) {
    await transaction.jobs.enqueue('send-mail', {
      kind: 'approval-requested',
      ...{ creditorId, debtorId },
      approvalId: approval.id,
      to: address,
      locale: reads ?? locale,
    })
  }
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return succeed(approval)
}

/** What the creditor is told of it. */
export function describeApproval(approval: PaymentApproval): OutcomeApproval {
  const { id, currency, totalMinor, limitMinor, order, expiresAt, reason, openedId } = approval
  return {
    ...{ id, currency, limitMinor },
    amountMinor: totalMinor,
    documents: order.items.map(({ number }) => number),
    expiresAt: expiresAt.toISOString(),
    ...(approval.requestedByName === null ? {} : { requestedBy: approval.requestedByName }),
    ...(approval.decidedByName === null ? {} : { decidedBy: approval.decidedByName }),
    ...(reason === null ? {} : { reason }),
    ...(openedId === null ? {} : { paymentId: openedId }),
  }
}

/** Everybody who may approve it and can be written to: holders of links that may pay, beside whoever prepared it. */
async function listApprovers(
  { access }: Transaction,
  approval: PaymentApproval,
  now: Date,
): Promise<{ address: string; locale: string | null }[]> {
  const links = await access.listLinks(approval.creditorId, approval.debtorId)
  const found = new Map<string, { address: string; locale: string | null }>()
  for (const { recipientEmail: address, locale, ...link } of links) {
    if (address === null || !canApprove({ ...link, recipientEmail: address }, approval, now)) continue
    if (!found.has(address.toLowerCase())) found.set(address.toLowerCase(), { address, locale })
  }
  return [...found.values()].slice(0, MOST_ASKED)
}

function canApprove(
  link: Pick<AccessLink, 'id' | 'scope' | 'expiresAt' | 'revokedAt' | 'delegation'> & { recipientEmail: string },
  { linkId, requestedByEmail }: PaymentApproval,
  now: Date,
): boolean {
  const isOther = link.id !== linkId && !(requestedByEmail && isSameAddress(link.recipientEmail, requestedByEmail))
  // One that opens chosen invoices shows what was prepared below it, and nothing else.
  const sees = (link.delegation?.invoiceIds ?? null) === null
  return isOther && sees && permits(link.scope, 'pay') && getAccessLinkState(link, now) === 'usable'
}

/** Whether a sum may be paid by a link's holder at all; for an approver, who pays nothing from its own cap. */
export async function isUnderCaps(
  { access }: Transaction,
  payer: { creditorId: Payer['creditorId']; linkId: AccessLinkId },
  { currency, totalMinor }: Pick<PaymentApproval, 'currency' | 'totalMinor'>,
): Promise<boolean> {
  const capped = await access.lockCaps(payer.creditorId, payer.linkId, currency)
  const most = computeCapLeft(
    capped.map(({ caps }) => ({ caps, usedMinor: 0 })),
    currency,
  )
  return most === null || createMoney(totalMinor, currency).amountMinor <= most.amountMinor
}

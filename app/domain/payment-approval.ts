/**
 * Two people for a large payment: one prepares it, another approves it. The limit above which that is so is the
 * debtor's own. While a payment waits, nothing is reserved and no provider is asked.
 */
import { permits, type AccessRight } from './access-scope'
import type { CurrencyCode } from './currency'
import type { AccessLinkId, CreditorId, DebtorId } from './ids'
import type { PaymentOrder } from './payment-order'
import type { WayChoice } from './way-choice'

/** In one currency. Newer ones take the place of older ones; `limitMinor` null ends it. */
export interface ApprovalLimit {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly currency: CurrencyCode
  readonly limitMinor: number | null
  readonly setAt: Date
  readonly setByName: string | null
  readonly linkId: AccessLinkId
  /** The contact on file to whom the one-time code went, and which. */
  readonly email: string
  readonly codeId: string
  readonly clientHint: string | null
}

/** `changed`: it could no longer be paid as it was prepared. `expired`: nobody decided it in time. */
export const APPROVAL_STATUSES = ['waiting', 'approved', 'declined', 'changed', 'expired'] as const

export interface PaymentApproval {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly status: (typeof APPROVAL_STATUSES)[number]
  /** Of the form that asked for it: the payment takes both over. */
  readonly idempotencyKey: string
  readonly requestSha256: string
  readonly currency: CurrencyCode
  /** What is settled, in money and by credits. */
  readonly totalMinor: number
  /** As it stood when the approval was asked for. */
  readonly limitMinor: number
  readonly order: PaymentOrder
  readonly way: WayChoice | null
  /** The currency it is charged in, where that is another than the invoices'. */
  readonly chargedCurrency: CurrencyCode | null
  readonly linkId: AccessLinkId
  readonly requestedByName: string | null
  /** Whom the link names, else what was typed. */
  readonly requestedByEmail: string | null
  readonly locale: string
  readonly requestedAt: Date
  readonly expiresAt: Date
  readonly decidedAt: Date | null
  readonly decidedLinkId: AccessLinkId | null
  readonly decidedByName: string | null
  readonly decidedByEmail: string | null
  readonly reason: string | null
  /** What it became: a payment, or a use of credits alone. */
  readonly openedId: string | null
}

/** What waits for a second person, in one currency. */
export interface WaitingSum {
  readonly currency: CurrencyCode
  readonly count: number
  readonly totalMinor: number
}

/** How long a prepared payment waits for the second person. */
export const APPROVAL_LIFETIME_MS = 7 * 24 * 3_600_000

export type ApprovalState = PaymentApproval['status']

/** What it is at an instant: its time is over before that is noted. */
export function getApprovalState(
  { status, expiresAt }: Pick<PaymentApproval, 'status' | 'expiresAt'>,
  now: Date,
): ApprovalState {
  return status === 'waiting' && expiresAt <= now ? 'expired' : status
}

/** The limit that a sum is above; null when one person is enough. */
export function findExceededLimit(
  limits: readonly Pick<ApprovalLimit, 'currency' | 'limitMinor'>[],
  sum: { amountMinor: number; currency: CurrencyCode },
): number | null {
  const limitMinor = limits.find(({ currency }) => currency === sum.currency)?.limitMinor ?? null
  return limitMinor !== null && sum.amountMinor > limitMinor ? limitMinor : null
}

/** Who visits, as far as an approval goes. */
export interface Approver {
  readonly linkId: AccessLinkId
  readonly scope: readonly AccessRight[]
  /** Whom the link names: what is typed proves nothing. */
  readonly email: string | null
}

export type ApprovalFault = 'not_waiting' | 'expired' | 'not_allowed' | 'own_payment' | 'nameless'

/** What keeps somebody from approving; null when nothing does. One person is one link, and one e-mail address. */
export function findApprovalFault(
  approval: Pick<PaymentApproval, 'status' | 'expiresAt' | 'linkId' | 'requestedByEmail'>,
  approver: Approver,
  now: Date,
): ApprovalFault | null {
  const state = getApprovalState(approval, now)
  if (state === 'expired') return 'expired'
  if (state !== 'waiting') return 'not_waiting'
  if (!permits(approver.scope, 'pay')) return 'not_allowed'
  if (approver.linkId === approval.linkId) return 'own_payment'
  if (approver.email === null) return 'nameless'
  return approval.requestedByEmail !== null && isSameAddress(approver.email, approval.requestedByEmail)
    ? 'own_payment'
    : null
}

/** Letters' case and a "+tag" do not make another mailbox. */
export function isSameAddress(left: string, right: string): boolean {
  return normalizeAddress(left) === normalizeAddress(right)
}

function normalizeAddress(address: string): string {
  return address
    .trim()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\+[^@]*@/, '@')
}

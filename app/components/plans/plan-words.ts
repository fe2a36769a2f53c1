import { readPlanTurn, type InstalmentStatus, type PaymentPlan, type PlanStatus } from '~/domain/payment-plan'
import type { BadgeTone } from '../badge'

export const PLAN_TONES: Readonly<Record<PlanStatus, BadgeTone>> = {
  proposed: 'note',
  countered: 'warn',
  agreed: 'good',
  active: 'good',
  completed: 'good',
  defaulted: 'bad',
  canceled: 'plain',
  superseded: 'plain',
  declined: 'plain',
  withdrawn: 'plain',
}

export const INSTALMENT_TONES: Readonly<Record<InstalmentStatus, BadgeTone>> = {
  scheduled: 'plain',
  moved: 'plain',
  due: 'warn',
  processing: 'note',
  retrying: 'warn',
  paid: 'good',
  missed: 'bad',
  canceled: 'plain',
}

/** What its status is called: the creditor's terms are an offer where it began with them. */
export function nameStatus({ status, proposedBy }: Pick<PaymentPlan, 'status' | 'proposedBy'>): PlanStatus | 'offered' {
  return status === 'countered' && proposedBy === 'creditor' ? 'offered' : status
}

/** What its debtor reads of whose turn it is; null where it is nobody's. */
export function nameTurn(
  plan: Pick<PaymentPlan, 'status' | 'proposedBy'>,
): 'yourTurn' | 'offered' | 'theirTurn' | null {
  const turn = readPlanTurn(plan.status)
  if (turn === null) return null
  if (turn === 'creditor') return 'theirTurn'
  return plan.proposedBy === 'creditor' ? 'offered' : 'yourTurn'
}

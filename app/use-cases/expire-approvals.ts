import type { PaymentApproval } from '~/domain/payment-approval'
import { getApprovalState } from '~/domain/payment-approval'
import { describeApproval } from './hold-for-approval'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

const BATCH_SIZE = 200

/**
 * Ends prepared payments that nobody approved in time, and tells whoever prepared them. Nothing was reserved, so nothing
 * has to be given back. Each is ended once, however often and in however many processes this runs; one that throws keeps
 * no other from ending: the errors are thrown together at the end. Returns how many it ended.
 */
export async function expireApprovals({
  unitOfWork,
  clock,
}: {
  unitOfWork: UnitOfWork
  clock: Clock
}): Promise<number> {
  const now = clock.now()
  const overdue = await unitOfWork.run({ kind: 'system' }, ({ approvals }) => approvals.listOverdue(now, BATCH_SIZE))
  let count = 0
  const errors: unknown[] = []
  for (const { creditorId, debtorId, id } of overdue) {
    try {
      const hasEnded = await unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
        const approval = await transaction.approvals.lock(creditorId, id)
        // Somebody decided it, or another process ended it, meanwhile.
        if (approval?.status !== 'waiting' || getApprovalState(approval, now) !== 'expired') return false
        await expire(transaction, approval, now)
        return true
      })
      if (hasEnded) count += 1
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${overdue.length} prepared payments could not be ended`)
  return count
}

async function expire(transaction: Transaction, approval: PaymentApproval, at: Date): Promise<void> {
  const { creditorId, debtorId, id, requestedByEmail: to, locale } = approval
  const expired: PaymentApproval = { ...approval, status: 'expired', decidedAt: at }
  await transaction.approvals.save(expired)
  await transaction.outcomeLog.append({
    ...{ creditorId, debtorId },
    type: 'payment.approval_expired',
    occurredAt: at,
    data: { approval: describeApproval(expired) },
  })
  if (to !== null) {
    await transaction.jobs.enqueue('send-mail', {
      kind: 'approval-decided',
      ...{ creditorId, debtorId, to, locale },
      approvalId: id,
    })
  }
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
}

import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { CreditorId, DebtorId, PlanId } from '~/domain/ids'
import type { PaymentSelection } from '~/domain/payment-order'
import { isPlanInForce, type Instalment, type PaymentPlan } from '~/domain/payment-plan'
import {
  computeUnpaid,
  findMoveRange,
  findNextInstalment,
  isBeingPaid,
  listReached,
  spreadOverShares,
  sumUnpaid,
} from '~/domain/plan-progress'
import { computeUnearned } from '~/domain/unearned-interest'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

/** What can be paid of an agreed plan now, and what can be moved. Amounts are minor units of the plan's currency. */
export interface PlanPayments {
  readonly plan: PaymentPlan
  readonly today: CalendarDay
  readonly instalments: readonly Instalment[]
  /** Every instalment whose day has come; 0 for none. */
  readonly reachedMinor: number
  /** The next instalment that is open; null when none is. */
  readonly next: Instalment | null
  /** All that is left, with the interest of the days to come. */
  readonly leftMinor: number
  /** The interest of the days to come, which paying everything now saves. */
  readonly savedMinor: number
  /** The most that can be paid now: what no payment under way is for, less what is saved. */
  readonly mostMinor: number
  readonly isBeingPaid: boolean
  /** The days to which each instalment may be moved by the debtor; those that may not be are not in it. */
  readonly moves: readonly { readonly number: number; readonly fromOn: CalendarDay; readonly untilOn: CalendarDay }[]
  /** What a sum settles, as a choice to be reviewed. */
  select(amountMinor: number): PaymentSelection
}

/** Null when there is no such plan of the debtor in force. */
export async function readPlanPayments(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
  id: string,
): Promise<PlanPayments | null> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const plan = await transaction.plans.find(creditorId, id as PlanId)
    if (!creditor || !plan || !isPlanInForce(plan.status)) return null
    const instalments = await transaction.plans.listInstalments(creditorId, plan.id)
    const shares = await transaction.plans.listInvoices(creditorId, plan.id)
    const balances = await transaction.invoices.findByIds(
      creditorId,
      shares.map(({ invoiceId }) => invoiceId),
    )
    const planned = new Map(balances.map((balance) => [balance.id, balance.plannedMinor]))
    const numbers = new Map(shares.map(({ invoiceId, number }) => [invoiceId, number]))
    const today = dayOfInstant(clock.now(), creditor.timeZone)
    const spread = (amountMinor: number) => spreadOverShares(shares, amountMinor, (one) => planned.get(one) ?? 0)
    const leftMinor = sumUnpaid(instalments)
    const freeMinor = spread(leftMinor).reduce((sum, part) => sum + part.amountMinor, 0)
    const savedMinor = freeMinor === leftMinor ? computeUnearned(plan, instalments, today) : 0
    return {
      ...{ plan, today, instalments, leftMinor, savedMinor, mostMinor: freeMinor - savedMinor },
      reachedMinor: listReached(instalments, today).reduce((sum, one) => sum + computeUnpaid(one), 0),
      next: findNextInstalment(instalments),
      isBeingPaid: isBeingPaid(instalments),
      moves: instalments.flatMap(({ number }) => {
        const range = findMoveRange(plan, instalments, number, today)
        return 'kind' in range ? [] : [{ number, ...range }]
      }),
      select: (amountMinor) => ({
        kind: 'invoices',
        items: spread(amountMinor).map((part) => ({
          number: numbers.get(part.invoiceId) ?? '',
          amountMinor: part.amountMinor,
        })),
      }),
    }
  })
}

import type { ShownInstalment } from '~/components/console/running-plan-forms'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { PlanView } from '~/use-cases/read-plans'

const MOVABLE: readonly string[] = ['scheduled', 'moved', 'due']

/** Written in the reader's language: the browser formats nothing again. */
export function describeInstalments({ plan, instalments }: PlanView, { format, t }: ConsoleVisit): ShownInstalment[] {
  return instalments.map((instalment) => ({
    number: instalment.number,
    name:
      instalment.number === 0
        ? t('instalment:downPayment')
        : t('instalment:name', { number: format.integer(instalment.number) }),
    dueOn: format.day(instalment.dueOn),
    amount: format.amount(instalment.amountMinor, plan.currency),
    paid: format.amount(instalment.paidMinor, plan.currency),
    status: instalment.status,
    attempts: format.integer(instalment.attempts),
    nextAttempt:
      instalment.nextAttemptAt && t('instalment:running.table.again', { day: format.dayOf(instalment.nextAttemptAt) }),
    isMovable: MOVABLE.includes(instalment.status) && instalment.paymentId === null,
  }))
}

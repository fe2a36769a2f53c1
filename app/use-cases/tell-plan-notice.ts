import type { Instalment, PaymentPlan } from '~/domain/payment-plan'
import type { PlanNotice } from './ports/jobs'
import type { Transaction } from './ports/unit-of-work'

/**
 * Has the debtor told of what happens with an agreed plan, by mail: whoever agreed to it while they are on file, and else
 * the first contact, in its language. A step of the transaction in which it happens; `at` tells two of a kind apart.
 */
export async function tellPlanNotice(
  transaction: Transaction,
  plan: PaymentPlan,
  notice: PlanNotice,
  { instalment, at }: { instalment: Instalment | null; at: Date },
): Promise<void> {
  const { creditorId, debtorId, id: planId, language, consent } = plan
  const contacts = await transaction.debtors.listContacts(creditorId, debtorId)
  const agreed = contacts.find(({ email }) => email === consent?.email)
  const contact = agreed ?? contacts[0]
  const to = contact?.email ?? consent?.email
  if (to === undefined) return
  const locale = agreed ? language : (contact?.locale ?? language)
  const about = { creditorId, debtorId, planId, notice, number: instalment?.number ?? null, at: at.toISOString() }
  await transaction.jobs.enqueue('send-mail', { kind: 'plan-notice', ...about, to, locale })
}

import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CreditorId, DebtorId, PlanId } from '~/domain/ids'
import { isPlanInForce, type PaymentPlan } from '~/domain/payment-plan'
import { computeUnpaid, sumUnpaid } from '~/domain/plan-progress'
import { keepMailedLink } from './keep-mailed-link'
import { nameMailedLink } from './name-mailed-link'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

type NoticeJob = Extract<MailJob, { kind: 'plan-notice' }>

/**
 * What a mail about an agreed plan says, with the amounts as they are when it is sent, and a link of its own to the
 * account, which opens on the plan. Null where there is nothing to say any more: an instalment that was paid meanwhile.
 */
export async function preparePlanNotice(
  dependencies: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource; publicOrigin: string },
  job: NoticeJob,
): Promise<MailContent | null> {
  const creditorId = job.creditorId as CreditorId
  const debtorId = job.debtorId as DebtorId
  return dependencies.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const debtor = await transaction.debtors.findById(creditorId, debtorId)
    const plan = await transaction.plans.find(creditorId, job.planId as PlanId)
    if (!creditor || !debtor || !plan) throw new Error('a mail is about a plan that does not exist')
    const instalments = await transaction.plans.listInstalments(creditorId, plan.id)
    const instalment = instalments.find(({ number }) => number === job.number) ?? null
    if (instalment && (computeUnpaid(instalment) === 0 || !isPlanInForce(plan.status))) return null
    const shares = await transaction.plans.listInvoices(creditorId, plan.id)
    const method =
      plan.autopay && plan.savedMethodId !== null
        ? await transaction.savedMethods.findById(creditorId, plan.savedMethodId)
        : null
    return {
      kind: job.kind,
      ...{ creditor, debtor, plan, instalment, notice: job.notice, locale: job.locale },
      instalmentCount: instalments.filter(({ number }) => number > 0).length,
      isCollected: method !== null && method.status === 'active' && instalment?.attempts === 0,
      retryOn: instalment?.nextAttemptAt ? dayOfInstant(instalment.nextAttemptAt, creditor.timeZone) : null,
      // Of a plan that has ended, what it was still to pay then.
      leftMinor: isPlanInForce(plan.status)
        ? sumUnpaid(instalments)
        : shares.reduce((sum, { amountMinor, settledMinor }) => sum + amountMinor - settledMinor, 0),
      url: await writeUrl(dependencies, transaction, creditor, { job, plan }),
    }
  })
}

/** A link of the mail's own, for a contact on file whose link by which they agreed was not taken back. */
async function writeUrl(
  { clock, ids, publicOrigin }: { clock: Clock; ids: IdSource; publicOrigin: string },
  transaction: Transaction,
  creditor: Creditor,
  { job, plan }: { job: NoticeJob; plan: PaymentPlan },
): Promise<string> {
  const { access, debtors } = transaction
  const { planId, notice, number, at, to, locale, debtorId } = job
  const page = `${publicOrigin}/plans/${planId}`
  const contact = (await debtors.listContacts(creditor.id, debtorId as DebtorId)).find(({ email }) => email === to)
  const agreedBy = plan.consent?.email === to ? plan.consent.linkId : null
  const source = agreedBy && (await access.findLinkById(creditor.id, agreedBy))
  if (!contact || source?.revokedAt) return page
  const now = clock.now()
  const token = await keepMailedLink(transaction, ids, {
    id: nameMailedLink(`plan-notice ${planId} ${notice} ${number ?? ''} ${at}`, to),
    ...{ creditorId: creditor.id, debtorId: debtorId as DebtorId, locale, createdAt: now, issuedBy: 'payment' },
    ...{ scope: ['view', 'pay', 'agree'], recipientEmail: to, recipientName: contact.name, delegation: null },
    expiresAt: new Date(now.getTime() + creditor.linkLifetimeDays * 86_400_000),
  })
  return token === null ? page : `${publicOrigin}/l/${token}?plan=${planId}`
}

import type { CreditorId, PlanId } from '~/domain/ids'
import { addressDebtorMail } from './address-debtor-mail'
import type { Clock } from './ports/clock'
import type { FileStore } from './ports/file-store'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { UnitOfWork } from './ports/unit-of-work'
import { findStandingTerms } from './read-plans'
import { describePlanOpener } from './record-plan-entry'

type PlanMailJob = Extract<MailJob, { kind: 'plan-step' }>

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  publicOrigin: string
  fileStore: Pick<FileStore, 'get'>
}

/**
 * What a mail about a step of a plan says, and to whom it goes by the time it is sent. A debtor's carries a link that opens
 * on the plan, a creditor's the console's page; that of an agreement encloses the document as it was issued. Null where
 * nobody is left to be told.
 */
export async function preparePlanMail(
  dependencies: Dependencies,
  job: PlanMailJob,
): Promise<Extract<MailContent, { kind: 'plan-step' }> | null> {
  const creditorId = job.creditorId as CreditorId
  const content = await dependencies.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const plan = await transaction.plans.find(creditorId, job.planId as PlanId)
    const debtor = plan && (await transaction.debtors.findById(creditorId, plan.debtorId))
    const entries = plan ? await transaction.plans.listEntries(creditorId, plan.id) : []
    const index = entries.findIndex(({ id }) => id === job.entryId)
    const entry = entries[index]
    if (!creditor || !plan || !debtor || !entry) throw new Error('a mail is about a plan that does not exist')
    const addressed =
      job.reader === 'debtor'
        ? await addressDebtorMail(dependencies, transaction, creditor, describePlanOpener(plan), {
            ...{ name: `plan-mail ${entry.id}`, to: job.to, locale: job.locale },
            ...{ page: `/plans/${plan.id}`, query: `plan=${plan.id}`, issuedBy: 'plan' },
            scope: ['view', 'pay', 'agree'],
          })
        : { to: job.to, locale: job.locale, url: `${dependencies.publicOrigin}/console/plans/${plan.id}` }
    return (
      addressed && {
        kind: job.kind,
        ...{ creditor, debtor, plan, entry, reader: job.reader, ...addressed },
        proposal: findStandingTerms(entries.slice(0, index + 1)),
      }
    )
  })
  if (!content) return null
  const { plan, entry } = content
  if (entry.step !== 'agreed' || plan.documentSha256 === null) return { ...content, agreement: null }
  const file = await dependencies.fileStore.get(creditorId, plan.documentSha256)
  if (!file) throw new Error(`the agreement of plan ${plan.id} is not in the store`)
  const agreement = { filename: `agreement-${plan.reference}.pdf`, mediaType: 'application/pdf', content: file }
  return { ...content, agreement }
}

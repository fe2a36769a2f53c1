import type { Dispute } from '~/domain/dispute'
import type { CreditorId, DisputeId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import { addressDebtorMail } from './address-debtor-mail'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { DisputeInMail, MailContent } from './ports/mail-renderer'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

type DisputeMailJob = Extract<MailJob, { kind: 'dispute-step' }>

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  publicOrigin: string
}

/**
 * What a mail about a step of a dispute says, with the amounts as they are when it is sent, and to whom it goes by then.
 * A debtor's carries a link that opens on the dispute, a creditor's the console's page. Null where nobody is left to be
 * told.
 */
export async function prepareDisputeMail(
  dependencies: Dependencies,
  job: DisputeMailJob,
): Promise<Extract<MailContent, { kind: 'dispute-step' }> | null> {
  const creditorId = job.creditorId as CreditorId
  return dependencies.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const dispute = await transaction.disputes.find(creditorId, job.disputeId as DisputeId)
    const debtor = dispute && (await transaction.debtors.findById(creditorId, dispute.debtorId))
    const entries = dispute ? await transaction.disputes.listEntries(creditorId, dispute.id) : []
    const entry = entries.find(({ id }) => id === job.entryId)
    if (!creditor || !dispute || !debtor || !entry) throw new Error('a mail is about a dispute that does not exist')
    const disputes =
      entry.step === 'opened'
        ? await transaction.disputes.listByKey(creditorId, dispute.debtorId, dispute.idempotencyKey)
        : [dispute]
    const addressed =
      job.reader === 'debtor'
        ? await addressDebtorMail(dependencies, transaction, creditor, dispute, {
            ...{ name: `dispute-mail ${job.entryId}`, to: job.to, locale: job.locale },
            ...{ page: `/disputes/${dispute.id}`, query: `dispute=${dispute.id}`, issuedBy: 'dispute' },
            scope: ['view', 'pay', 'dispute'],
          })
        : {
            ...{ to: job.to, locale: job.locale },
            url: `${dependencies.publicOrigin}/console/disputes${disputes.length === 1 ? `/${dispute.id}` : ''}`,
          }
    return (
      addressed && {
        kind: job.kind,
        ...{ creditor, debtor, reader: job.reader, entry, ...addressed },
        disputes: await describeDisputes(transaction, creditorId, disputes),
        fileCount: entry.files.length,
        creditNoteNumber: dispute.creditNoteNumber,
      }
    )
  })
}

async function describeDisputes(
  { invoices }: Transaction,
  creditorId: CreditorId,
  disputes: readonly Dispute[],
): Promise<DisputeInMail[]> {
  const balances = await invoices.findByIds(
    creditorId,
    disputes.map(({ invoiceId }) => invoiceId),
  )
  return disputes.flatMap((dispute) => {
    const invoice = balances.find(({ id }) => id === dispute.invoiceId)
    return invoice ? [{ dispute, invoiceNumber: invoice.number, dueNowMinor: computeDueNow(invoice) }] : []
  })
}

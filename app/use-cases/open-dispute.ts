import { permits, type AccessRight } from '~/domain/access-scope'
import {
  computeAnswerDue,
  type Dispute,
  type DisputeAction,
  type DisputeLine,
  type DisputeReason,
} from '~/domain/dispute'
import type { DisputePolicy } from '~/domain/dispute-policy'
import type { AccessLinkId, CreditorId, DebtorId, DisputeId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { fail, succeed, type Result } from '~/domain/result'
import type { DisputeServices } from './dispute-services'
import { examineClaims, type ContestedInvoice, type DisputeRefusal, type ExaminedInvoice } from './examine-claims'
import { attachDisputeFiles, putDisputeFiles, type CheckedFile } from './keep-dispute-files'
import type { Transaction } from './ports/unit-of-work'
import { logAccessStep } from './record-access-step'
import { recordDisputeEntry } from './record-dispute-entry'

export interface OpenDisputeInput {
  disputant: {
    creditorId: CreditorId
    debtorId: DebtorId
    linkId: AccessLinkId
    scope: readonly AccessRight[]
    name: string | null
    email: string | null
    /** The language of the visit. */
    locale: string
  }
  /** Of the form: its repetition finds the disputes it opened. */
  idempotencyKey: string
  reason: DisputeReason
  action: DisputeAction
  text: string
  files: readonly CheckedFile[]
  /** Each invoice once. No lines: the invoice as a whole, for all that is open of it. */
  invoices: readonly ContestedInvoice[]
}

/**
 * Opens a dispute on each invoice named: from then on what is claimed of it is held out of what is due, so far as it is
 * open and in no payment under way. All of them or none. The same form again answers what it opened.
 */
export async function openDisputes(
  services: DisputeServices,
  input: OpenDisputeInput,
): Promise<Result<Dispute[], DisputeRefusal[]>> {
  const { creditorId, debtorId, scope } = input.disputant
  if (!permits(scope, 'dispute')) return fail([{ kind: 'not_allowed' }])
  if (input.invoices.length === 0) return fail([{ kind: 'nothing_selected' }])
  const scopeOfData = { kind: 'debtor', creditorId, debtorId } as const
  if (input.files.length > 0) {
    // Files of what is refused anyway are not kept.
    const examined = await services.unitOfWork.run(scopeOfData, (transaction) => examine(transaction, input))
    if (!examined.ok) return fail(examined.failure)
  }
  const files = await putDisputeFiles(services, creditorId, input.files)
  return services.unitOfWork.run(scopeOfData, async (transaction) => {
    const examined = await examine(transaction, input)
    if (!examined.ok) return fail(examined.failure)
    const { earlier, accepted } = examined.value
    if (earlier.length > 0) return succeed(earlier)
    const now = services.clock.now()
    const batchId = services.ids.uuid()
    const policy = await transaction.policies.read(creditorId, 'dispute')
    const opened: Dispute[] = []
    for (const { invoice, lines } of accepted) {
      const dispute = createDispute(services, input, { invoice, lines, batchId, now, policy })
      const entry = {
        id: services.ids.uuid(),
        at: now,
        side: 'debtor' as const,
        step: 'opened' as const,
        authorName: dispute.openedByName,
        author: `link:${input.disputant.linkId}`,
        text: input.text,
        files: await attachDisputeFiles(services, transaction, creditorId, files),
      }
      await transaction.disputes.insert(dispute, lines)
      await transaction.disputes.moveClaim(creditorId, invoice.id, dispute.claimedMinor)
      await recordDisputeEntry(transaction, dispute, lines, entry, { invoice, isToldAlready: opened.length > 0 })
      const { debtorId, linkId } = input.disputant
      const step = { creditorId, debtorId, linkId, action: 'dispute_opened', subject: dispute.reference } as const
      await logAccessStep(services, transaction, step)
      opened.push(dispute)
    }
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    return succeed(opened)
  })
}

/** What the same form opened before, or else what it asks for. */
async function examine(
  transaction: Transaction,
  { disputant: { creditorId, debtorId }, idempotencyKey, invoices }: OpenDisputeInput,
): Promise<Result<{ earlier: Dispute[]; accepted: ExaminedInvoice[] }, DisputeRefusal[]>> {
  const examined = await examineClaims(transaction, { creditorId, debtorId }, invoices)
  // Looked for under the locks: the same form may have gone through while they were waited for.
  const earlier = await transaction.disputes.listByKey(creditorId, debtorId, idempotencyKey)
  if (earlier.length > 0) return succeed({ earlier, accepted: [] })
  return examined.ok ? succeed({ earlier, accepted: examined.value }) : fail(examined.failure)
}

function createDispute(
  { ids }: DisputeServices,
  { disputant, idempotencyKey, reason, action }: OpenDisputeInput,
  {
    invoice,
    lines,
    batchId,
    now,
    policy,
  }: {
    invoice: InvoiceBalance
    lines: readonly DisputeLine[]
    batchId: string
    now: Date
    policy: DisputePolicy
  },
): Dispute {
  return {
    id: ids.uuid() as DisputeId,
    creditorId: disputant.creditorId,
    debtorId: disputant.debtorId,
    reference: ids.reference(),
    invoiceId: invoice.id,
    status: 'open',
    currency: invoice.currency,
    claimedMinor: lines.reduce((sum, { claimedMinor }) => sum + claimedMinor, 0),
    grantedMinor: null,
    reason,
    action,
    batchId,
    idempotencyKey,
    linkId: disputant.linkId,
    openedByName: disputant.name,
    openedByEmail: disputant.email,
    locale: disputant.locale,
    openedAt: now,
    answerDueAt: computeAnswerDue('open', now, policy),
    endedAt: null,
    decidedBy: null,
    creditNoteId: null,
    version: 1,
  }
}

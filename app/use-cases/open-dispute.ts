import { permits, type AccessRight } from '~/domain/access-scope'
import {
  computeAnswerDue,
  type Dispute,
  type DisputeAction,
  type DisputeLine,
  type DisputeReason,
} from '~/domain/dispute'
import { computeClaim, type ClaimFault, type LineClaim } from '~/domain/dispute-claim'
import { fitClaims, type WorkedOutClaim } from '~/domain/dispute-lines'
import { DEFAULT_DISPUTE_POLICY } from '~/domain/dispute-policy'
import type { AccessLinkId, CreditorId, DebtorId, DisputeId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { InvoiceTotals } from '~/domain/invoice'
import { multiplyRatio } from '~/domain/money'
import { fail, succeed, type Result } from '~/domain/result'
import type { DisputeServices } from './dispute-services'
import { lockInvoices } from './invoice-ledger'
import { attachDisputeFiles, putDisputeFiles, type CheckedFile } from './keep-dispute-files'
import type { DisputableInvoice } from './ports/dispute-repository'
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
  invoices: readonly { number: string; lines: readonly { position: number; claim: LineClaim }[] }[]
}

/** What keeps a dispute from being opened; nothing of any invoice is then. */
export type DisputeRefusal =
  | { readonly kind: 'not_allowed' | 'nothing_selected' }
  | { readonly kind: 'unknown_invoice' | 'nothing_open' | 'being_disputed'; readonly number: string }
  | { readonly kind: 'unknown_line' | 'line_being_disputed'; readonly number: string; readonly position: number }
  | { readonly kind: 'claim'; readonly number: string; readonly position: number; readonly fault: ClaimFault }

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
  const files = await putDisputeFiles(services, creditorId, input.files)
  return services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const named = await transaction.invoices.findByNumbers(
      creditorId,
      debtorId,
      'invoice',
      input.invoices.map(({ number }) => number),
    )
    const ledger = await lockInvoices(
      transaction,
      creditorId,
      named.map(({ id }) => id),
    )
    // Looked for under the locks: the same form may have gone through while they were waited for.
    const earlier = await transaction.disputes.listByKey(creditorId, debtorId, input.idempotencyKey)
    if (earlier.length > 0) return succeed(earlier)
    const byNumber = new Map(ledger.list().map((invoice) => [invoice.number, invoice]))
    const refusals: DisputeRefusal[] = []
    const accepted: { invoice: InvoiceBalance; lines: DisputeLine[] }[] = []
    for (const { number, lines } of input.invoices) {
      const invoice = byNumber.get(number)
      if (!invoice) {
        refusals.push({ kind: 'unknown_invoice', number })
        continue
      }
      const disputable = await transaction.disputes.readDisputable(creditorId, invoice.id)
      const worked = workOut(invoice, disputable, lines)
      if (worked.ok) accepted.push({ invoice, lines: worked.value })
      else refusals.push(...worked.failure)
    }
    if (refusals.length > 0) return fail(refusals)
    const now = services.clock.now()
    const batchId = services.ids.uuid()
    const opened: Dispute[] = []
    for (const { invoice, lines } of accepted) {
      const dispute = createDispute(services, input, { invoice, lines, batchId, now })
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
      await recordDisputeEntry(transaction, dispute, lines, entry, { invoice })
      opened.push(dispute)
    }
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    return succeed(opened)
  })
}

function createDispute(
  { ids }: DisputeServices,
  { disputant, idempotencyKey, reason, action }: OpenDisputeInput,
  {
    invoice,
    lines,
    batchId,
    now,
  }: { invoice: InvoiceBalance; lines: readonly DisputeLine[]; batchId: string; now: Date },
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
    answerDueAt: computeAnswerDue('open', now, DEFAULT_DISPUTE_POLICY),
    endedAt: null,
    decidedBy: null,
    creditNoteId: null,
    version: 1,
  }
}

/** What is asked of one invoice, in minor units; or everything that is wrong with it. */
function workOut(
  invoice: InvoiceBalance,
  disputable: DisputableInvoice,
  asked: OpenDisputeInput['invoices'][number]['lines'],
): Result<DisputeLine[], DisputeRefusal[]> {
  const { number } = invoice
  const { totals } = disputable.document
  // The invoice as a whole and its lines are not contested beside each other.
  if (disputable.contestedPositions.includes(0)) return fail([{ kind: 'being_disputed', number }])
  if (asked.length === 0) {
    if (disputable.contestedPositions.length > 0) return fail([{ kind: 'being_disputed', number }])
    if (invoice.openMinor === 0) return fail([{ kind: 'nothing_open', number }])
    return succeed(claimWhole(invoice, totals))
  }
  const refusals: DisputeRefusal[] = []
  const claims: WorkedOutClaim[] = []
  for (const { position, claim } of asked) {
    const line = disputable.lines.find((candidate) => candidate.position === position)
    if (!line || claims.some((other) => other.position === position)) {
      refusals.push({ kind: 'unknown_line', number, position })
      continue
    }
    if (disputable.contestedPositions.includes(position)) {
      refusals.push({ kind: 'line_being_disputed', number, position })
      continue
    }
    const amount = computeClaim(line, claim, totals)
    if (amount.ok) claims.push({ position, claim, ...amount.value })
    else refusals.push({ kind: 'claim', number, position, fault: amount.failure })
  }
  if (refusals.length > 0) return fail(refusals)
  const grantedMinor = [...disputable.granted.values()].reduce((sum, amount) => sum + amount, 0)
  const lines = fitClaims(claims, invoice.payableMinor - grantedMinor)
  return lines.length > 0 ? succeed(lines) : fail([{ kind: 'nothing_open', number }])
}

/** All that is open, taxed as the document is on the whole. */
function claimWhole({ openMinor }: InvoiceBalance, { netMinor, taxMinor }: InvoiceTotals): DisputeLine[] {
  const grossMinor = netMinor + taxMinor
  const openNetMinor = grossMinor > 0 ? multiplyRatio(openMinor, netMinor, grossMinor) : openMinor
  return fitClaims(
    [{ position: 0, claim: { kind: 'whole' }, netMinor: openNetMinor, claimedMinor: openMinor }],
    openMinor,
  )
}

import { nameAuthor, type Actor } from '~/domain/actor'
import { permits } from '~/domain/access-scope'
import { computeAnswerDue, isDisputeEnded, moveDispute, type Dispute, type DisputeSide } from '~/domain/dispute'
import type { DisputeId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import { logActorStep, scopeToActor } from './actor-step'
import type { DisputeServices } from './dispute-services'
import { lockInvoices } from './invoice-ledger'
import { attachDisputeFiles, putDisputeFiles, type CheckedFile } from './keep-dispute-files'
import type { Transaction } from './ports/unit-of-work'
import { recordDisputeEntry } from './record-dispute-entry'

export interface ContinueDisputeInput {
  actor: Actor
  disputeId: string
  /** Of the form; the id of the entry it makes, so that its repetition makes no second one. A UUID. */
  entryId: string
  /** 'said' adds to the thread; 'asked' is the creditor's question; 'answered' the debtor's answer to it. */
  step: 'said' | 'asked' | 'answered' | 'withdrawn'
  text: string
  files: readonly CheckedFile[]
}

/** `not_now`: the dispute is over, or it is not this side's turn for that. */
export type ContinueRefusal = { readonly kind: 'not_allowed' | 'unknown_dispute' | 'not_now' | 'text_missing' }

/**
 * One step of a dispute that decides nothing: something said, asked or answered, with files, or the debtor's taking it
 * back, which makes what was claimed due again. Moves the clock to the side whose turn it is.
 */
export async function continueDispute(
  services: DisputeServices,
  input: ContinueDisputeInput,
): Promise<Result<Dispute, ContinueRefusal>> {
  const { actor, step } = input
  const { creditorId } = actor
  if (actor.side === 'debtor' && !permits(actor.scope, 'dispute')) return fail({ kind: 'not_allowed' })
  if (step !== 'withdrawn' && input.text === '' && input.files.length === 0) return fail({ kind: 'text_missing' })
  if (input.files.length > 0) {
    // Files of a step that is refused anyway are not kept.
    const refusal = await services.unitOfWork.run(scopeToActor(actor), (transaction) => findRefusal(transaction, input))
    if (refusal) return fail(refusal)
  }
  const kept = await putDisputeFiles(services, creditorId, input.files)
  return services.unitOfWork.run(scopeToActor(actor), async (transaction) => {
    const dispute = await transaction.disputes.lock(creditorId, input.disputeId as DisputeId)
    if (!dispute) return fail({ kind: 'unknown_dispute' })
    if (await transaction.disputes.hasEntry(creditorId, input.entryId)) return succeed(dispute)
    const status = moveDispute(dispute.status, step, actor.side)
    if (status === null) return fail({ kind: 'not_now' })
    const now = services.clock.now()
    const isOver = isDisputeEnded(status)
    const policy = await transaction.policies.read(creditorId, 'dispute')
    const after: Dispute = {
      ...dispute,
      status,
      answerDueAt: isKeptWaiting(dispute, status, actor.side)
        ? dispute.answerDueAt
        : computeAnswerDue(status, now, policy),
      endedAt: isOver ? now : null,
      version: dispute.version + 1,
    }
    const [invoice] = (await lockInvoices(transaction, creditorId, [dispute.invoiceId])).list()
    if (!invoice) throw new Error(`dispute ${dispute.id} is of no invoice`)
    await transaction.disputes.save(after)
    if (isOver) {
      await transaction.disputes.decide(after, new Map())
      await transaction.disputes.moveClaim(creditorId, dispute.invoiceId, -dispute.claimedMinor)
    }
    const lines = await transaction.disputes.listLines(creditorId, dispute.id)
    const entry = {
      id: input.entryId,
      at: now,
      side: actor.side,
      step,
      authorName: actor.name,
      author: nameAuthor(actor),
      text: input.text,
      files: await attachDisputeFiles(services, transaction, creditorId, kept),
    }
    await recordDisputeEntry(transaction, after, lines, entry, { invoice })
    const action = step === 'withdrawn' ? 'dispute_withdrawn' : 'dispute_continued'
    await logActorStep(services, transaction, actor, action, dispute)
    await transaction.debtors.raiseVersion(creditorId, [dispute.debtorId])
    return succeed(after)
  })
}

/** What keeps the step from being taken as the dispute stands; null where nothing does, or where it was taken before. */
async function findRefusal(
  { disputes }: Transaction,
  { actor: { creditorId, side }, disputeId, entryId, step }: ContinueDisputeInput,
): Promise<ContinueRefusal | null> {
  const dispute = await disputes.findById(creditorId, disputeId as DisputeId)
  if (!dispute) return { kind: 'unknown_dispute' }
  if (await disputes.hasEntry(creditorId, entryId)) return null
  return moveDispute(dispute.status, step, side) === null ? { kind: 'not_now' } : null
}

/** Whoever adds something without it being their turn does not move the other's day. */
function isKeptWaiting(dispute: Dispute, status: Dispute['status'], side: DisputeSide): boolean {
  return status === dispute.status && side === 'creditor'
}

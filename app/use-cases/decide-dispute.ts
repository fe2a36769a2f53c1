import { createHash } from 'node:crypto'
import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import { moveDispute, type Dispute, type DisputeLine } from '~/domain/dispute'
import { createCreditNote, type GrantedLine } from '~/domain/dispute-credit'
import type { CreditorId, DisputeId, InvoiceId } from '~/domain/ids'
import { computeCapacity } from '~/domain/invoice-balance'
import { fail, succeed, type Result } from '~/domain/result'
import { applyCredits } from './apply-credits'
import type { DisputeServices } from './dispute-services'
import { lockInvoices } from './invoice-ledger'
import type { Transaction } from './ports/unit-of-work'
import { postNotes } from './post-notes'
import { recordDisputeEntry } from './record-dispute-entry'

export interface DecideDisputeInput {
  creditorId: CreditorId
  disputeId: string
  /** Of the form; the id of the entry it makes, so that its repetition decides nothing twice. A UUID. */
  entryId: string
  /** What the dispute was when it was read: decided is only what was seen. */
  version: number
  /** Gross of tax by the line's position; a line left out is granted nothing. */
  granted: ReadonlyMap<number, number>
  /** The reason the debtor reads. */
  text: string
  /** Number of the credit note; null for one made of the invoice's. Not used where nothing is granted. */
  creditNoteNumber: string | null
  /** 'user:<id>' or 'key:<id>' */
  decidedBy: string
  name: string | null
}

export type DecisionRefusal =
  | { readonly kind: 'unknown_dispute' | 'not_now' | 'changed_meanwhile' | 'text_missing' | 'number_taken' }
  /** Not a line of the dispute, or more than is claimed of it. */
  | { readonly kind: 'granted'; readonly position: number; readonly mostMinor: number }

/**
 * Grants a dispute in whole or in part, or rejects it. What is granted becomes a credit note that settles what is open
 * of the invoice at once, and stays usable for the rest; what is not granted is due again from now on.
 */
export async function decideDispute(
  services: Pick<DisputeServices, 'unitOfWork' | 'clock' | 'ids'>,
  input: DecideDisputeInput,
): Promise<Result<Dispute, DecisionRefusal>> {
  const { creditorId } = input
  if (input.text === '') return fail({ kind: 'text_missing' })
  return services.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const dispute = await transaction.disputes.lock(creditorId, input.disputeId as DisputeId)
    if (!creditor || !dispute) return fail({ kind: 'unknown_dispute' })
    if (await transaction.disputes.hasEntry(creditorId, input.entryId)) return succeed(dispute)
    const lines = await transaction.disputes.listLines(creditorId, dispute.id)
    const fault = findGrantFault(lines, input.granted)
    if (fault) return fail(fault)
    const grantedMinor = [...input.granted.values()].reduce((sum, amount) => sum + amount, 0)
    const step = chooseStep(grantedMinor, dispute.claimedMinor)
    const status = moveDispute(dispute.status, step, 'creditor')
    if (status === null) return fail({ kind: 'not_now' })
    if (dispute.version !== input.version) return fail({ kind: 'changed_meanwhile' })

    const number = grantedMinor > 0 ? await takeNumber(transaction, dispute, input.creditNoteNumber) : null
    if (number && !number.ok) return number

    const now = services.clock.now()
    await lockInvoices(transaction, creditorId, [dispute.invoiceId])
    const decided: Dispute = {
      ...dispute,
      status,
      grantedMinor,
      answerDueAt: null,
      endedAt: now,
      decidedBy: input.decidedBy,
      version: dispute.version + 1,
    }
    const granted = lines.map((line) => ({ ...line, grantedMinor: input.granted.get(line.position) ?? 0 }))
    await transaction.disputes.moveClaim(creditorId, dispute.invoiceId, -dispute.claimedMinor)
    const terms = number && { number: number.value, text: input.text, now }
    const creditNoteId = terms && (await issueCreditNote(services, transaction, creditor, decided, granted, terms))
    const after: Dispute = { ...decided, creditNoteId }
    await transaction.disputes.save(after)
    await transaction.disputes.decide(after, new Map(granted.map((line) => [line.position, line.grantedMinor])))
    const [invoice] = await transaction.invoices.findByIds(creditorId, [dispute.invoiceId])
    if (!invoice) throw new Error(`dispute ${dispute.id} is of no invoice`)
    const entry = {
      id: input.entryId,
      at: now,
      side: 'creditor' as const,
      step,
      authorName: input.name,
      author: input.decidedBy,
      text: input.text,
      files: [],
    }
    await recordDisputeEntry(transaction, after, granted, entry, {
      invoice,
      ...(number ? { creditNoteNumber: number.value } : {}),
    })
    await transaction.debtors.raiseVersion(creditorId, [dispute.debtorId])
    return succeed(after)
  })
}

function findGrantFault(
  lines: readonly DisputeLine[],
  granted: ReadonlyMap<number, number>,
): DecisionRefusal | undefined {
  const claims = new Map(lines.map((line) => [line.position, line.claimedMinor]))
  for (const [position, amountMinor] of granted) {
    const mostMinor = claims.get(position) ?? 0
    if (!claims.has(position) || !Number.isSafeInteger(amountMinor) || amountMinor < 0 || amountMinor > mostMinor) {
      return { kind: 'granted', position, mostMinor }
    }
  }
  return undefined
}

function chooseStep(grantedMinor: number, claimedMinor: number): 'accepted' | 'partially_accepted' | 'rejected' {
  if (grantedMinor === 0) return 'rejected'
  return grantedMinor === claimedMinor ? 'accepted' : 'partially_accepted'
}

/** Posts the note to the account and settles with it what is open of the invoice and in no payment under way. */
async function issueCreditNote(
  { ids }: Pick<DisputeServices, 'ids'>,
  transaction: Transaction,
  creditor: Creditor,
  dispute: Dispute,
  granted: readonly (DisputeLine & { grantedMinor: number })[],
  { number, text, now }: { number: string; text: string; now: Date },
): Promise<InvoiceId> {
  const { creditorId, debtorId, invoiceId, currency } = dispute
  const today = dayOfInstant(now, creditor.timeZone)
  const debtor = await transaction.debtors.findById(creditorId, debtorId)
  const [invoice] = await transaction.invoices.findByIds(creditorId, [invoiceId])
  if (!debtor || !invoice) throw new Error(`dispute ${dispute.id} is of no invoice`)
  const { document, lines, purchaseOrder } = await transaction.disputes.readDisputable(creditorId, invoiceId)
  const { number: ofInvoice, issueOn } = invoice
  const note = createCreditNote(
    {
      ...{ number, currency, issueOn: today, note: text, debtorExternalId: debtor.externalId },
      invoice: { number: ofInvoice, issueOn, purchaseOrder, document },
    },
    granted.map(({ position, claimedNetMinor, claimedMinor, grantedMinor }): GrantedLine => {
      const source = lines.find((line) => line.position === position)
      return {
        ...{ position, claimedNetMinor, claimedMinor, grantedMinor },
        name: source?.name ?? ofInvoice,
        taxPercent: source?.taxPercent ?? null,
        taxCategory: source?.taxCategory ?? null,
      }
    }),
  )
  const id = ids.uuid() as InvoiceId
  await postNotes(transaction, ids, { creditorId, debtorId, source: 'dispute', at: now }, [{ id, document: note }])
  await settleWithNote({ ids, now }, transaction, dispute, {
    id,
    number,
    today,
    payableMinor: note.totals.payableMinor,
  })
  return id
}

async function settleWithNote(
  { ids, now }: { ids: DisputeServices['ids']; now: Date },
  transaction: Transaction,
  { creditorId, debtorId, invoiceId, currency, id: disputeId }: Dispute,
  note: { id: InvoiceId; number: string; today: ReturnType<typeof dayOfInstant>; payableMinor: number },
): Promise<void> {
  const ledger = await lockInvoices(transaction, creditorId, [invoiceId, note.id])
  const amountMinor = Math.min(note.payableMinor, computeCapacity(ledger.get(invoiceId), 0))
  // All of it is paid or being paid already: the note stays a credit of the debtor.
  if (amountMinor === 0) return
  const application = {
    id: ids.uuid(),
    ...{ creditorId, debtorId, currency, amountMinor },
    reference: ids.reference(),
    idempotencyKey: `dispute ${disputeId}`,
    requestSha256: createHash('sha256').update(note.id).digest('hex'),
    paymentId: null,
    linkId: null,
    at: now,
  }
  if (!(await transaction.credits.insertApplication(application)))
    throw new Error(`dispute ${disputeId} was settled before`)
  const { id, number: label, today: since } = note
  const credit = { kind: 'credit_note' as const, id, label, since, currency, openMinor: note.payableMinor }
  const uses = [{ credit: { credit, amountMinor }, invoiceId, amountMinor }]
  const events = await applyCredits(
    transaction,
    ids,
    application,
    { uses },
    { ledger, unapplied: [], today: note.today },
  )
  await ledger.save({ ids, at: now })
  for (const event of events) await transaction.outcomeLog.append(event)
}

/** The number that is wanted, or the invoice's own with a letter and the first free count. */
async function takeNumber(
  { invoiceImports, invoices }: Transaction,
  { creditorId, invoiceId }: Dispute,
  wanted: string | null,
): Promise<Result<string, DecisionRefusal>> {
  const [invoice] = await invoices.findByIds(creditorId, [invoiceId])
  const candidates = wanted === null ? COUNTS.map((count) => `${invoice?.number ?? ''}-C${count}`) : [wanted]
  const known = await invoiceImports.findByNumbers(creditorId, candidates)
  const taken = new Set(known.filter(({ kind }) => kind === 'credit_note').map(({ number }) => number))
  const free = candidates.find((candidate) => !taken.has(candidate))
  return free === undefined ? fail({ kind: 'number_taken' }) : succeed(free)
}

const COUNTS = Array.from({ length: 99 }, (_, index) => index + 1)

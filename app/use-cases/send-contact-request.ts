import { dayOfInstant, addDays } from '~/domain/calendar-day'
import type { ContactDraft } from '~/domain/contact-draft'
import type { ContactFault, ContactMatter, ContactRequest } from '~/domain/contact-request'
import type { Creditor } from '~/domain/creditor'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, StoredFileId } from '~/domain/ids'
import { findPauseObstacle, findStartOfDay, RUNS_ITS_COURSE, type ReminderPause } from '~/domain/reminder-pause'
import { fail, succeed, type Result } from '~/domain/result'
import { putDisputeFiles, type CheckedFile } from './keep-dispute-files'
import type { Clock } from './ports/clock'
import type { ListedContactRequest } from './ports/contact-request-repository'
import type { FileStore } from './ports/file-store'
import type { IdSource } from './ports/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { logAccessStep } from './record-access-step'
import { describeContactOutcome } from './report-contact'

export interface SendContactInput {
  /** By which link: an opened account, or the letter behind the link, of which nothing was opened. */
  sender: { creditorId: CreditorId; debtorId: DebtorId; linkId: AccessLinkId; isLimited: boolean; locale: string }
  /** Of the form; a UUID. */
  requestId: string
  draft: ContactDraft
  /** Of somebody that cannot pay: a file whose content was checked. */
  evidence?: CheckedFile | null
}

export type ContactRefusal =
  | { readonly kind: 'faults'; readonly faults: ContactFault[] }
  /** The creditor grants no pauses, or the form's id is another's. */
  | { readonly kind: 'not_offered' }

/**
 * Takes in what somebody wrote to the creditor: kept, reported, and mailed to both sides, or none of it. A pause of
 * reminders inside the creditor's bounds begins at once. The same form again answers what it sent. Of what is refused no
 * file is kept.
 */
export async function sendContactRequest(
  { unitOfWork, clock, ids, fileStore }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource; fileStore: FileStore },
  { sender, requestId, draft, evidence = null }: SendContactInput,
): Promise<Result<ListedContactRequest, ContactRefusal>> {
  const { creditorId, debtorId } = sender
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    // Whatever else is asked for of this account meanwhile waits here: pauses are counted.
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    const earlier = await transaction.contactRequests.findById(creditorId, requestId)
    if (earlier) return earlier.linkId === sender.linkId ? succeed(earlier) : fail({ kind: 'not_offered' })
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const now = clock.now()
    const found = await findMatter(transaction, sender, draft)
    if (!found.ok) return found
    const { matter, invoiceNumber } = found.value
    const pause = matter.kind === 'hardship' ? await decidePause(transaction, sender, creditor, matter, now) : null
    if (pause === 'not_offered') return fail({ kind: 'not_offered' })
    const request: ContactRequest = {
      id: requestId,
      ...{ creditorId, debtorId, linkId: sender.linkId, locale: sender.locale },
      ...matter,
      reference: ids.reference(),
      ...{ senderName: draft.senderName, senderEmail: draft.senderEmail, text: draft.text },
      receivedAt: now,
      ...(pause === null
        ? { status: 'open', decidedAt: null, decidedBy: null }
        : { status: 'granted', decidedAt: now, decidedBy: 'policy' }),
      replies: [],
    }
    if (!(await transaction.contactRequests.insert(request))) return fail({ kind: 'not_offered' })
    if (evidence !== null && matter.kind === 'hardship') {
      // The last of what can be refused is behind: what leaves no request leaves no file. It is there before the commit.
      const [kept] = await putDisputeFiles({ fileStore }, creditorId, [evidence])
      const candidates = kept === undefined ? [] : [{ ...kept, id: ids.uuid() as StoredFileId }]
      const [fileId] = await transaction.invoiceImports.resolveFiles(creditorId, candidates)
      if (fileId !== undefined) await transaction.contactRequests.attachEvidence(creditorId, requestId, fileId)
    }
    const granted: ReminderPause | null = pause && { ...pause, requestId }
    if (granted) await transaction.contactRequests.insertPause(granted)
    await transaction.outcomeLog.append(
      describeContactOutcome('contact.requested', request, now, { invoiceNumber, pause: granted }),
    )
    const step = { creditorId, debtorId, linkId: sender.linkId, action: 'contact_sent' } as const
    await logAccessStep({ clock, ids }, transaction, { ...step, subject: request.reference })
    const about = { creditorId, debtorId, requestId }
    await transaction.jobs.enqueue('send-mail', {
      ...{ kind: 'contact-received', ...about, to: creditor.supportEmail, locale: creditor.defaultLocale },
    })
    await transaction.jobs.enqueue('send-mail', {
      ...{ kind: 'contact-confirmed', ...about, to: draft.senderEmail, locale: sender.locale },
    })
    const listed = await transaction.contactRequests.findById(creditorId, requestId)
    if (!listed) throw new Error(`request ${requestId} was not kept`)
    return succeed(listed)
  })
}

async function findMatter(
  { invoices }: Transaction,
  { creditorId, debtorId }: SendContactInput['sender'],
  { matter }: ContactDraft,
): Promise<Result<{ matter: ContactMatter; invoiceNumber: string | null }, ContactRefusal>> {
  switch (matter.kind) {
    case 'message': {
      const { subject, invoiceNumber } = matter
      let invoiceId: InvoiceId | null = null
      if (invoiceNumber !== null) {
        const [invoice] = await invoices.findByNumbers(creditorId, debtorId, 'invoice', [invoiceNumber])
        if (!invoice) return fail({ kind: 'faults', faults: [{ field: 'invoice', code: 'unknown_invoice' }] })
        invoiceId = invoice.id
      }
      return succeed({ matter: { kind: 'message', subject, invoiceId }, invoiceNumber })
    }
    case 'hardship': {
      const { reason, untilOn } = matter
      const made = { kind: 'hardship', reason, wishedUntilOn: untilOn, evidenceFileId: null } as const
      return succeed({ matter: made, invoiceNumber: null })
    }
    case 'not_for_me':
      return succeed({ matter: { ...matter, issuedLinkId: null }, invoiceNumber: null })
  }
}

/** The pause that begins now; null where the creditor decides. */
async function decidePause(
  { policies, contactRequests }: Transaction,
  { creditorId, debtorId, isLimited }: SendContactInput['sender'],
  { timeZone }: Creditor,
  { wishedUntilOn }: Extract<ContactMatter, { kind: 'hardship' }>,
  now: Date,
): Promise<Omit<ReminderPause, 'requestId'> | null | 'not_offered'> {
  const policy = await policies.read(creditorId, 'contact')
  if (policy.pauses === 'off') return 'not_offered'
  const obstacle = findPauseObstacle(policy, {
    untilOn: wishedUntilOn,
    today: dayOfInstant(now, timeZone),
    ...{ now, isLimited, earlier: await contactRequests.listPauses(creditorId, debtorId) },
  })
  if (obstacle !== null) return null
  const endsAt = findStartOfDay(addDays(wishedUntilOn, 1), timeZone)
  return {
    creditorId,
    debtorId,
    startsAt: now,
    endsAt,
    untilOn: wishedUntilOn,
    grantedBy: 'policy',
    ...RUNS_ITS_COURSE,
  }
}

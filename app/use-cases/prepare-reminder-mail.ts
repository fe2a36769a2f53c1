import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { findHoldReason, sumItems } from '~/domain/chasing'
import type { Creditor } from '~/domain/creditor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import { computeLateInterest } from '~/domain/late-interest'
import { findReminderNote } from '~/domain/reminder-policy'
import { listSettledParts, NOTHING_ALLOCATED } from '~/domain/settled-part'
import { keepMailedLink } from './keep-mailed-link'
import { nameMailedLink } from './name-mailed-link'
import type { Clock } from './ports/clock'
import type { CodeHasher } from './ports/code-hasher'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { LatenessClaim, ReminderInMail } from './ports/mail-renderer'
import type { ListedNotice } from './ports/reminder-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { readLateness } from './read-charges'
import { readChasedAccounts } from './read-chased-accounts'
import { withInstructedAccounts } from './read-bank-details'
import { signStop } from './stop-reminders'

export type ReminderMailJob = Extract<MailJob, { kind: 'reminder' }>

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  codeHasher: CodeHasher
  publicOrigin: string
  /** The portal's language for a reader of this locale. */
  chooseLanguage: (locale: string) => string
}

/**
 * What a reminder says, with what is still due and unanswered when it is sent. Null where nothing is: it is then kept as
 * one that was not needed; and where it went out before.
 */
export async function prepareReminderMail(
  { unitOfWork, clock, ids, codeHasher, publicOrigin, chooseLanguage }: Dependencies,
  job: ReminderMailJob,
): Promise<ReminderInMail | null> {
  const creditorId = job.creditorId as CreditorId
  const debtorId = job.debtorId as DebtorId
  const signature = await signStop(codeHasher, creditorId, job.noticeId)
  const now = clock.now()
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const { creditors, debtors, reminders, policies, allocations } = transaction
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findById(creditorId, debtorId)
    const notice = await reminders.findNotice(creditorId, job.noticeId)
    if (!creditor || !debtor || !notice?.recipient)
      throw new Error('a reminder is about an account that does not exist')
    if (notice.sentAt !== null || notice.droppedAt !== null) return null
    const { recipient } = notice
    const policy = await policies.read(creditorId, 'reminder')
    const today = dayOfInstant(now, creditor.timeZone)
    const [account] = await readChasedAccounts(transaction, {
      ...{ creditorId, debtorIds: [debtorId], today, timeZone: creditor.timeZone },
    })
    const open = (account?.invoices ?? []).flatMap((invoice) => {
      const isQuiet = !account || findHoldReason(account, invoice, today) !== null
      return isQuiet ? [] : [{ invoice, dueNowMinor: computeDueNow(invoice) }]
    })
    const isOptedOut = account?.optedOut.includes(recipient.email.toLowerCase()) ?? false
    const wanted = notice.items.filter(({ stage }) => stage.kind === 'demand' || !isOptedOut)
    const items = open.flatMap((entry) => {
      const stage = wanted.find(({ invoiceId }) => invoiceId === entry.invoice.id)?.stage
      return stage === undefined ? [] : [{ ...entry, stage }]
    })
    if (items.length === 0 || !policy.isOn) {
      await reminders.markDropped(creditorId, notice.id, now)
      return null
    }
    const word = items.some(({ stage }) => stage.kind === 'demand') ? 'demand' : 'reminder'
    const demanded = items.filter(({ stage }) => stage.kind === 'demand').map(({ invoice }) => invoice)
    const claims = await claimLateness(transaction, creditor, { invoices: demanded, today })
    const sums = await allocations.sumByInvoice(
      creditorId,
      items.map(({ invoice }) => invoice.id),
    )
    const url = await linkToAccount(transaction, { creditor, notice, now, ids, publicOrigin })
    const isOther = (entry: (typeof open)[number]) => items.every(({ invoice }) => invoice.id !== entry.invoice.id)
    return {
      kind: 'reminder',
      creditor: await withInstructedAccounts(transaction, creditor, now),
      ...{ debtor, locale: job.locale, recipient, today, url, reference: notice.reference },
      items: items.map((item) => ({
        ...item,
        settled: listSettledParts(sums.get(item.invoice.id) ?? NOTHING_ALLOCATED),
      })),
      noticeId: notice.id,
      ...{ word, claims },
      payByOn: notice.payByOn,
      otherDue: sumItems(open.filter((entry) => isOther(entry) && entry.invoice.dueOn <= today)),
      note: findReminderNote(policy, chooseLanguage(job.locale)),
      enclosesCopies: policy.enclosesCopies,
      stopUrl: `${publicOrigin}/reminders/stop?creditor=${creditorId}&notice=${notice.id}&key=${signature}`,
    }
  })
}

/** What the invoices of a demand have cost by being late, where the creditor asks for it. */
async function claimLateness(
  transaction: Transaction,
  creditor: Creditor,
  { invoices, today }: { invoices: readonly InvoiceBalance[]; today: CalendarDay },
): Promise<LatenessClaim[]> {
  if (invoices.length === 0) return []
  const { policy, claims } = await readLateness(transaction, creditor, invoices)
  return invoices.flatMap(({ id, number }) => {
    const claim = claims.get(id)
    const lateness = claim && computeLateInterest(claim, policy, today)
    return lateness && lateness.interestMinor + lateness.compensationMinor > 0 ? [{ number, lateness }] : []
  })
}

/** A link of the mail's own; the statement for whoever's link was taken back. */
async function linkToAccount(
  transaction: Transaction,
  {
    creditor,
    notice,
    now,
    ids,
    publicOrigin,
  }: { creditor: Creditor; notice: ListedNotice; now: Date; ids: IdSource; publicOrigin: string },
): Promise<string> {
  const { creditorId, debtorId, recipient, locale } = notice
  const token = await keepMailedLink(transaction, ids, {
    id: nameMailedLink(`reminder ${notice.id}`, recipient?.email ?? ''),
    ...{ creditorId, debtorId, locale, createdAt: now, issuedBy: 'reminder', delegation: null },
    ...{ recipientName: recipient?.name ?? null, recipientEmail: recipient?.email ?? null },
    scope: ['view', 'pay', 'dispute', 'agree'],
    expiresAt: new Date(now.getTime() + creditor.linkLifetimeDays * 86_400_000),
  })
  return token === null ? `${publicOrigin}/statement` : `${publicOrigin}/l/${token}`
}

import { addDays, dayOfInstant } from '~/domain/calendar-day'
import { sumCharge } from '~/domain/charge'
import type { Creditor } from '~/domain/creditor'
import type { CreditorId, InvoiceId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { computeLateInterest } from '~/domain/late-interest'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { Payment } from '~/domain/payment'
import { issueInterestNotes } from './issue-interest-notes'
import { lockInvoices, type InvoiceLedger } from './invoice-ledger'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { SettledLate } from './ports/late-interest-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { readLateness } from './read-charges'

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
}

const BATCH = 50

/** Invoices that were settled longer ago were looked at on the nights after that. */
const LOOK_BACK_DAYS = 14

/**
 * Bills what is left of the interest of invoices that were paid late, where the creditor's policy says so. A step of the
 * night: running it again bills nothing twice. Returns how many notes were issued.
 */
export async function billInterestRemainders(
  deps: Dependencies,
  { creditorId }: { creditorId: CreditorId },
): Promise<number> {
  let issued = 0
  let afterId: InvoiceId | null = null
  for (;;) {
    const page: { found: SettledLate[]; notes: number } = await billPage(deps, creditorId, afterId)
    issued += page.notes
    afterId = page.found.at(-1)?.invoiceId ?? null
    if (page.found.length < BATCH) return issued
  }
}

function billPage({ unitOfWork, clock, ids }: Dependencies, creditorId: CreditorId, afterId: InvoiceId | null) {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const policy = await transaction.policies.read(creditorId, 'interest')
    if (!creditor || !policy.enabled || !policy.billsRemainder) return { found: [], notes: 0 }
    const today = dayOfInstant(clock.now(), creditor.timeZone)
    const sinceOn = addDays(today, -LOOK_BACK_DAYS)
    const found = await transaction.lateInterest.listSettledLate(creditorId, { sinceOn, afterId, limit: BATCH })
    let notes = 0
    for (const debtorId of new Set(found.map((entry) => entry.debtorId))) {
      const own = found.filter((entry) => entry.debtorId === debtorId).map(({ invoiceId }) => invoiceId)
      notes += await billDebtor(transaction, ids, { creditor, debtorId, invoiceIds: own, now: clock.now() })
    }
    return { found, notes }
  })
}

async function billDebtor(
  transaction: Transaction,
  ids: IdSource,
  about: Pick<Parameters<typeof issueInterestNotes>[3], 'creditor' | 'debtorId' | 'now'> & {
    invoiceIds: readonly InvoiceId[]
  },
): Promise<number> {
  const { creditor, debtorId, invoiceIds, now } = about
  const ledger = await lockInvoices(transaction, creditor.id, invoiceIds)
  // The lock may have been waited for while money went back.
  const settled = ledger.list().filter(({ openMinor }) => openMinor === 0)
  const events = await noteRemainders(transaction, ids, { creditor, debtorId, settled, now })
  for (const event of events) await transaction.outcomeLog.append(event)
  if (events.length > 0) await transaction.debtors.raiseVersion(creditor.id, [debtorId])
  return events.length
}

/**
 * Bills what is left of the interest of invoices that a payment has just settled late, where the creditor's policy says so,
 * so that the account shows it with the settlement and not a night later. A step of the payment's transaction, once its
 * allocations are written; the events are to be appended after the payment's own.
 */
export async function billRemainders(
  transaction: Transaction,
  ids: IdSource,
  about: { creditor: Creditor; payment: Payment; ledger: InvoiceLedger; now: Date },
): Promise<OutcomeEventDraft[]> {
  const { creditor, payment, ledger, now } = about
  // A settlement lets go of the interest of its invoices, once it is fulfilled.
  if (payment.purpose?.kind === 'settlement_offer') return []
  const settled = ledger.list().filter(({ settledOn, dueOn }) => settledOn !== null && settledOn > dueOn)
  if (settled.length === 0) return []
  const policy = await transaction.policies.read(creditor.id, 'interest')
  if (!policy.enabled || !policy.billsRemainder) return []
  return noteRemainders(transaction, ids, { creditor, debtorId: payment.debtorId, settled, now })
}

async function noteRemainders(
  transaction: Transaction,
  ids: IdSource,
  about: Pick<Parameters<typeof issueInterestNotes>[3], 'creditor' | 'debtorId' | 'now'> & {
    settled: readonly InvoiceBalance[]
  },
): Promise<OutcomeEventDraft[]> {
  const { creditor, debtorId, settled, now } = about
  const today = dayOfInstant(now, creditor.timeZone)
  const { policy, claims } = await readLateness(transaction, creditor, settled)
  const charges = settled.flatMap((invoice) => {
    const claim = claims.get(invoice.id)
    if (!claim) return []
    const { interestMinor, compensationMinor } = computeLateInterest(claim, policy, today)
    const charge = { interestMinor, compensationMinor, throughOn: invoice.settledOn ?? today }
    return sumCharge(charge) > 0 ? [{ id: ids.uuid() as InvoiceId, invoice, charge }] : []
  })
  return issueInterestNotes(transaction, ids, charges, { creditor, debtorId, policy, now, paymentId: null })
}

/**
 * The handler of the nightly job `bill-interest`. A creditor that throws keeps no other from being billed for: the errors
 * are thrown together at the end.
 */
export async function billInterestOfAll(deps: Dependencies): Promise<void> {
  const creditors = await deps.unitOfWork.run({ kind: 'system' }, (transaction) => transaction.creditors.list())
  const errors: unknown[] = []
  for (const { id: creditorId } of creditors) {
    await billInterestRemainders(deps, { creditorId }).catch((error: unknown) => errors.push(error))
  }
  if (errors.length > 0) throw new AggregateError(errors, `the interest of ${errors.length} creditors was not billed`)
}

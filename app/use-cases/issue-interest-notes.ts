import { dayOfInstant } from '~/domain/calendar-day'
import type { Charge } from '~/domain/charge'
import type { Creditor } from '~/domain/creditor'
import type { DebtorId, InvoiceId, PaymentId } from '~/domain/ids'
import { createInterestNote } from '~/domain/interest-note'
import type { InterestPolicy } from '~/domain/interest-policy'
import { findAppliedStatute } from '~/domain/interest-statutes'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'
import { postNotes } from './post-notes'

/** A charge to bill, on an invoice that this transaction has locked. */
export interface ChargeToBill {
  /** Of the note. */
  readonly id: InvoiceId
  readonly invoice: InvoiceBalance
  readonly charge: Charge
}

interface Billing {
  readonly creditor: Creditor
  readonly debtorId: DebtorId
  readonly policy: InterestPolicy
  /** The payment with which they are paid; null where nothing is paid yet. */
  readonly paymentId: PaymentId | null
  readonly now: Date
}

/**
 * Posts a note for each charge to the debtor's account: all of it is open, and the caller's to settle. The returned
 * events are to be appended before the one that tells what settled the notes.
 */
export async function issueInterestNotes(
  transaction: Transaction,
  ids: IdSource,
  charges: readonly ChargeToBill[],
  { creditor, debtorId, policy, paymentId, now }: Billing,
): Promise<OutcomeEventDraft[]> {
  if (charges.length === 0) return []
  const creditorId = creditor.id
  const debtor = await transaction.debtors.findById(creditorId, debtorId)
  if (!debtor) throw new Error(`no debtor ${debtorId}`)
  const today = dayOfInstant(now, creditor.timeZone)
  const numbers = await takeNumbers(transaction, creditor, charges)
  const notes = []
  for (const { id, invoice, charge } of charges) {
    const number = numbers.get(id)
    if (number === undefined) throw new Error(`no number is free for a note on ${invoice.number}`)
    const { document } = await transaction.disputes.readDisputable(creditorId, invoice.id)
    const { number: ofInvoice, issueOn, dueOn, currency } = invoice
    const about = { number: ofInvoice, issueOn, dueOn, document }
    const laws = nameLaws(policy, invoice, charge)
    const terms = { number, issueOn: today, currency, charge, laws, invoice: about }
    notes.push({ id, invoice, charge, document: createInterestNote({ ...terms, debtorExternalId: debtor.externalId }) })
  }
  await postNotes(transaction, ids, { creditorId, debtorId, source: 'interest', at: now }, notes)
  await transaction.lateInterest.insertNotes(
    notes.map(({ id, invoice, charge }) => ({
      ...{ creditorId, debtorId, paymentId, ...charge },
      ...{ invoiceId: id, aboutInvoiceId: invoice.id, issuedAt: now },
    })),
  )
  return notes.map(({ invoice, charge, document: { number, currency } }) => ({
    ...{ creditorId, debtorId },
    type: 'interest.charged',
    occurredAt: now,
    data: { interest: { invoice: invoice.number, note: number, currency, ...charge } },
  }))
}

/** As they are cited, with who published what the creditor has entered in place of a law's own figure. */
function nameLaws(policy: InterestPolicy, invoice: Pick<InvoiceBalance, 'dueOn' | 'currency'>, charge: Charge) {
  const statute = findAppliedStatute(policy, invoice)
  if (statute === null) return { interest: null, compensation: null }
  const { law, marginSource, compensation } = statute
  const tier = compensation.tiers.find(({ amountMinor }) => amountMinor === charge.compensationMinor)
  const cite = (cited: string, source: string | null) => (source === null ? cited : `${cited}; ${source}`)
  return {
    interest: policy.interest.kind === 'statute' ? cite(law, marginSource) : null,
    compensation: cite(compensation.law, tier?.source ?? null),
  }
}

/** The invoice's own number with a letter and the first free count. */
async function takeNumbers(
  { invoiceImports }: Transaction,
  { id: creditorId }: Creditor,
  charges: readonly ChargeToBill[],
): Promise<Map<InvoiceId, string>> {
  const candidatesOf = (number: string) => COUNTS.map((count) => nameNote(number, count))
  const wanted = charges.flatMap(({ invoice }) => candidatesOf(invoice.number))
  const known = await invoiceImports.findByNumbers(creditorId, wanted)
  const taken = new Set(known.filter(({ kind }) => kind === 'invoice').map(({ number }) => number))
  const numbers = new Map<InvoiceId, string>()
  for (const { id, invoice } of charges) {
    const free = candidatesOf(invoice.number).find((candidate) => !taken.has(candidate))
    if (free === undefined) continue
    taken.add(free)
    numbers.set(id, free)
  }
  return numbers
}

/** The number of a note on an invoice; with `''` for the count it sorts before all of them. */
export function nameNote(number: string, count: number | ''): string {
  return `${number}-L${count}`
}

const COUNTS = Array.from({ length: 99 }, (_, index) => index + 1)

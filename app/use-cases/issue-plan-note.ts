import type { CalendarDay } from '~/domain/calendar-day'
import { createCreditNote } from '~/domain/dispute-credit'
import type { InvoiceDocument } from '~/domain/invoice'
import type { InvoiceId } from '~/domain/ids'
import type { PaymentPlan } from '~/domain/payment-plan'
import { createPlanDebitNote } from '~/domain/plan-charges'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'
import { postNotes } from './post-notes'

/** A note that changes what a plan's charges come to, as it was posted: all of it open. */
export interface IssuedPlanNote {
  readonly id: InvoiceId
  readonly number: string
  /** Of the note that the charges were invoiced by. */
  readonly chargesNumber: string
}

/** Posts a credit note to the note of a plan's charges, or a debit note that charges again what one had credited. */
export async function issuePlanNote(
  { ids, at, today }: { ids: IdSource; at: Date; today: CalendarDay },
  transaction: Transaction,
  plan: PaymentPlan & { chargeInvoiceId: InvoiceId },
  { kind, amountMinor }: { kind: InvoiceDocument['kind']; amountMinor: number },
): Promise<IssuedPlanNote> {
  const { creditorId, debtorId, currency, chargeInvoiceId } = plan
  const [invoice] = await transaction.invoices.findByIds(creditorId, [chargeInvoiceId])
  const debtor = await transaction.debtors.findById(creditorId, debtorId)
  if (!invoice || !debtor) throw new Error(`plan ${plan.id} has no note of its charges`)
  const { document, lines, purchaseOrder } = await transaction.disputes.readDisputable(creditorId, chargeInvoiceId)
  const line = lines.at(-1)
  const number = await takeNumber(transaction, plan, invoice.number, kind)
  const name = line?.name ?? invoice.number
  const credit = createCreditNote(
    {
      ...{ number, currency, issueOn: today, note: `${name} ${plan.reference}`, debtorExternalId: debtor.externalId },
      invoice: { number: invoice.number, issueOn: invoice.issueOn, purchaseOrder, document },
    },
    [
      {
        ...{ position: line?.position ?? 1, name },
        ...{ taxPercent: line?.taxPercent ?? null, taxCategory: line?.taxCategory ?? null },
        ...{ claimedNetMinor: amountMinor, claimedMinor: amountMinor, grantedMinor: amountMinor },
      },
    ],
  )
  const note = kind === 'credit_note' ? credit : createPlanDebitNote(credit)
  const id = ids.uuid() as InvoiceId
  await postNotes(transaction, ids, { creditorId, debtorId, source: 'plan', at }, [{ id, document: note }])
  return { id, number, chargesNumber: invoice.number }
}

/** Of the number of each kind of note. */
const LETTERS = { credit_note: 'C', invoice: 'R' } as const

/** The number of the charges' note with a letter and the first free count. */
async function takeNumber(
  { invoiceImports }: Transaction,
  { creditorId }: PaymentPlan,
  noteNumber: string,
  kind: InvoiceDocument['kind'],
): Promise<string> {
  const candidates = Array.from({ length: 99 }, (_, index) => `${noteNumber}-${LETTERS[kind]}${index + 1}`)
  const known = await invoiceImports.findByNumbers(creditorId, candidates)
  const taken = new Set(known.filter((one) => one.kind === kind).map(({ number }) => number))
  const free = candidates.find((candidate) => !taken.has(candidate))
  if (free === undefined) throw new Error(`${noteNumber} has no number left for another note`)
  return free
}

import type { DiscountGrounds } from '~/domain/concession'
import type { CreditorId, InvoiceId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { multiplyRatio } from '~/domain/money'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { PaymentIntent } from '~/domain/payment'
import { splitDiscountByTax } from '~/domain/settlement-discount'
import type { InvoiceLedger } from './invoice-ledger'
import type { Allocation } from './ports/allocation-repository'
import type { TakenDiscount } from './ports/discount-repository'
import type { Transaction } from './ports/unit-of-work'

/** What was promised of each invoice. */
export type PromisedDiscounts = ReadonlyMap<InvoiceId, { amountMinor: number; grounds: DiscountGrounds }>

/** The settlement discounts among what a payment was promised; other concessions are left out. */
export function listPromisedDiscounts(
  intents: readonly Pick<PaymentIntent, 'invoiceId' | 'concession'>[],
): PromisedDiscounts {
  return new Map(
    intents.flatMap(({ invoiceId, concession }) =>
      concession?.kind === 'discount' && 'rateBps' in concession.grounds
        ? [[invoiceId, { amountMinor: concession.amountMinor, grounds: concession.grounds }] as const]
        : [],
    ),
  )
}

/**
 * Keeps with each discount among these allocations, which were just inserted, on what terms it was taken and what it does
 * to the tax; one that takes an earlier one back, or grants it again, has the earlier one's terms. A creditor that
 * corrects by credit note has the next number of the invoice for each. Returns what is to be reported, which is to be
 * appended to the log after the event that moved the figures.
 */
export async function noteDiscounts(
  transaction: Transaction,
  ledger: InvoiceLedger,
  allocations: readonly Allocation[],
  promised: PromisedDiscounts = new Map(),
): Promise<OutcomeEventDraft[]> {
  const made = allocations.filter(({ kind }) => kind === 'discount')
  const [first] = made
  if (!first) return []
  const { creditorId } = first
  const earlier = await transaction.discounts.listTaken(
    creditorId,
    made.flatMap(({ reversesId }) => reversesId ?? []),
  )
  const earlierById = new Map(earlier.map((discount) => [discount.id, discount]))
  const taxes = await transaction.discounts.readTaxes(
    creditorId,
    made.map(({ invoiceId }) => invoiceId),
  )
  const taken: TakenDiscount[] = []
  for (const allocation of made) {
    const terms = findTerms(allocation, earlierById, promised)
    if (!terms) continue
    const { hasNote, ofMinor, ...kept } = terms
    const invoice = ledger.get(allocation.invoiceId)
    taken.push({
      ...kept,
      ...describeAllocation(allocation),
      baseMinor: multiplyRatio(kept.baseMinor, allocation.amountMinor, ofMinor),
      taxParts: splitDiscountByTax(allocation.amountMinor, taxes.get(allocation.invoiceId) ?? [], kept.taxMode),
      noteNumber: hasNote ? await takeNoteNumber(transaction, creditorId, invoice, taken) : null,
    })
  }
  await transaction.discounts.insertTaken(taken)
  return taken.map((discount) => describeTakenDiscount(discount, ledger.get(discount.invoiceId)))
}

type Terms = Pick<TakenDiscount, 'source' | 'rateBps' | 'deadlineOn' | 'taxMode' | 'baseMinor'> & {
  hasNote: boolean
  /** The discount that the base is of. */
  ofMinor: number
}

function findTerms(
  { reversesId, invoiceId }: Allocation,
  earlierById: ReadonlyMap<string, TakenDiscount>,
  promised: PromisedDiscounts,
): Terms | null {
  const earlier = reversesId === null ? undefined : earlierById.get(reversesId)
  if (earlier) {
    const { source, rateBps, deadlineOn, taxMode, baseMinor, noteNumber, amountMinor } = earlier
    const terms = { source, rateBps, deadlineOn, taxMode, baseMinor }
    return { ...terms, hasNote: noteNumber !== null, ofMinor: amountMinor }
  }
  const promise = promised.get(invoiceId)
  if (!promise) return null
  const { source, rateBps, deadlineOn, taxMode, baseMinor, correction } = promise.grounds
  const terms = { source, rateBps, deadlineOn, taxMode, baseMinor }
  return { ...terms, hasNote: correction === 'credit_note', ofMinor: promise.amountMinor }
}

function describeAllocation({ id, creditorId, debtorId, invoiceId, reversesId, amountMinor, at }: Allocation) {
  return { id, creditorId, debtorId, invoiceId, reversesId, amountMinor, at }
}

/** The invoice's number with a letter and the first free count. */
async function takeNoteNumber(
  { discounts, invoiceImports }: Transaction,
  creditorId: CreditorId,
  { number }: InvoiceBalance,
  taken: readonly TakenDiscount[],
): Promise<string> {
  const candidates = COUNTS.map((count) => `${number}-D${count}`)
  const used = new Set([
    ...(await discounts.findTakenNumbers(creditorId, candidates)),
    ...(await invoiceImports.findByNumbers(creditorId, candidates)).map((known) => known.number),
    ...taken.map(({ noteNumber }) => noteNumber),
  ])
  const free = candidates.find((candidate) => !used.has(candidate))
  if (free === undefined) throw new Error(`no number is left for a discount on ${number}`)
  return free
}

const COUNTS = Array.from({ length: 999 }, (_, index) => index + 1)

/** Its figures are told by the event that moved them; this one says what they are. */
function describeTakenDiscount(discount: TakenDiscount, invoice: InvoiceBalance): OutcomeEventDraft {
  const { creditorId, debtorId, at, amountMinor, source, rateBps, deadlineOn, taxMode, taxParts, noteNumber } = discount
  return {
    creditorId,
    debtorId,
    type: 'discount.taken',
    occurredAt: at,
    data: {
      discount: {
        invoice: invoice.number,
        currency: invoice.currency,
        ...{ amountMinor, baseMinor: discount.baseMinor, source, rateBps, deadlineOn, taxMode },
        tax: taxParts.map(({ percent, ...part }) => ({ ...part, ...(percent === null ? {} : { percent }) })),
        ...(noteNumber === null ? {} : { noteNumber }),
      },
    },
  }
}

import { dayOfInstant } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import { listDiscountDeadlines, type SettlementDiscount } from '~/domain/settlement-discount'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { readDiscounts } from './read-discounts'

/** What paying all that is due now of an invoice saves. */
export interface DiscountOffer {
  readonly number: string
  readonly currency: CurrencyCode
  readonly dueNowMinor: number
  readonly payableMinor: number
  readonly netMinor: number
  readonly taxMinor: number
  /** From today on, each until its day; at least one. */
  readonly deadlines: readonly [SettlementDiscount, ...SettlementDiscount[]]
}

export interface DiscountOffers {
  /** Of invoices that have one today, oldest due first. */
  readonly offers: readonly DiscountOffer[]
  /** How long a transfer that is ordered on the last day may take. */
  readonly transferDays: number
}

/** All open invoices of the account, one by its number, or those known to be all that may have any. */
export type DiscountedInvoices = 'all' | { readonly number: string } | { readonly ids: readonly InvoiceId[] }

/** The settlement discounts that a debtor can take today. Only reads. */
export async function listDiscountOffers(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  account: { creditorId: CreditorId; debtorId: DebtorId },
  which: DiscountedInvoices,
): Promise<DiscountOffers> {
  const { creditorId, debtorId } = account
  return unitOfWork.run({ kind: 'debtor', ...account }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const today = dayOfInstant(clock.now(), creditor.timeZone)
    const invoices = await readInvoices(transaction, account, which)
    const { policy, questions } = await readDiscounts(transaction, creditor, { debtorId, invoices })
    return {
      transferDays: policy.transferDays,
      offers: [...questions.values()].flatMap((question): DiscountOffer[] => {
        const [first, ...later] = listDiscountDeadlines(question, today)
        if (!first) return []
        const { invoice, facts } = question
        const { currency, payableMinor } = invoice
        return [
          {
            ...{ number: invoice.number, currency, payableMinor, dueNowMinor: computeDueNow(invoice) },
            ...{ netMinor: facts.netMinor, taxMinor: facts.taxMinor },
            deadlines: [first, ...later],
          },
        ]
      }),
    }
  })
}

async function readInvoices(
  { invoices }: Pick<Transaction, 'invoices'>,
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
  which: DiscountedInvoices,
): Promise<InvoiceBalance[]> {
  if (which === 'all') return invoices.listOpen(creditorId, debtorId, 'invoice')
  if ('number' in which) return invoices.findByNumbers(creditorId, debtorId, 'invoice', [which.number])
  const found = await invoices.findByIds(creditorId, which.ids)
  return found.toSorted((left, right) => left.dueOn.localeCompare(right.dueOn) || (left.number < right.number ? -1 : 1))
}

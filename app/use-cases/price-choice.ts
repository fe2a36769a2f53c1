import type { Charge } from '~/domain/charge'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import {
  breakDownOrder,
  resolveSelection,
  type CreditSelection,
  type PaymentBreakdown,
  type PaymentSelection,
} from '~/domain/payment-order'
import { listUsableCredits } from './list-usable-credits'
import type { PaymentServices } from './payment-services'
import { readCharges } from './read-charges'
import { readConcessions } from './read-concessions'

/** What a choice comes to today, by the rules of the review that follows it. Minor units of the currency. */
export interface PricedChoice {
  /** What is charged beside each invoice, by its number, when all that is due of it is paid today. */
  readonly charges: ReadonlyMap<string, Charge>
  /** What all that is due comes to, before credits; 0 where nothing is due. */
  readonly everythingMinor: number
  /** Null where nothing is chosen, and where the review would refuse the choice. */
  readonly chosen: PaymentBreakdown | null
}

export interface ChoiceToPrice {
  creditorId: CreditorId
  debtorId: DebtorId
  currency: CurrencyCode
  selection: PaymentSelection | null
  credits: CreditSelection
}

/** Tells a debtor what it would pay while it still chooses. Only reads. */
export async function priceChoice(
  { unitOfWork, clock }: Pick<PaymentServices, 'unitOfWork' | 'clock'>,
  { creditorId, debtorId, currency, selection, credits }: ChoiceToPrice,
): Promise<PricedChoice> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const invoices = await transaction.invoices.listOpen(creditorId, debtorId, 'invoice', currency)
    const usable = await listUsableCredits(transaction, creditor, debtorId)
    const asked = { invoices, at: clock.now(), purpose: null }
    const findConcession = await readConcessions(transaction, creditor, { ...asked, debtorId })
    const findCharge = await readCharges(transaction, creditor, asked)
    const breakDown = (choice: PaymentSelection, withCredits: CreditSelection): PaymentBreakdown | null => {
      const order = resolveSelection(choice, withCredits, invoices, usable, findConcession, findCharge)
      const plan = order.ok ? breakDownOrder(order.value, invoices, usable, findConcession, findCharge) : null
      return plan?.ok === true ? plan.value : null
    }
    const charge = (invoice: InvoiceBalance) => (computeDueNow(invoice) > 0 ? findCharge(invoice)?.charge : undefined)
    return {
      charges: new Map(
        invoices.flatMap((invoice) => {
          const own = charge(invoice)
          return own ? [[invoice.number, own] as const] : []
        }),
      ),
      everythingMinor: breakDown({ kind: 'all', currency }, 'none')?.totalMinor ?? 0,
      chosen: selection && breakDown(selection, credits),
    }
  })
}

import { dayOfInstant } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import {
  computeDueNow,
  countDaysLate,
  describeInvoiceStatus,
  type InvoiceBalance,
  type InvoiceStatus,
} from '~/domain/invoice-balance'
import type { Payment } from '~/domain/payment'
import type { WaitingSum } from '~/domain/payment-approval'
import type { Payer } from '~/domain/payment-order'
import type { UsableCredit } from '~/domain/unapplied-credit'
import { listUsableCredits } from './list-usable-credits'
import type { PaymentServices } from './payment-services'

export interface Payable extends InvoiceBalance {
  dueNowMinor: number
  daysLate: number
  status: InvoiceStatus
}

/** What can be paid in one currency. */
export interface CurrencyPayables {
  currency: CurrencyCode
  /** Every open invoice, oldest due first; also those of which nothing is due now, for these say why. */
  invoices: Payable[]
  dueNowMinor: number
  /** Oldest first. */
  credits: UsableCredit[]
  creditMinor: number
}

export interface Payables {
  /** The currency with the most open invoices first. */
  currencies: CurrencyPayables[]
  /** Payments not yet decided, newest first: to be continued, canceled or waited for. */
  underWay: Payment[]
  /** Prepared payments for which a second person is waited for: nothing is reserved for them. */
  waiting: WaitingSum[]
}

/** What a debtor can choose from on the way to paying. Only reads. */
export async function listPayables(
  { unitOfWork, clock }: Pick<PaymentServices, 'unitOfWork' | 'clock'>,
  { creditorId, debtorId }: Pick<Payer, 'creditorId' | 'debtorId'>,
): Promise<Payables> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const now = clock.now()
    const today = dayOfInstant(now, creditor.timeZone)
    const open = await transaction.invoices.listOpen(creditorId, debtorId, 'invoice')
    const credits = await listUsableCredits(transaction, creditor, debtorId)
    const underWay = await transaction.payments.listUnderWay(creditorId, debtorId)
    const waiting = await transaction.approvals.sumWaiting(creditorId, debtorId, now)
    const currencies = [...new Set(open.map((invoice) => invoice.currency))].map((currency) => {
      const invoices = open
        .filter((balance) => balance.currency === currency)
        .map((balance) => ({
          ...balance,
          dueNowMinor: computeDueNow(balance),
          daysLate: countDaysLate(balance, today),
          status: describeInvoiceStatus(balance, today),
        }))
      const usable = credits.filter((credit) => credit.currency === currency)
      return {
        currency,
        invoices,
        dueNowMinor: invoices.reduce((sum, invoice) => sum + invoice.dueNowMinor, 0),
        credits: usable,
        creditMinor: usable.reduce((sum, credit) => sum + credit.openMinor, 0),
      }
    })
    currencies.sort((left, right) => right.invoices.length - left.invoices.length)
    return { currencies, underWay, waiting }
  })
}

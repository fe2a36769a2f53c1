import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { DebtorId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { PaymentPurpose } from '~/domain/payment'
import type { ConcessionFinder } from '~/domain/payment-order'
import { keepConcession } from '~/domain/payoff-quote'
import { findSettlementDiscount, toConcession } from '~/domain/settlement-discount'
import type { Transaction } from './ports/unit-of-work'
import { readDiscounts } from './read-discounts'
import { findOfferConcessions } from './settle-offer'
import { findHonouredQuote } from './read-payoff-quote'

export interface ConcessionQuestion {
  debtorId: DebtorId
  /** As far as the caller has locked them, they are as they will be settled. */
  invoices: readonly InvoiceBalance[]
  /** When the payment is started. */
  at: Date
  /** What the payment is to fulfil; null for the invoices alone. */
  purpose: PaymentPurpose | null
}

/** What the creditor lets go of each of these invoices for a payment that is started at that instant. */
export async function readConcessions(
  transaction: Transaction,
  creditor: Creditor,
  { debtorId, invoices, at, purpose }: ConcessionQuestion,
): Promise<ConcessionFinder> {
  if (purpose?.kind === 'settlement_offer')
    return findOfferConcessions(transaction, creditor, { purpose, invoices, at })
  if (purpose !== null && purpose.kind !== 'payoff_quote') return () => null
  const { policy, questions } = await readDiscounts(transaction, creditor, { debtorId, invoices })
  const today = dayOfInstant(at, creditor.timeZone)
  const quote = await findHonouredQuote(transaction, creditor, { purpose, at })
  const quotedById = new Map(quote?.items.map((item) => [item.invoiceId, item]))
  return (invoice, settledMinor) => {
    const question = questions.get(invoice.id)
    const discount = question && findSettlementDiscount({ ...question, invoice }, settledMinor, today)
    const concession = discount ? toConcession(discount, policy) : null
    const quoted = quotedById.get(invoice.id)
    return quoted ? keepConcession(concession, quoted, settledMinor) : concession
  }
}

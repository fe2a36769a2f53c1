import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import type { PaymentPurpose } from '~/domain/payment'
import { isQuoteHonoured, type PayoffQuote } from '~/domain/payoff-quote'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

export interface PayoffQuoteView {
  quote: PayoffQuote
  today: CalendarDay
  isHonoured: boolean
  /** Something of what it is about is still due. */
  isPayable: boolean
}

/** A quote of this debtor; null where there is none. Only reads. */
export async function readPayoffQuote(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, debtorId, id }: { creditorId: CreditorId; debtorId: DebtorId; id: string },
): Promise<PayoffQuoteView | null> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const quote = await transaction.payoffQuotes.findById(creditorId, id)
    if (!creditor || quote?.debtorId !== debtorId) return null
    const today = dayOfInstant(clock.now(), creditor.timeZone)
    const invoices = await transaction.invoices.findByIds(
      creditorId,
      quote.items.map(({ invoiceId }) => invoiceId),
    )
    const isHonoured = isQuoteHonoured(quote, today)
    return { quote, today, isHonoured, isPayable: isHonoured && invoices.some((one) => computeDueNow(one) > 0) }
  })
}

/** The quote that a payment is to fulfil, while it is honoured; null where there is none. */
export async function findHonouredQuote(
  { payoffQuotes }: Transaction,
  creditor: { id: CreditorId; timeZone: string },
  { purpose, at }: { purpose: PaymentPurpose | null; at: Date },
): Promise<PayoffQuote | null> {
  if (purpose?.kind !== 'payoff_quote') return null
  const quote = await payoffQuotes.findById(creditor.id, purpose.id)
  return quote && isQuoteHonoured(quote, dayOfInstant(at, creditor.timeZone)) ? quote : null
}

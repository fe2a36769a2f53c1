import { permits } from '~/domain/access-scope'
import type { CurrencyCode } from '~/domain/currency'
import type { FxQuote } from '~/domain/fx-quote'
import { createMoney } from '~/domain/money'
import type { CreditSelection, Payer, PaymentSelection } from '~/domain/payment-order'
import type { PaymentPurpose } from '~/domain/payment'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { readRouting } from './list-ways-to-pay'
import type { PaymentServices } from './payment-services'
import { quotePayment } from './quote-payment'
import { planSelection } from './review-payment'

/**
 * Locks the rate at which a choice would be paid in another currency, for the minutes that the creditor's policy grants.
 * Null where nothing is to be exchanged: it is the invoices' own currency, or credits cover everything.
 */
export async function lockRate(
  services: Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids' | 'gateways'>,
  {
    payer,
    selection,
    credits,
    purpose = null,
    currency,
  }: {
    payer: Payer
    selection: PaymentSelection
    credits: CreditSelection
    purpose?: PaymentPurpose | null
    currency: CurrencyCode
  },
): Promise<Result<FxQuote | null, PaymentRefusal[]>> {
  if (!permits(payer.scope, 'pay')) return fail([refusePayment('not_allowed')])
  const { creditorId, debtorId } = payer
  return services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const planned = await planSelection(transaction, creditor, payer, {
      ...{ selection, credits, purpose, at: services.clock.now() },
    })
    if (!planned.ok) return planned
    const { order, plan } = planned.value
    if (plan.cashMinor === 0) return succeed(null)
    const stepMinor = (await readRouting(transaction, services, creditor, debtorId)).findStep(currency)
    if (stepMinor === null) return fail([refusePayment('currency_not_accepted', { currency })])
    const quoted = await quotePayment(services, transaction, {
      ...{ creditor, debtorId, stepMinor },
      settled: createMoney(plan.cashMinor, order.currency),
      chargedCurrency: currency,
    })
    return quoted.ok ? quoted : fail([quoted.failure])
  })
}

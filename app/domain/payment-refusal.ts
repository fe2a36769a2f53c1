/**
 * Why a payment is not started as asked. Each refusal names the text that the debtor reads (`messageKey`, with
 * `params` to be formatted in the reader's language) and, where it concerns one, the invoice or credit.
 */
import type { CurrencyCode } from './currency'
import type { PaymentId } from './ids'
import { createMoney, type Money } from './money'
import type { Payment } from './payment'

export type PaymentRefusalKind =
  /** The link may see but not pay. */
  | 'not_allowed'
  | 'nothing_selected'
  /** No invoice of this debtor has that number. */
  | 'unknown_invoice'
  | 'listed_twice'
  | 'amount_not_positive'
  /** More than is due now; says how much is. */
  | 'above_due_now'
  /** A sum above everything that is due now. */
  | 'above_total_due'
  /** What the creditor was to let go of the invoice (a discount, a settlement) no longer stands as it was shown. */
  | 'concession_changed'
  /** The interest or the compensation that was shown with the invoice is another by now. */
  | 'charges_changed'
  /** The plan is over, or has less to pay of these invoices than was shown. */
  | 'plan_changed'
  /** The settlement no longer stands, or all of it is paid at once and in money alone. */
  | 'settlement_changed'
  /** One payment has one currency. */
  | 'mixed_currencies'
  /** The credit does not exist or has less left than was asked of it; says how much. */
  | 'credit_unavailable'
  /** More credit than there is to pay. */
  | 'credit_above_total'
  /** The form was sent before, with other content. */
  | 'form_reused'
  /** The provider cannot be reached now; the same form can be sent again. */
  | 'gateway_unavailable'
  /** The provider may have what was asked of it, or not; the same form can be sent again, and nothing is paid twice. */
  | 'gateway_uncertain'
  /** The provider does not take this payment. */
  | 'gateway_rejected'
  /** The payment was canceled or expired while it was being set up. */
  | 'payment_ended'
  | 'no_gateway'
  /** More than is left of what the link may pay; says how much. */
  | 'cap_exceeded'
  /** A second person has to approve it, and a method cannot be kept in another's name. */
  | 'approval_keeps_no_method'
  /** That way of paying is not offered (any more) for this payment. */
  | 'way_unavailable'
  /** Every way of paying has limits that this amount is beyond. */
  | 'amount_beyond_limits'
  /** The kept method was removed, has expired or cannot be used for this payment. */
  | 'saved_method_unavailable'
  | 'code_wrong'
  /** The one-time code's time is over, or it was used. */
  | 'code_expired'
  | 'code_too_many_attempts'
  /** The creditor does not take payments in that currency. */
  | 'currency_not_accepted'
  /** There is no rate to quote at now. */
  | 'no_rate'
  /** The rate that was shown no longer stands: a new one is to be shown before anything is charged. */
  | 'quote_expired'
  /** The rate that was shown was for another sum or currency. */
  | 'quote_differs'

/** A payment under way that holds what was asked for, so that it can be continued or canceled. */
export interface HoldingPayment {
  id: PaymentId
  reference: string
  status: Payment['status']
  /** Of that payment in all. */
  amount: Money
  /** What it holds of the invoice in question. */
  held: Money
  /** Who started it, where the link names them. */
  payerName: string | null
  startedAt: Date
}

export interface PaymentRefusal {
  kind: PaymentRefusalKind
  messageKey: `pay:refusal.${PaymentRefusalKind}`
  params: Readonly<Record<string, string | Money>>
  /** The number of the invoice it is about. */
  invoiceNumber?: string
  /** The id of the credit it is about. */
  creditId?: string
  /** The payment that was opened and waits for its provider. */
  paymentId?: PaymentId
  /** Payments that hold the missing part, oldest first. */
  heldBy?: HoldingPayment[]
}

/** A refusal with the key of its text, which `params` fills in, and the invoice or credit it is about. */
export function refusePayment(
  kind: PaymentRefusalKind,
  params: PaymentRefusal['params'] = {},
  about: Pick<PaymentRefusal, 'invoiceNumber' | 'creditId'> = {},
): PaymentRefusal {
  return { kind, messageKey: `pay:refusal.${kind}`, params, ...about }
}

/** A payment under way as a refusal names it; `heldMinor` of it, in `currency`, is what is missing now. */
export function describeHoldingPayment(
  payment: Pick<Payment, 'id' | 'reference' | 'status' | 'amountMinor' | 'currency' | 'payerName' | 'createdAt'>,
  heldMinor: number,
  currency: CurrencyCode,
): HoldingPayment {
  return {
    id: payment.id,
    reference: payment.reference,
    status: payment.status,
    amount: createMoney(payment.amountMinor, payment.currency),
    held: createMoney(heldMinor, currency),
    payerName: payment.payerName,
    startedAt: payment.createdAt,
  }
}

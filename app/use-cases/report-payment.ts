import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { OutcomeEventDraft, OutcomeEventType, OutcomeInvoice } from '~/domain/outcome-event'
import type { OutcomePayment } from '~/domain/outcome-payment'
import { computeWorth, type Payment } from '~/domain/payment'

export type PaymentDetails = Pick<OutcomePayment, 'receivedOn' | 'externalReference' | 'note'>

/** What an event says of its payment beside how it stands. */
interface AboutPayment {
  /** Of a refund, a chargeback or a correction, in the payment's currency. */
  reversedMinor?: number
  /** Of money that came again. */
  reinstatedMinor?: number
  /** Either of them in the invoices' currency. */
  movedWorthMinor?: number
  reason?: string | null
  /** Of money that came on another way than by a provider. */
  details?: PaymentDetails
  late?: boolean
}

/** The facts of an outcome event about a payment, as the payment stands after it. */
export function describePaymentOutcome(
  type: OutcomeEventType,
  payment: Payment,
  occurredAt: Date,
  about: Omit<OutcomeEventDraft['data'], 'payment'> & AboutPayment = {},
): OutcomeEventDraft {
  const {
    reversedMinor = 0,
    reinstatedMinor = 0,
    movedWorthMinor = 0,
    reason = null,
    details = {},
    late = false,
    ...data
  } = about
  const isConverted = payment.settledCurrency !== payment.currency
  return {
    creditorId: payment.creditorId,
    debtorId: payment.debtorId,
    type,
    occurredAt,
    data: {
      payment: {
        ...describePayment(payment),
        ...(reversedMinor > 0 ? { reversedMinor } : {}),
        ...(reinstatedMinor > 0 ? { reinstatedMinor } : {}),
        ...(isConverted && reversedMinor > 0 ? { reversedSettledMinor: movedWorthMinor } : {}),
        ...(isConverted && reinstatedMinor > 0 ? { reinstatedSettledMinor: movedWorthMinor } : {}),
        ...(reason === null ? {} : { reason }),
        ...details,
        ...(late ? { late } : {}),
      },
      ...data,
    },
  }
}

function describePayment(payment: Payment): OutcomePayment {
  const amountMinor = payment.receivedMinor ?? payment.amountMinor
  return {
    id: payment.id,
    reference: payment.reference,
    status: payment.status,
    amountMinor,
    ...(amountMinor === payment.amountMinor ? {} : { requestedMinor: payment.amountMinor }),
    currency: payment.currency,
    ...(payment.settledCurrency === payment.currency
      ? {}
      : { settledCurrency: payment.settledCurrency, settledMinor: computeSettled(payment) }),
    gateway: payment.gateway,
    ...(payment.gatewayReference === null ? {} : { gatewayReference: payment.gatewayReference }),
    ...(payment.method === null ? {} : { method: payment.method }),
    ...(payment.failureCode === null ? {} : { failureCode: payment.failureCode }),
    ...(payment.refundedMinor === 0 ? {} : { refundedMinor: payment.refundedMinor }),
    ...(payment.chargedBackMinor === 0 ? {} : { chargedBackMinor: payment.chargedBackMinor }),
  }
}

function computeSettled(payment: Payment): number {
  return payment.receivedMinor === null ? payment.settledMinor : computeWorth(payment, payment.receivedMinor)
}

/** What an event did to one invoice: `amountMinor` negative where it takes a settlement back. */
export function describeSettledInvoice(
  invoice: InvoiceBalance,
  amountMinor: number,
  settledBy: NonNullable<OutcomeInvoice['settledBy']>,
): OutcomeInvoice {
  return {
    number: invoice.number,
    kind: invoice.kind,
    currency: invoice.currency,
    amountMinor,
    openMinor: invoice.openMinor,
    settledBy,
  }
}

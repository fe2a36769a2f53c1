import { permits } from '~/domain/access-scope'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { continuePayment, type NextStep } from './continue-payment'
import { openPayment, type OpenPaymentInput } from './open-payment'
import type { PaymentServices } from './payment-services'

/** Or to the page of a payment that waits for a second person. */
export type StartedStep = NextStep | { kind: 'approval'; id: string }

export type StartPaymentInput = Omit<OpenPaymentInput, 'payerIsPresent'>

/**
 * Starts what was reviewed: opens it in one transaction, and after the commit asks the provider for a checkout.
 *
 * Repeating it with the same key (a double click, the back button, a lost answer) finds the first payment and goes on
 * with it. Two forms that want the same money cannot both have it: the second is told who holds it.
 */
export async function startPayment(
  services: PaymentServices,
  input: StartPaymentInput,
): Promise<Result<StartedStep, PaymentRefusal[]>> {
  const { payer } = input
  if (!permits(payer.scope, 'pay')) return fail([refusePayment('not_allowed')])
  const { creditorId, debtorId } = payer
  const opened = await services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, (transaction) =>
    openPayment(services, transaction, { ...input, payerIsPresent: true }),
  )
  if (!opened.ok) return opened
  const { paymentId, applicationId, approvalId } = opened.value
  if (approvalId !== undefined) return succeed({ kind: 'approval', id: approvalId })
  if (paymentId !== null) return continuePayment(services, payer, paymentId)
  return applicationId === null
    ? fail([refusePayment('nothing_selected')])
    : succeed({ kind: 'status', id: applicationId })
}

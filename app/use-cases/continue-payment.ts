import { permits } from '~/domain/access-scope'
import type { PaymentId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import type { Payer } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { askForCharge } from './ask-for-charge'
import { askForCheckout } from './ask-for-checkout'
import type { PaymentServices } from './payment-services'
import type { PaymentAddress } from './ports/payment-repository'
import { prepareAttempt } from './prepare-attempt'

/** Where the debtor goes next: to the provider's page, or to `/payments/{id}` of a payment or a credit application. */
export type NextStep = { kind: 'gateway'; url: string } | { kind: 'status'; id: string }

/** Takes a debtor's payment on from wherever it stands. */
export async function continuePayment(
  services: PaymentServices,
  { creditorId, debtorId, scope }: Payer,
  id: PaymentId,
): Promise<Result<NextStep, PaymentRefusal[]>> {
  if (!permits(scope, 'pay')) return fail([refusePayment('not_allowed')])
  return advancePayment(services, { creditorId, debtorId, id }, { payerIsPresent: true })
}

/** More turns than gateways and kinds of attempts could need: whoever goes round in circles has a bug. */
const MOST_TURNS = 12

/**
 * Asks a provider for what a payment needs next, until there is an answer or nobody is left to ask: a checkout, or first
 * a charge of the kept method. Every request carries the same key however often and from wherever it is repeated. A
 * gateway that did nothing for sure is followed by the next that takes the same method; one that may have done something
 * never is. Without a payer who waits, a page that is needed is mailed.
 */
export async function advancePayment(
  services: PaymentServices,
  address: PaymentAddress,
  { payerIsPresent }: { payerIsPresent: boolean },
): Promise<Result<NextStep, PaymentRefusal[]>> {
  const { creditorId, debtorId } = address
  const asked = new Set<string>()
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const prepared = await services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, (transaction) =>
      prepareAttempt(services, transaction, address, { payerIsPresent }),
    )
    if (prepared.kind === 'refused') return fail([prepared.refusal])
    if (prepared.kind === 'settled') return succeed(describeNextStep(prepared.payment))
    const { gateway, attempt, doubt } = prepared
    asked.add(gateway.name)
    const outcome =
      attempt.kind === 'charge'
        ? await askForCharge(services, gateway, attempt, { payerIsPresent, doubt })
        : await askForCheckout(services, gateway, attempt, { payerIsPresent, asked })
    if (outcome.kind === 'refused') return fail([outcome.refusal])
    if (outcome.kind === 'settled') return succeed(describeNextStep(outcome.payment))
  }
  throw new Error(`payment ${address.id} does not get anywhere`)
}

function describeNextStep(payment: Payment): NextStep {
  return payment.status === 'pending' && payment.redirectUrl !== null
    ? { kind: 'gateway', url: payment.redirectUrl }
    : { kind: 'status', id: payment.id }
}

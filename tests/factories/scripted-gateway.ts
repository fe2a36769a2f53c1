import type { GatewayName } from '~/domain/gateway-name'
import type { PaymentMethodKind } from '~/domain/payment-method'
import { fail, succeed, type Result } from '~/domain/result'
import type {
  Checkout,
  CheckoutRequest,
  GatewayFailure,
  PaymentGateway,
  SavedMethodCharge,
  SavedMethodOutcome,
} from '~/use-cases/ports/payment-gateway'

type Script<Request, Answer> = (
  request: Request,
) => Result<Answer, GatewayFailure> | Promise<Result<Answer, GatewayFailure>>

export interface ScriptedGateway extends PaymentGateway {
  /** What it was asked for, in order. */
  readonly checkoutRequests: CheckoutRequest[]
  readonly chargeRequests: SavedMethodCharge[]
  readonly canceled: string[]
}

/** A provider that does as a test says. Without a script it makes a checkout for each key, once. */
export function createScriptedGateway(
  name: GatewayName,
  script: {
    methods?: readonly PaymentMethodKind[]
    checkout?: Script<CheckoutRequest, Checkout>
    charge?: Script<SavedMethodCharge, SavedMethodOutcome>
    cancel?: PaymentGateway['cancelCheckout']
    stepMinor?: number
  } = {},
): ScriptedGateway {
  const checkoutRequests: CheckoutRequest[] = []
  const chargeRequests: SavedMethodCharge[] = []
  const canceled: string[] = []
  const { checkout = (request: CheckoutRequest) => succeed(makeCheckout(name, request)), charge, cancel } = script
  return {
    name,
    checkoutRequests,
    chargeRequests,
    canceled,
    checkoutOrigins: [`https://${name}.example`],
    listMethods: () => script.methods ?? ['card'],
    getChargeStep: () => script.stepMinor ?? 1,
    async createCheckout(request) {
      checkoutRequests.push(request)
      return checkout(request)
    },
    async cancelCheckout(gatewayReference) {
      canceled.push(gatewayReference)
      return cancel ? cancel(gatewayReference) : succeed('canceled')
    },
    readWebhook: () => Promise.resolve(succeed([])),
    refund: () => Promise.resolve(answerWith('unavailable')),
    ...(charge
      ? {
          async chargeSavedMethod(request: SavedMethodCharge) {
            chargeRequests.push(request)
            return charge(request)
          },
        }
      : {}),
    removeSavedMethod: () => Promise.resolve(succeed('removed')),
  }
}

export function makeCheckout(name: GatewayName, { idempotencyKey, expiresAt }: CheckoutRequest): Checkout {
  return {
    gatewayReference: `${name} ${idempotencyKey}`,
    redirectUrl: `https://${name}.example/${idempotencyKey}`,
    expiresAt,
  }
}

export function answerWith(kind: GatewayFailure['kind']): Result<never, GatewayFailure> {
  return fail({ kind, detail: `said to be ${kind}` })
}

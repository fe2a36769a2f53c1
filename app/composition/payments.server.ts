/** Wires paying: the gateways that are configured, the use cases of payments, and the jobs behind them. */
import { createHmac } from 'node:crypto'
import type { Database } from '~/data/database.server'
import type { JobHandlers, JobSender } from '~/data/job-queue.server'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { createGatewayIntake } from '~/data/gateway-intake.server'
import { createSandboxBooks } from '~/data/sandbox-books.server'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import { createSandboxProvider, type SandboxProvider } from '~/gateways/sandbox/sandbox-provider.server'
import { createStripeGateway } from '~/gateways/stripe/stripe-gateway.server'
import { hasLiveKeys, isLiveStripeKey, type Environment } from '~/platform/env.server'
import type { Logger } from '~/platform/logger.server'
import { acceptGatewayWebhook } from '~/use-cases/accept-gateway-webhook'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { capturePayment } from '~/use-cases/capture-payment'
import { carryOutCharge } from '~/use-cases/charge-saved-method'
import { continuePayment } from '~/use-cases/continue-payment'
import { expireApprovals } from '~/use-cases/expire-approvals'
import { expirePayments } from '~/use-cases/expire-payments'
import { findPayment } from '~/use-cases/find-payment'
import { issueOneTimeCode } from '~/use-cases/issue-one-time-code'
import { listPayables } from '~/use-cases/list-payables'
import { listSavedMethods } from '~/use-cases/list-saved-methods'
import { lockRate } from '~/use-cases/lock-rate'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { GatewayEventResult } from '~/use-cases/ports/gateway-inbox'
import type { PaymentGateway } from '~/use-cases/ports/payment-gateway'
import { priceChoice } from '~/use-cases/price-choice'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { removeMethodAtProvider, removeSavedMethod } from '~/use-cases/remove-saved-method'
import { reviewPayment } from '~/use-cases/review-payment'
import { runPlans } from '~/use-cases/run-plans'
import { startPayment } from '~/use-cases/start-payment'
import { createAdyen } from './adyen.server'

export interface PaymentWiring extends Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids' | 'codeHasher'> {
  env: Environment
  logger: Logger
  database: Database
  jobs: JobSender
  /** Scheme, host and port under which debtors reach the portal. */
  publicOrigin: string
  /** This process has the database to itself. */
  isEmbedded: boolean
  readSessionSecret: () => Promise<string>
}

/** Money may have come that is on no payment: the log says so, where people see it. */
const LOOKED_AT_BY_PEOPLE: readonly GatewayEventResult[] = [
  'unknown_payment',
  'another_transaction',
  'currency_mismatch',
]

export async function wirePayments(wiring: PaymentWiring) {
  const { unitOfWork, clock, ids, codeHasher, logger, publicOrigin } = wiring
  const sandbox = isSandboxEnabled(wiring) ? await createSandbox(wiring) : null
  const configured = [sandbox?.gateway, createStripe(wiring), createAdyen(wiring), createBankTransferGateway()]
  const gateways = new Map<string, PaymentGateway>()
  for (const gateway of configured) if (gateway) gateways.set(gateway.name, gateway)
  const services: PaymentServices = { unitOfWork, clock, ids, gateways, codeHasher, appUrl: publicOrigin }
  const intake = { gatewayIntake: createGatewayIntake(wiring.database.pool), clock, ids, unitOfWork }
  const bind =
    <Input extends unknown[], Output>(useCase: (services: PaymentServices, ...input: Input) => Output) =>
    (...input: Input) =>
      useCase(services, ...input)

  const handlers: JobHandlers = {
    async 'process-gateway-event'({ inboxEntryId }) {
      const result = await recordGatewayEvent(services, inboxEntryId)
      if (LOOKED_AT_BY_PEOPLE.includes(result)) {
        logger.warn({ inboxEntryId, result }, 'an event of a provider stands for somebody to look at')
      }
    },
    'charge-saved-method': ({ creditorId, debtorId, paymentId }) =>
      carryOutCharge(services, {
        creditorId: creditorId as CreditorId,
        debtorId: debtorId as DebtorId,
        id: paymentId as PaymentId,
      }),
    async 'run-plans'() {
      await runPlans(services)
    },
    'remove-saved-method': (method) => removeMethodAtProvider(services, method),
    'capture-payment': (payload) => capturePayment(services, payload),
    async 'expire-payments'() {
      // What keeps one kind from ending keeps the other from nothing.
      const ended = await Promise.allSettled([expirePayments(services), expireApprovals(services)])
      for (const end of ended) if (end.status === 'rejected') throw end.reason
    },
    ...(sandbox
      ? {
          'sandbox-deliver-event': ({ eventId }: { eventId: string }) => sandbox.deliverEvent(eventId),
          'sandbox-settle-debit': ({ checkoutId }: { checkoutId: string }) => sandbox.settleDebit(checkoutId),
        }
      : {}),
  }
  return {
    services,
    handlers,
    /** Origins of the providers' pages a payment may lead to. */
    checkoutOrigins: [...gateways.values()].flatMap((gateway) => gateway.checkoutOrigins),
    useCases: {
      /** The provider for the demo and tests; null where real money may move, or a database of one's own is used. */
      sandbox,
      listPayables: bind(listPayables),
      priceChoice: bind(priceChoice),
      reviewPayment: bind(reviewPayment),
      lockRate: bind(lockRate),
      issueOneTimeCode: bind(issueOneTimeCode),
      listSavedMethods: bind(listSavedMethods),
      removeSavedMethod: bind(removeSavedMethod),
      startPayment: bind(startPayment),
      continuePayment: bind(continuePayment),
      cancelPayment: bind(cancelPayment),
      findPayment: bind(findPayment),
      hasGateway: (name: string) => gateways.has(name),
      /** Null when no such gateway is configured. */
      acceptGatewayWebhook(name: string, rawBody: string, headers: Headers) {
        const gateway = gateways.get(name)
        return gateway ? acceptGatewayWebhook(intake, { gateway, rawBody, headers }) : null
      },
    },
  }
}

/** A page of ours that says "paid" never stands beside keys that move money. */
function isSandboxEnabled({ env, isEmbedded }: PaymentWiring): boolean {
  if (hasLiveKeys(env) || env.SANDBOX_GATEWAY === 'off') return false
  return isEmbedded || env.SANDBOX_GATEWAY === 'on'
}

/** For one attempt of a call; a debtor waits for its checkout. */
const STRIPE_TIMEOUT_MS = 15_000

/** Null when Stripe is not configured; the environment has both its secrets or neither. */
function createStripe({ env, clock, logger }: PaymentWiring): PaymentGateway | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: secrets, STRIPE_API_BASE: apiBase } = env
  if (secretKey === undefined || secrets === undefined) return null
  const access = { secretKey, apiBase: apiBase ?? null, timeoutMs: env.GATEWAY_TIMEOUT_MS ?? STRIPE_TIMEOUT_MS }
  return createStripeGateway({ ...access, secrets, isLive: isLiveStripeKey(secretKey) }, { clock, logger })
}

async function createSandbox(wiring: PaymentWiring): Promise<SandboxProvider> {
  const { env, database, jobs, clock, ids, publicOrigin, isEmbedded, readSessionSecret } = wiring
  // Beside the embedded database web and worker are one process: it need not find its way back through a proxy.
  const webhookOrigin = isEmbedded ? `http://${env.HOST}:${env.PORT}` : publicOrigin
  return createSandboxProvider(env, {
    books: createSandboxBooks(database, jobs),
    clock,
    ids,
    appUrl: publicOrigin,
    webhookUrl: `${webhookOrigin}/webhooks/sandbox`,
    webhookSecret: env.SANDBOX_WEBHOOK_SECRET ?? deriveSecret(await readSessionSecret()),
  })
}

function deriveSecret(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('sandbox webhooks').digest('hex')
}

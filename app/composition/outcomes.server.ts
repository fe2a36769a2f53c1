/** Wires what goes back to the creditor: the outcome log, webhooks, and what the API and the console show of them. */
import { createDebtorDirectory } from '~/data/debtor-directory.server'
import type { Database } from '~/data/database.server'
import type { JobHandlers } from '~/data/job-queue.server'
import type { CreditorId } from '~/domain/ids'
import type { Environment } from '~/platform/env.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import { createWebhookSender } from '~/reporting/webhook-sender.server'
import { answerOnce, type OnceAnswer, type OnceRequest } from '~/use-cases/answer-once'
import { deliverWebhook } from '~/use-cases/deliver-webhook'
import { findDebtor, listDebtors, listWorklist } from '~/use-cases/list-debtors'
import { listOutcomeEvents } from '~/use-cases/list-outcome-events'
import { listWebhookEndpoints } from '~/use-cases/list-webhook-endpoints'
import type { Clock } from '~/use-cases/ports/clock'
import type { IdSource } from '~/use-cases/ports/ids'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { readCollectionRecord } from '~/use-cases/read-collection-record'
import { readOutcomeLogHead } from '~/use-cases/read-outcome-log-head'
import { registerWebhookEndpoint } from '~/use-cases/register-webhook-endpoint'
import { removeWebhookEndpoint } from '~/use-cases/remove-webhook-endpoint'
import { continueReplay, replayWebhooks, retryParkedWebhooks } from '~/use-cases/replay-webhooks'
import { rotateWebhookSecret } from '~/use-cases/rotate-webhook-secret'
import { verifyOutcomeLog } from '~/use-cases/verify-outcome-log'

interface OutcomeParts {
  env: Environment
  database: Database
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  /** The demo and tests, whose receivers are on this machine. */
  isEmbedded: boolean
}

export function wireOutcomes({ env, database, isEmbedded, ...parts }: OutcomeParts) {
  const limit = (name: string, attempts: number, windowSeconds: number) =>
    createRateLimiter(database.pool, { name, attempts, windowSeconds })
  const deps = {
    ...parts,
    debtorDirectory: createDebtorDirectory(database.reader),
    webhookSender: createWebhookSender({ targets: env.WEBHOOK_TARGETS ?? (isEmbedded ? 'any' : 'public') }),
    random: Math.random,
    retryScale: env.WEBHOOK_RETRY_SCALE,
  }
  const bind =
    <Input, Output>(useCase: (dependencies: typeof deps, input: Input) => Output) =>
    (input: Input) =>
      useCase(deps, input)

  const handlers: JobHandlers = {
    'deliver-webhook': ({ creditorId, endpointId }) =>
      deliverWebhook(deps, { creditorId: creditorId as CreditorId, endpointId }),
    'replay-webhooks': ({ creditorId, endpointId, after }) =>
      continueReplay(deps, { creditorId: creditorId as CreditorId, endpointId, after }),
  }
  return {
    handlers,
    limits: {
      /** By key. */
      apiRequests: limit('api-requests', 1_200, 60),
      /** Requests without a valid key, by network. */
      apiRefusals: limit('api-refusals', 120, 60),
    },
    useCases: {
      answerOnce: <Answer>(request: OnceRequest, work: () => Promise<{ result: Answer; keep: OnceAnswer | null }>) =>
        answerOnce(deps, request, work),
      listOutcomeEvents: bind(listOutcomeEvents),
      readOutcomeLogHead: bind(readOutcomeLogHead),
      verifyOutcomeLog: bind(verifyOutcomeLog),
      listDebtors: bind(listDebtors),
      listWorklist: bind(listWorklist),
      findDebtor: bind(findDebtor),
      readCollectionRecord: bind(readCollectionRecord),
      registerWebhookEndpoint: bind(registerWebhookEndpoint),
      listWebhookEndpoints: bind(listWebhookEndpoints),
      removeWebhookEndpoint: bind(removeWebhookEndpoint),
      rotateWebhookSecret: bind(rotateWebhookSecret),
      replayWebhooks: bind(replayWebhooks),
      retryParkedWebhooks: bind(retryParkedWebhooks),
    },
  }
}

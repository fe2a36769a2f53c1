/** What gives the demo its past: the ordinary use cases with a clock that is set back, and without that time's jobs. */
import { createSandboxBooks } from '~/data/sandbox-books.server'
import type { Database } from '~/data/database.server'
import type { JobSender } from '~/data/job-queue.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import { createSandboxProvider } from '~/gateways/sandbox/sandbox-provider.server'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { createCodeHasher } from '~/platform/code-hasher.server'
import type { Environment } from '~/platform/env.server'
import { createPasswordHasher } from '~/platform/password-hasher.server'
import { createConsoleUser } from '~/use-cases/create-console-user'
import { decideDispute } from '~/use-cases/decide-dispute'
import { findAccount, findBalances, findStarted } from '~/use-cases/find-account'
import { findCreditor } from '~/use-cases/find-creditor'
import { importInvoices } from '~/use-cases/import-invoices'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { openAccessLink } from '~/use-cases/open-access-link'
import { learnPaymentDetails } from '~/use-cases/learn-payment-details'
import { loadBankStatement } from '~/use-cases/load-bank-statement'
import { openDisputes } from '~/use-cases/open-dispute'
import type { Clock } from '~/use-cases/ports/clock'
import type { DocumentReader } from '~/use-cases/ports/document-reader'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { IdSource } from '~/use-cases/ports/ids'
import { registerCreditor } from '~/use-cases/register-creditor'
import type { SandboxCheckout } from '~/use-cases/ports/sandbox-books'
import { revokeAccessLink } from '~/use-cases/revoke-access-link'
import { startPayment } from '~/use-cases/start-payment'
import { takeGatewayEvent } from '~/use-cases/take-gateway-event'
import { wirePolicies } from './policies.server'

interface SeedingParts {
  env: Environment
  database: Database
  ids: IdSource
  publicOrigin: string
  documentReader: DocumentReader
  fileStore: FileStore
}

/** Mails and deliveries of the past are not made up for. */
const NO_JOBS: JobSender = { send: () => Promise.resolve() }

export function createSeeder(parts: SeedingParts, clock: Clock) {
  const { env, database, ids, publicOrigin } = parts
  const books = createSandboxBooks(database, NO_JOBS)
  const sandbox = createSandboxProvider(env, {
    books,
    clock,
    ids,
    appUrl: publicOrigin,
    // The seed says itself how payments ended, so this provider never posts.
    webhookUrl: '',
    webhookSecret: '',
  })
  const deps = {
    ...parts,
    clock,
    unitOfWork: createUnitOfWork(database, NO_JOBS),
    passwordHasher: createPasswordHasher(),
    bankStatementReader: createBankStatementReader(),
    gateways: new Map([[sandbox.gateway.name, sandbox.gateway]]),
    // Nobody enters a code in the past.
    codeHasher: createCodeHasher(() => Promise.resolve('')),
    appUrl: publicOrigin,
  }
  const bind =
    <Input, Output>(useCase: (dependencies: typeof deps, input: Input) => Output) =>
    (input: Input) =>
      useCase(deps, input)
  return {
    findCreditor: bind(findCreditor),
    registerCreditor: bind(registerCreditor),
    createConsoleUser: bind(createConsoleUser),
    importInvoices: bind(importInvoices),
    loadBankStatement: bind(loadBankStatement),
    changePolicy: wirePolicies(deps).changePolicy,
    findAccount: bind(findAccount),
    findBalances: bind(findBalances),
    findStarted: bind(findStarted),
    startPayment: bind(startPayment),
    takeGatewayEvent: bind(takeGatewayEvent),
    learnPaymentDetails: bind(learnPaymentDetails),
    /** The sandbox's own books say the same of a checkout as the seed's events do. */
    keepAtSandbox: (checkoutId: string, ended: Partial<SandboxCheckout>) =>
      books.run(async (transaction) => {
        const checkout = await transaction.lockCheckout(checkoutId)
        if (checkout) await transaction.saveCheckout({ ...checkout, ...ended })
      }),
    openDisputes: bind(openDisputes),
    decideDispute: bind(decideDispute),
    issueAccessLink: bind(issueAccessLink),
    openAccessLink: bind(openAccessLink),
    revokeAccessLink: bind(revokeAccessLink),
  }
}

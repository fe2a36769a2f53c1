/** The one place where adapters are wired to the use cases. Everything a route or a command can do is on Application. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { wireAgreements } from './composition/agreements.server'
import { wireBank } from './composition/bank.server'
import { wireConsoleAccess } from './composition/console-access.server'
import { wireContact } from './composition/contact.server'
import { wireDelegation } from './composition/delegation.server'
import { wireExports } from './composition/exports.server'
import { wireDiscounts } from './composition/discounts.server'
import { wireDisputes } from './composition/disputes.server'
import { openFileStore } from './composition/files.server'
import { wireIssuedDocuments } from './composition/issued-documents.server'
import { wireLedgers } from './composition/ledgers.server'
import { wireMoney } from './composition/money.server'
import { wireOutcomes } from './composition/outcomes.server'
import { wirePayments } from './composition/payments.server'
import { wirePlans } from './composition/plans.server'
import { wirePayoff } from './composition/payoff.server'
import { wirePolicies } from './composition/policies.server'
import { wireRates } from './composition/rates.server'
import { wireReminders } from './composition/reminders.server'
import { createSeeder } from './composition/seeding.server'
import { createVisitReader } from './data/access-repository.server'
import { openDatabase, passesRowLevelSecurity, type Database } from './data/database.server'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './data/embedded-postgres.server'
import type { KeptFiles } from './data/file-store.server'
import { createJobRunner, type JobHandlers } from './data/job-queue.server'
import { applyMigrations, findPendingMigrations } from './data/migrations.server'
import { rememberVisits } from './data/remembered-visits.server'
import { createStatementReader } from './data/statement-reader.server'
import { createUnitOfWork } from './data/unit-of-work.server'
import { createMailFolder } from './emails/mail-folder.server'
import { createFolderMailer, createSmtpMailer } from './emails/mailer.server'
import { renderMail } from './emails/render-mail.server'
import { writePlanAgreement } from './documents/letters/plan-agreement.server'
import { createDocumentReader } from './ingest/document-reader.server'
import { createCodeHasher } from './platform/code-hasher.server'
import { EnvironmentError, type Environment } from './platform/env.server'
import { createIdSource } from './platform/ids.server'
import type { Logger } from './platform/logger.server'
import { createRateLimiter } from './platform/rate-limit.server'
import { endDebtorSession } from './use-cases/end-debtor-session'
import { findCreditor } from './use-cases/find-creditor'
import { hashSecret } from './use-cases/hash-secret'
import { importInvoices } from './use-cases/import-invoices'
import { issueAccessLink } from './use-cases/issue-access-link'
import { openAccessLink } from './use-cases/open-access-link'
import type { Clock } from './use-cases/ports/clock'
import { readBalanceForward } from './use-cases/read-balance-forward'
import { readBrandColor } from './use-cases/read-brand-color'
import { readAccessLog } from './use-cases/read-access-log'
import { readCreditor } from './use-cases/read-creditor'
import { readInvoice } from './use-cases/read-invoice'
import { readInvoiceFile } from './use-cases/read-invoice-file'
import { readStatement } from './use-cases/read-statement'
import { requestLinkRenewal } from './use-cases/request-link-renewal'
import { revokeAccessLink } from './use-cases/revoke-access-link'
import { saveCreditor } from './use-cases/save-creditor'
import { sendMail } from './use-cases/send-mail'
import { showAccessLink } from './use-cases/show-access-link'

const MIGRATIONS_DIRECTORY = path.resolve('prisma/migrations')

export type Application = Awaited<ReturnType<typeof wireApplication>>

const SYSTEM_CLOCK: Clock = { now: () => new Date() }

/**
 * Finds the database (DATABASE_URL, else the embedded one), brings it up to date and wires everything. All of it goes
 * by `clock`, which only tests set: what holds must not depend on the hour at which they run.
 */
export async function createApplication(
  env: Environment,
  logger: Logger,
  clock: Clock = SYSTEM_CLOCK,
): Promise<Application> {
  const embedded =
    env.DATABASE_URL === undefined ? await startEmbeddedPostgres(path.join(env.DATA_DIR, 'postgres')) : null
  try {
    return await wireApplication({ env, logger, clock, databaseUrl: embedded?.url ?? env.DATABASE_URL ?? '', embedded })
  } catch (error) {
    if (embedded?.startedHere) await embedded.stop()
    throw error
  }
}

/** Applies the migrations that are missing and returns their names. */
export async function migrateDatabase(env: Environment): Promise<string[]> {
  if (env.DATABASE_URL !== undefined) return applyMigrations(env.DATABASE_URL, MIGRATIONS_DIRECTORY)
  const embedded = await startEmbeddedPostgres(path.join(env.DATA_DIR, 'postgres'))
  try {
    return await applyMigrations(embedded.url, MIGRATIONS_DIRECTORY)
  } finally {
    if (embedded.startedHere) await embedded.stop()
  }
}

interface Wiring {
  env: Environment
  logger: Logger
  clock: Clock
  databaseUrl: string
  embedded: EmbeddedPostgres | null
}

async function wireApplication({ env, logger, clock, databaseUrl, embedded }: Wiring) {
  const applied = await applyMigrations(databaseUrl, MIGRATIONS_DIRECTORY)
  if (applied.length > 0) logger.info({ applied }, 'migrated')
  const database = openDatabase(databaseUrl, env.DATABASE_POOL_SIZE)
  if (await passesRowLevelSecurity(database)) {
    logger.warn('the role in DATABASE_URL passes row-level security: give the portal a role that is no superuser')
  }
  const jobs = createJobRunner(database, (error) => logger.error({ err: error }, 'job queue'), {
    onJobFailure: (name, error) => logger.error({ job: name, err: error }, 'job failed'),
  })
  await jobs.start()

  const publicOrigin = env.APP_URL ? new URL(env.APP_URL).origin : `http://${env.HOST}:${env.PORT}`
  const mailDirectory = env.SMTP_URL === undefined ? path.join(env.DATA_DIR, 'mail') : null
  const deps = {
    unitOfWork: createUnitOfWork(database, jobs),
    clock,
    ids: createIdSource(),
    publicOrigin,
    mailer:
      mailDirectory === null
        ? createSmtpMailer(env.SMTP_URL ?? '', env.MAIL_FROM)
        : createFolderMailer(mailDirectory, env.MAIL_FROM),
    renderMail,
    documentReader: createDocumentReader(),
    fileStore: await openFileStore(env),
    codeHasher: createCodeHasher(() => readSessionSecret(env)),
  }
  const bind =
    <Input, Output>(useCase: (dependencies: typeof deps, input: Input) => Output) =>
    (input: Input) =>
      useCase(deps, input)
  const visits = rememberVisits(createVisitReader(database.reader), database.reader)
  const accounts = { statementReader: createStatementReader(database.reader), fileStore: deps.fileStore }
  const read =
    <Input extends unknown[], Output>(useCase: (dependencies: typeof accounts, ...input: Input) => Output) =>
    (...input: Input) =>
      useCase(accounts, ...input)

  const payments = await wirePayments({
    ...deps,
    env,
    logger,
    database,
    jobs,
    isEmbedded: embedded !== null,
    readSessionSecret: () => readSessionSecret(env),
  })

  const money = wireMoney({ services: payments.services, database, jobs })

  const delegation = wireDelegation({ services: payments.services, database })

  const contact = wireContact({ ...deps, database })

  const bank = wireBank({ services: payments.services, fileStore: deps.fileStore })

  const outcomes = wireOutcomes({ ...deps, env, database, isEmbedded: embedded !== null })

  const issuedDocuments = wireIssuedDocuments({ ...deps, database, statementReader: accounts.statementReader })

  const ledgers = wireLedgers({ ...deps, database, accounts, issuedDocuments: issuedDocuments.useCases })

  const reminders = wireReminders({
    ...{ ...deps, database, statementReader: accounts.statementReader },
    issuedDocuments: issuedDocuments.useCases,
  })

  const rates = wireRates({ ...deps, env, logger })

  const agreements = wireAgreements({ ...deps, readLogo: issuedDocuments.useCases.readLogo })

  const payoff = wirePayoff(deps)
  const handlers: JobHandlers = {
    ...agreements.handlers,
    ...payoff.handlers,
    'send-mail': (job) => sendMail({ ...deps, ...issuedDocuments.forMails }, job),
    ...payments.handlers,
    ...money.handlers,
    ...bank.handlers,
    ...ledgers.handlers,
    ...outcomes.handlers,
    ...reminders.handlers,
    ...rates.handlers,
  }

  return {
    env,
    logger,
    clock,
    /** Scheme, host and port under which debtors reach the portal. */
    publicOrigin,
    isSecure: publicOrigin.startsWith('https:'),
    /** Origins of the providers' pages a payment may lead to. */
    checkoutOrigins: payments.checkoutOrigins,
    /** Where mails are written when no mail server is configured; null when one is. */
    mailDirectory,
    limits: {
      linkOpening: createRateLimiter(database.pool, { name: 'link-opening', attempts: 60, windowSeconds: 600 }),
      linkRenewal: createRateLimiter(database.pool, { name: 'link-renewal', attempts: 3, windowSeconds: 3600 }),
      /** Steps of disputes, by link. */
      disputeStep: createRateLimiter(database.pool, { name: 'dispute-step', attempts: 60, windowSeconds: 3600 }),
      /** Steps of plans, by link. */
      planStep: createRateLimiter(database.pool, { name: 'plan-step', attempts: 60, windowSeconds: 3600 }),
      ...outcomes.limits,
      ...issuedDocuments.limits,
      ...delegation.limits,
      ...contact.limits,
      ...reminders.limits,
    },

    findVisit: (sessionToken: string) => visits.findVisit(hashSecret(sessionToken), clock.now()),
    /** The visit as it was a moment ago, and what is to be confirmed of it. */
    recallVisit(sessionToken: string) {
      const tokenSha256 = hashSecret(sessionToken)
      const record = visits.recallVisit(tokenSha256)
      return record && { record, claim: { tokenSha256, version: record.version, now: clock.now() } }
    },
    findCreditor: bind(findCreditor),
    saveCreditor: bind(saveCreditor),
    importInvoices: bind(importInvoices),
    issueAccessLink: bind(issueAccessLink),
    showAccessLink: bind(showAccessLink),
    openAccessLink: bind(openAccessLink),
    requestLinkRenewal: bind(requestLinkRenewal),
    revokeAccessLink: bind(revokeAccessLink),
    endDebtorSession: bind(endDebtorSession),
    readCreditor: bind(readCreditor),
    readAccessLog: bind(readAccessLog),
    readBrandColor: bind(readBrandColor),
    readStatement: read(readStatement),
    readBalanceForward: read(readBalanceForward),
    readInvoice: read(readInvoice),
    readInvoiceFile: read(readInvoiceFile),
    ...wirePolicies(deps),
    ...wireDiscounts(deps),
    ...payoff.useCases,
    ...payments.useCases,
    ...money.useCases,
    ...bank.useCases,
    ...ledgers.useCases,
    ...delegation.useCases,
    ...contact.useCases,
    ...agreements.useCases,
    ...reminders.useCases,
    ...wireDisputes(deps).useCases,
    ...wirePlans({ ...deps, ...issuedDocuments.printing, writeAgreement: writePlanAgreement }).useCases,
    ...outcomes.useCases,
    ...issuedDocuments.useCases,
    ...wireConsoleAccess({ ...deps, database }).useCases,
    ...wireExports({
      ...{ ...deps, ...accounts, database, services: payments.services },
      issuedDocuments: issuedDocuments.useCases,
    }).useCases,
    /** The demo's mailbox, which shows live links; null where mail is sent, and with a database of one's own. */
    mailFolder:
      mailDirectory !== null && embedded !== null && payments.useCases.sandbox ? createMailFolder(mailDirectory) : null,

    /** The use cases by which the demo gets its past, told what time it was by `clock`. */
    createSeeder: (clock: Clock) => createSeeder({ ...deps, env, database }, clock),
    /** What is wrong, or an empty list when every part can work. */
    checkReadiness: () => checkReadiness(database, () => jobs.isReady()),
    /** What is wrong and yet no reason to send nobody here: most pages, and paying, need no file. */
    listWarnings: () => listWarnings(deps.fileStore, logger),
    /** Begins to take jobs. Called by the worker, and by the demo. */
    startWorker: () => jobs.work(handlers),
    async close() {
      await jobs.stop()
      await database.close()
      if (embedded?.startedHere) await embedded.stop()
    },
  }
}

/**
 * The secret that signs what the portal's own parts send each other. With a database of one's own it must be given,
 * because several processes share it; the embedded database keeps one beside it.
 */
async function readSessionSecret(env: Environment): Promise<string> {
  if (env.SESSION_SECRET !== undefined) return env.SESSION_SECRET
  if (env.DATABASE_URL !== undefined) {
    throw new EnvironmentError(
      'The environment is not usable:\n  SESSION_SECRET: required with DATABASE_URL (32 characters or more)',
    )
  }
  const file = path.join(env.DATA_DIR, 'session-secret')
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    await mkdir(env.DATA_DIR, { recursive: true })
    const secret = randomBytes(32).toString('base64url')
    await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' })
    return secret
  }
}

async function checkReadiness(database: Database, areJobsReady: () => boolean): Promise<string[]> {
  const problems: string[] = []
  try {
    const pending = await findPendingMigrations(database.pool, MIGRATIONS_DIRECTORY)
    if (pending.length > 0) problems.push(`migrations pending: ${pending.join(', ')}`)
  } catch {
    problems.push('database not reachable')
  }
  if (!areJobsReady()) problems.push('job queue not started')
  return problems
}

async function listWarnings(fileStore: KeptFiles, logger: Logger): Promise<string[]> {
  try {
    await fileStore.check()
    return []
  } catch (error) {
    logger.warn({ err: error }, 'file store')
    return ['file store not reachable']
  }
}

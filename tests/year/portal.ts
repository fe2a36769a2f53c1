/** The portal on a clock that is set: its use cases and the handlers of its jobs, wired as its worker has them. */
import pg from 'pg'
import { wireAgreements } from '~/composition/agreements.server'
import { wirePayments } from '~/composition/payments.server'
import { wirePayoff } from '~/composition/payoff.server'
import { openDatabase } from '~/data/database.server'
import { createDiskFileStore } from '~/data/file-store.server'
import type { JobHandlers } from '~/data/job-queue.server'
import { createSandboxBooks } from '~/data/sandbox-books.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import { writeDemandLetter } from '~/documents/letters/demand-letter.server'
import { writePlanAgreement } from '~/documents/letters/plan-agreement.server'
import { writeSettlementAgreement } from '~/documents/letters/settlement-agreement.server'
import { SIGNATURE_HEADER, signSandboxBody } from '~/gateways/sandbox/sandbox-signature.server'
import { writeSandboxBody } from '~/gateways/sandbox/sandbox-webhook.server'
import { chooseFormatLocale, chooseLanguage } from '~/i18n/languages'
import { createDocumentReader } from '~/ingest/document-reader.server'
import { createCodeHasher } from '~/platform/code-hasher.server'
import { parseEnvironment } from '~/platform/env.server'
import { createIdSource } from '~/platform/ids.server'
import { createLogger } from '~/platform/logger.server'
import { deleteExpiredLedgers } from '~/use-cases/compare-ledger'
import { encloseReceipt } from '~/use-cases/enclose-receipt'
import { encloseReminder } from '~/use-cases/enclose-reminder'
import { learnPaymentDetails } from '~/use-cases/learn-payment-details'
import { reconcilePayments } from '~/use-cases/reconcile-payments'
import { remindDebtors, startReminders } from '~/use-cases/remind-debtors'
import { sendMail } from '~/use-cases/send-mail'
import { sendRefund } from '~/use-cases/send-refund'
import { startNightlyReconciliations } from '~/use-cases/start-reconciliation'
import { FakeClock } from '../setup/fake-clock'
import { createMailbox } from './mailbox'
import { plainPrinter } from './plain-printer'
import { createSimulatedJobs } from './simulated-jobs'

const SECRET = 'of a simulated year and nothing else'
const ORIGIN = 'https://portal.example'
const DEBIT_DELAY_MS = 2 * 24 * 60 * 60_000

export type YearPortal = Awaited<ReturnType<typeof openYearPortal>>

/** `url` is of a database with every migration and the tables of the job queue; `folder` takes files. */
export async function openYearPortal({ url, folder, startAt }: { url: string; folder: string; startAt: string }) {
  const clock = new FakeClock(startAt)
  const database = openDatabase(url, 8)
  const pool = new pg.Pool({ connectionString: url, max: 2, options: '-c quittance.creditor=*' })
  const jobs = await createSimulatedJobs(database.pool)
  const mailbox = createMailbox()
  const env = parseEnvironment({
    SANDBOX_GATEWAY: 'on',
    SANDBOX_DEBIT_DELAY_MS: String(DEBIT_DELAY_MS),
    SANDBOX_WEBHOOK_SECRET: SECRET,
  })
  const base = {
    unitOfWork: createUnitOfWork(database, jobs),
    ...{ clock, ids: createIdSource(), database, jobs, publicOrigin: ORIGIN },
    codeHasher: createCodeHasher(() => Promise.resolve(SECRET)),
    fileStore: createDiskFileStore(folder),
    statementReader: createStatementReader(database.reader),
  }
  const documents = {
    ...base,
    documentPrinter: plainPrinter,
    readLogo: () => Promise.resolve(null),
    chooseDocumentLanguage(locale: string) {
      const language = chooseLanguage([locale])
      return { language, formatLocale: chooseFormatLocale(language, [locale]) }
    },
  }
  const payments = await wirePayments({
    ...{ ...base, env, logger: createLogger('silent', 'year'), isEmbedded: true },
    readSessionSecret: () => Promise.resolve(SECRET),
  })
  const { services } = payments
  const { sandbox } = payments.useCases
  if (!sandbox) throw new Error('there is no sandbox')
  const books = createSandboxBooks(database, jobs)
  const mails = {
    ...{ ...base, mailer: mailbox.mailer, renderMail: mailbox.renderMail, readLogo: documents.readLogo },
    encloseReceipt: (...input: Tail<Parameters<typeof encloseReceipt>>) => encloseReceipt(documents, ...input),
    encloseReminder: (...input: Tail<Parameters<typeof encloseReminder>>) =>
      encloseReminder({ ...documents, writeDemandLetter }, ...input),
    chooseLanguage: (locale: string) => chooseLanguage([locale]),
  }

  /** The sandbox's webhook without the network; the job that it leaves is the product's own. */
  async function deliver(eventId: string): Promise<void> {
    const event = await books.findEvent(eventId)
    if (!event) throw new Error(`no event ${eventId}`)
    const body = writeSandboxBody(event)
    const headers = new Headers({ [SIGNATURE_HEADER]: signSandboxBody(body, SECRET, clock.now()) })
    const accepted = await payments.useCases.acceptGatewayWebhook('sandbox', body, headers)
    if (!accepted?.ok) throw new Error('the webhook was not accepted')
    await books.markDelivered(eventId, clock.now())
    const { rows } = await database.jobPool.query<{ data: { inboxEntryId: string } }>(
      `delete from pgboss.job where name = 'process-gateway-event' and data ->> 'inboxEntryId' =
        (select id::text from gateway_inbox_entry where gateway = 'sandbox' and event_id = $1) returning data`,
      [eventId],
    )
    await database.prisma.$transaction(async (prisma) => {
      for (const { data } of rows) await jobs.send(prisma, 'process-gateway-event', data, {})
    })
  }

  const handlers: JobHandlers = {
    ...payments.handlers,
    ...wireAgreements(documents).handlers,
    ...wirePayoff(base).handlers,
    'send-reminders': () => startReminders(base),
    async 'remind-debtors'(job) {
      await remindDebtors(base, job)
    },
    'delete-expired-ledgers': () => deleteExpiredLedgers(base),
    'learn-payment-details': (payload) => learnPaymentDetails(services, payload),
    'send-refund': (payload) => sendRefund(services, payload),
    async 'reconcile-payments'(payload) {
      await reconcilePayments(services, payload)
    },
    'start-reconciliations': () => startNightlyReconciliations(services),
    'send-mail': (job) => sendMail(mails, job),
    'sandbox-deliver-event': ({ eventId }) => deliver(eventId),
    'sandbox-settle-debit': ({ checkoutId }) => sandbox.settleDebit(checkoutId),
  }
  return {
    ...documents,
    ...{ services, sandbox, mailbox, handlers, pool },
    documentReader: createDocumentReader(),
    writeAgreement: writePlanAgreement,
    writeSettlementAgreement,
    /** What is due of one account, or of all. */
    runJobs: (lane?: string) => jobs.runDue(handlers, clock.now(), lane),
    async inspect<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      return (await pool.query<Row>(text, [...values])).rows
    },
    async close() {
      await pool.end()
      await database.close()
    },
  }
}

type Tail<List extends unknown[]> = List extends [unknown, ...infer Rest] ? Rest : never

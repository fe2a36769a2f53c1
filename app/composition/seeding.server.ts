/** What gives the demo its past: the ordinary use cases with a clock that is set back, and without that time's jobs. */
import { createPastJobs } from './past-jobs.server'
import { wirePolicies } from './policies.server'
import { createAccountExportReader } from '~/data/account-export-reader.server'
import type { Database } from '~/data/database.server'
import { createSandboxBooks } from '~/data/sandbox-books.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import { writeDemandLetter } from '~/documents/letters/demand-letter.server'
import { writePlanAgreement } from '~/documents/letters/plan-agreement.server'
import { writeSettlementAgreement } from '~/documents/letters/settlement-agreement.server'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import type { CalendarDay } from '~/domain/calendar-day'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import type { OneTimeCodePurpose } from '~/domain/one-time-code'
import { describeKeptMethod, describeMethodDetails } from '~/gateways/sandbox/sandbox-method'
import { createSandboxProvider } from '~/gateways/sandbox/sandbox-provider.server'
import { chooseFormatLocale, chooseLanguage } from '~/i18n/languages'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { createCodeHasher } from '~/platform/code-hasher.server'
import type { Environment } from '~/platform/env.server'
import { createPasswordHasher } from '~/platform/password-hasher.server'
import { agreeSettlementOffer } from '~/use-cases/agree-settlement-offer'
import { carryOutCharge } from '~/use-cases/charge-saved-method'
import { createConsoleUser } from '~/use-cases/create-console-user'
import { decideDispute } from '~/use-cases/decide-dispute'
import { encloseReminder } from '~/use-cases/enclose-reminder'
import { decidePromises } from '~/use-cases/end-promise'
import { findAccount, findBalances, findStarted } from '~/use-cases/find-account'
import { findCreditor } from '~/use-cases/find-creditor'
import { findPayment } from '~/use-cases/find-payment'
import { importInvoices } from '~/use-cases/import-invoices'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { issueOneTimeCode } from '~/use-cases/issue-one-time-code'
import { learnPaymentDetails } from '~/use-cases/learn-payment-details'
import { loadBankStatement } from '~/use-cases/load-bank-statement'
import { makePromise } from '~/use-cases/make-promise'
import { makeSettlementOffer } from '~/use-cases/make-settlement-offer'
import { openAccessLink } from '~/use-cases/open-access-link'
import { openDisputes } from '~/use-cases/open-dispute'
import type { Clock } from '~/use-cases/ports/clock'
import type { DocumentReader } from '~/use-cases/ports/document-reader'
import type { FileStore, WaitingFiles } from '~/use-cases/ports/file-store'
import type { IdSource } from '~/use-cases/ports/ids'
import type { GatewayEvent } from '~/use-cases/ports/payment-gateway'
import type { SandboxCheckout } from '~/use-cases/ports/sandbox-books'
import { prepareCodeMail } from '~/use-cases/prepare-code-mail'
import { preparePlan } from '~/use-cases/prepare-plan'
import { prepareReminderMail } from '~/use-cases/prepare-reminder-mail'
import { proposePlan } from '~/use-cases/propose-plan'
import { readPlanOffer } from '~/use-cases/read-plan-offer'
import { listPlans, readPlan } from '~/use-cases/read-plans'
import { listPromises } from '~/use-cases/read-promises'
import { readOfferChoice, readSettlementOffer } from '~/use-cases/read-settlement-offers'
import { registerCreditor } from '~/use-cases/register-creditor'
import { remindDebtors } from '~/use-cases/remind-debtors'
import { revokeAccessLink } from '~/use-cases/revoke-access-link'
import { runPlans } from '~/use-cases/run-plans'
import { startPayment } from '~/use-cases/start-payment'
import { takeGatewayEvent } from '~/use-cases/take-gateway-event'

interface SeedingParts {
  env: Environment
  database: Database
  ids: IdSource
  publicOrigin: string
  documentReader: DocumentReader
  fileStore: FileStore & WaitingFiles
}

/** Codes count in a visit of its own. */
const SESSION_ID = '01900000-0000-7000-8000-00000000de00'

interface RequestedCode {
  creditorId: CreditorId
  debtorId: DebtorId
  email: string | null
  locale: string
  purpose: OneTimeCodePurpose
}

export function createSeeder(parts: SeedingParts, clock: Clock) {
  const { env, database, ids, publicOrigin } = parts
  const jobs = createPastJobs()
  const books = createSandboxBooks(database, jobs.sender)
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
    unitOfWork: createUnitOfWork(database, jobs.sender),
    passwordHasher: createPasswordHasher(),
    bankStatementReader: createBankStatementReader(),
    gateways: new Map([[sandbox.gateway.name, sandbox.gateway]]),
    // Codes of the past are entered in the moment in which they are made.
    codeHasher: createCodeHasher(() => Promise.resolve('')),
    appUrl: publicOrigin,
    ...{ documentPrinter: createDocumentPrinter(), readLogo: () => Promise.resolve(null) },
    ...{ writeAgreement: writePlanAgreement, writeSettlementAgreement, writeDemandLetter },
    ...{ statementReader: createStatementReader(database.reader) },
    exportReader: createAccountExportReader(database.reader),
    chooseLanguage: (locale: string) => chooseLanguage([locale]),
    chooseDocumentLanguage(locale: string) {
      const language = chooseLanguage([locale])
      return { language, formatLocale: chooseFormatLocale(language, [locale]) }
    },
  }
  const bind =
    <Input, Output>(useCase: (dependencies: typeof deps, input: Input) => Output) =>
    (input: Input) =>
      useCase(deps, input)
  const bind2 =
    <First, Second, Output>(useCase: (dependencies: typeof deps, first: First, second: Second) => Output) =>
    (first: First, second: Second) =>
      useCase(deps, first, second)
  return {
    /** What time it is in the past that is played. */
    now: () => clock.now(),
    findCreditor: bind(findCreditor),
    registerCreditor: bind(registerCreditor),
    createConsoleUser: bind(createConsoleUser),
    importInvoices: bind(importInvoices),
    loadBankStatement: bind(loadBankStatement),
    changePolicy: wirePolicies(deps).changePolicy,
    publishPlanPolicy: wirePolicies(deps).publishPlanPolicy,
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
    makePromise: bind(makePromise),
    makeSettlementOffer: bind(makeSettlementOffer),
    readOfferChoice: bind(readOfferChoice),
    readSettlementOffer: bind(readSettlementOffer),
    agreeSettlementOffer: bind(agreeSettlementOffer),
    listPromises: bind(listPromises),
    async decidePromises() {
      await decidePromises(deps)
    },
    readPlanOffer: bind(readPlanOffer),
    preparePlan: bind(preparePlan),
    proposePlan: bind(proposePlan),
    listPlans: bind2(listPlans),
    readPlan: bind2(readPlan),
    findPayment: bind2(findPayment),
    /** The code that was mailed to the contact on file, and the visit in which it counts. */
    async requestCode({ email: recipientEmail, ...asked }: RequestedCode) {
      const sessionId = SESSION_ID
      const issued = await issueOneTimeCode(deps, { ...asked, sessionId, recipientEmail })
      const mail = jobs.takeMails().findLast(({ kind }) => kind === 'one-time-code')
      if (!issued.ok || mail?.kind !== 'one-time-code') throw new Error('a sample debtor got no code')
      const content = await prepareCodeMail(deps, mail)
      if (content?.kind !== 'one-time-code') throw new Error('a sample debtor got no code')
      return { sessionId, code: content.code }
    },
    async findKeptMethod({ creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId }) {
      const [method] = await deps.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, ({ savedMethods }) =>
        savedMethods.listActive(creditorId, debtorId),
      )
      return method ?? null
    },
    /** Takes the plans on to this moment, and has what is to be collected asked for. */
    async carryOnPlans() {
      await runPlans(deps)
      for (const { creditorId, debtorId, paymentId } of jobs.takeCharges()) {
        await carryOutCharge(deps, {
          ...{ creditorId: creditorId as CreditorId, debtorId: debtorId as DebtorId, id: paymentId as PaymentId },
        })
      }
    },
    /** Says what is to be said on a day, with its letters, as if it had been mailed. */
    async sendReminders(day: { creditorId: CreditorId; on: CalendarDay }) {
      jobs.takeMails()
      await remindDebtors(deps, day)
      for (const mail of jobs.takeMails()) {
        const content = mail.kind === 'reminder' ? await prepareReminderMail(deps, mail) : null
        if (content === null) continue
        const enclosure = await encloseReminder(deps, { ...content, enclosesCopies: false })
        await enclosure.letGo()
      }
    },
    /** The method of a checkout that was paid with consent to keep it, at the sandbox and here. */
    async keepMethodAtSandbox(
      checkoutId: string,
      { methodId, at, amount }: { methodId: string; at: Date; amount: GatewayEvent['amount'] },
    ) {
      const kept = await books.run(async (transaction) => {
        const known = await transaction.findMethod(methodId)
        const checkout = await transaction.lockCheckout(checkoutId)
        const method = known ?? (checkout && describeKeptMethod(checkout, methodId, at))
        if (!method || !checkout) throw new Error(`nothing is kept of the checkout ${checkoutId}`)
        if (!known) await transaction.insertMethod(method)
        await transaction.saveCheckout({ ...checkout, methodId })
        return method
      })
      await takeGatewayEvent(deps, {
        ...{ gateway: 'sandbox', eventId: `${checkoutId}-kept`, kind: 'method_saved', gatewayReference: checkoutId },
        ...{ occurredAt: at, amount, savedMethod: describeMethodDetails(kept) },
      })
    },
    openDisputes: bind(openDisputes),
    decideDispute: bind(decideDispute),
    issueAccessLink: bind(issueAccessLink),
    openAccessLink: bind(openAccessLink),
    revokeAccessLink: bind(revokeAccessLink),
  }
}

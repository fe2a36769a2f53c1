/** Plans as a debtor makes them in tests: shaped by the creditor's policy, read, and agreed to with the code that was mailed. */
import type { CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { AccessLink } from '~/domain/access-link'
import type { PlanId } from '~/domain/ids'
import { shapePlan } from '~/domain/plan-ground'
import { readPlanProposalForm, writePlanProposalFields } from '~/domain/plan-proposal-form'
import type { PlanBand } from '~/domain/plan-policy'
import type { PlanShape } from '~/domain/plan-proposal'
import { writePlanAgreement } from '~/documents/letters/plan-agreement.server'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import { chooseFormatLocale, chooseLanguage, type Language } from '~/i18n/languages'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { issueOneTimeCode } from '~/use-cases/issue-one-time-code'
import type { PlanServices } from '~/use-cases/plan-services'
import type { FileStore } from '~/use-cases/ports/file-store'
import { prepareCodeMail } from '~/use-cases/prepare-code-mail'
import { preparePlan } from '~/use-cases/prepare-plan'
import type { ConsentingVisitor, ProposePlanInput } from '~/use-cases/propose-plan'
import { readGroundOf } from '~/use-cases/read-plan-extension'
import { publishPlanPolicy } from '~/use-cases/publish-plan-policy'
import { TEST_ENVELOPE } from '../factories/plans'
import type { TestDatabase } from './database'
import { EURO } from './payment-harness'

const PLAN_SESSION = '01900000-0000-7000-8000-0000000000ab'

export function createPlanServices(test: TestDatabase, fileStore: FileStore): PlanServices {
  return {
    ...test,
    fileStore,
    publicOrigin: 'https://pay.example',
    documentPrinter: createDocumentPrinter(),
    readLogo: () => Promise.resolve(null),
    writeAgreement: writePlanAgreement,
    chooseDocumentLanguage(locale) {
      const language = chooseLanguage([locale])
      return { language, formatLocale: chooseFormatLocale(language, [locale]) }
    },
  }
}

export async function publishBand(test: TestDatabase, creditor: Creditor, change: Partial<PlanBand> = {}) {
  const band: PlanBand = { ...TEST_ENVELOPE, currency: EURO, leastTotalMinor: 1_00, mostTotalMinor: null, ...change }
  const published = await publishPlanPolicy(test, {
    ...{ creditorId: creditor.id, publishedBy: 'system', effectiveOn: null, basedOn: null, draftId: null },
    body: { bands: [band], overrides: [] },
  })
  if (!published.ok) throw new Error(JSON.stringify(published.failure))
}

export async function issuePlanLink(test: TestDatabase, creditor: Creditor, debtor: Debtor): Promise<AccessLink> {
  const issued = await issueAccessLink(
    { ...test, publicOrigin: 'https://pay.example' },
    {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, lifetimeHours: 24 * 20, locale: 'de' },
      scope: ['view', 'pay', 'agree'],
      recipient: { name: 'Greta Lüders', email: 'greta@debtor.example' },
      issuedBy: 'api',
    },
  )
  if (!issued.ok) throw new Error('no link')
  return issued.value.link
}

export function visitBy(link: AccessLink, language = 'de'): ConsentingVisitor {
  const { creditorId, debtorId, id: linkId, scope, recipientName: name, recipientEmail: email } = link
  return {
    ...{ creditorId, debtorId, linkId, scope, name, email, language },
    sessionId: PLAN_SESSION,
    clientHint: null,
  }
}

/** The code of the newest mail to the contact. */
export async function requestPlanCode(
  test: PlanServices & Pick<TestDatabase, 'listWaitingJobs'>,
  visitor: ConsentingVisitor,
): Promise<string> {
  const { creditorId, debtorId, sessionId, email } = visitor
  const request = { creditorId, debtorId, sessionId, recipientEmail: email, locale: 'de' }
  const issued = await issueOneTimeCode(test, { ...request, purpose: 'agree_plan' })
  if (!issued.ok) throw new Error(issued.failure)
  const job = (await test.listWaitingJobs('send-mail')).findLast(({ kind }) => kind === 'one-time-code')
  if (job?.kind !== 'one-time-code') throw new Error('no mail with a code waits')
  const mail = await prepareCodeMail(test, job)
  if (mail?.kind !== 'one-time-code') throw new Error('there is nothing to send')
  return mail.code
}

/** What a debtor posts after having read the agreement; the code is asked for unless given. */
export async function preparePosted(
  services: PlanServices & Pick<TestDatabase, 'listWaitingJobs'>,
  creditor: Creditor,
  link: AccessLink,
  numbers: readonly string[],
  {
    code,
    supersedesId = null,
    savedMethodId = null,
    language = 'de',
    ...shape
  }: Partial<PlanShape> & {
    firstOn: CalendarDay
    code?: string
    supersedesId?: PlanId | null
    savedMethodId?: string | null
    language?: Language
  },
): Promise<ProposePlanInput> {
  const visitor = visitBy(link, language)
  const { creditorId, debtorId } = visitor
  const now = services.clock.now()
  const wished = { downPaymentMinor: 0, frequency: 'monthly', instalmentCount: 4, isAutopay: false, ...shape } as const
  const shaped = await services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const ground = await readGroundOf(transaction, creditor, { debtorId, at: now, supersedesId })
    if (!ground.ok) throw new Error(ground.failure.kind)
    return shapePlan(ground.value, { currency: EURO, numbers, shape: wished })
  })
  if (!shaped.ok) throw new Error(JSON.stringify(shaped.failure))
  const fields = writePlanProposalFields(shaped.value, supersedesId).map(
    ([name, value]) => [name, value] as [string, string],
  )
  const wish = readPlanProposalForm(new URLSearchParams(fields))
  if (!wish) throw new Error('the form does not read what it wrote')
  const read = await preparePlan(services, {
    ...{ visitor, of: { wish }, savedMethodId },
    language: { language, formatLocale: language },
  })
  if (!read.ok) throw new Error(JSON.stringify(read.failure))
  return {
    ...{ visitor, wish, idempotencyKey: services.ids.uuid(), text: '' },
    consent: {
      seenSha256: read.value.sha256,
      code: code ?? (await requestPlanCode(services, visitor)),
      savedMethodId,
    },
  }
}

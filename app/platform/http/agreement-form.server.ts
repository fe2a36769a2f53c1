/** How a debtor agrees to a plan on a page: the terms are read, a code is asked for, and the code says yes. */
import { randomUUID } from 'node:crypto'
import type { AppLoadContext } from '@remix-run/node'
import { z } from 'zod'
import type { AgreementPageProps } from '~/components/plans/agreement-page'
import type { FieldProblem } from '~/components/form-field'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { SavedMethod } from '~/domain/saved-method'
import type { PlanSide } from '~/domain/payment-plan'
import type { PlanProposal } from '~/domain/plan-proposal'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import type { AgreementText } from '~/use-cases/ports/agreement-writer'
import { getAccount } from './debtor-account.server'
import { describeClient, type DebtorVisit } from './debtor-visit.server'
import { staticPage } from './page-slot.server'

const LONGEST_TEXT = 5000

/** What the form of an agreement says beside what is agreed. */
export interface AgreementForm {
  /** Of the form: sent twice it is one step. */
  readonly key: string
  /** Of the terms that were read; empty before they were shown. */
  readonly seenSha256: string
  readonly savedMethodId: string | null
  readonly text: string
  /** As typed; null before one was asked for. */
  readonly code: string | null
  readonly codeSentTo: string | null
  readonly intent: 'show' | 'ask' | 'agree'
}

export function readAgreementForm(form: URLSearchParams): AgreementForm {
  const code = form.get('code')
  const seenSha256 = form.get('seen') ?? ''
  const wantsCode = form.get('intent') === 'resend' || code === null
  return {
    key: z.uuid().safeParse(form.get('key')).data ?? randomUUID(),
    seenSha256,
    savedMethodId: z.uuid().safeParse(form.get('method')).data ?? null,
    text: (form.get('text') ?? '').replaceAll('\r\n', '\n').trim(),
    code,
    codeSentTo: form.get('codeSentTo'),
    intent: seenSha256 === '' ? 'show' : wantsCode ? 'ask' : 'agree',
  }
}

export function isTextTooLong({ text }: AgreementForm): boolean {
  return text.length > LONGEST_TEXT
}

/** The visitor as somebody who agrees. */
export function describeConsenter(visit: DebtorVisit, request: Request, { clientAddress }: AppLoadContext) {
  const { linkId, scope, sessionId, recipientName, recipientEmail, formatLocale } = visit
  return {
    ...{ ...getAccount(visit), linkId, scope, sessionId },
    ...{ name: recipientName, email: recipientEmail, language: formatLocale },
    clientHint: describeClient(request, clientAddress),
  }
}

/** Has a code mailed; what keeps it from being sent is said on the page. */
export async function askForPlanCode(
  { app }: AppLoadContext,
  visit: DebtorVisit,
): Promise<Pick<AgreementPageProps, 'codeSentTo' | 'codeProblem'>> {
  const issued = await app.issueOneTimeCode({
    ...getAccount(visit),
    sessionId: visit.sessionId,
    recipientEmail: visit.recipientEmail,
    purpose: 'agree_plan',
    locale: visit.formatLocale,
  })
  if (issued.ok) return { codeSentTo: issued.value.sentTo, codeProblem: null }
  const t = getTranslate(visit.language)
  const { creditor } = visit
  const codeProblem =
    issued.failure === 'too_many'
      ? t('delegation:code.tooMany')
      : t('delegation:code.noAddress', { creditor: creditor.name })
  return { codeSentTo: null, codeProblem }
}

/** Why a step is refused, beside the field it is about, in words for that side. */
export function describePlanRefusal(
  refusal: PlanStepRefusal,
  { language }: Pick<DebtorVisit, 'language'>,
  reader: PlanSide = 'debtor',
): FieldProblem {
  const t = getTranslate(language)
  switch (refusal.kind) {
    case 'code':
      return { fieldId: 'code', text: t(/* i18n: delegation:code.fault.* */ `delegation:code.fault.${refusal.fault}`) }
    case 'invoices':
      return { fieldId: null, text: t('agreement:problem.invoices', { numbers: refusal.numbers.join(', ') }) }
    case 'text_missing':
      return { fieldId: 'text', text: t('agreement:problem.text_missing') }
    case 'method_needed':
      return { fieldId: 'method', text: t('agreement:problem.method_needed') }
    case 'plan_over':
    case 'being_paid':
      return {
        fieldId: null,
        text:
          reader === 'creditor'
            ? t(/* i18n: agreement:console.problem.* */ `agreement:console.problem.${refusal.kind}`)
            : t(/* i18n: agreement:problem.* */ `agreement:problem.${refusal.kind}`),
      }
    default:
      return {
        fieldId: null,
        text: t(/* i18n: agreement:problem.* */ `agreement:problem.${refusal.kind}`),
      }
  }
}

export interface AgreementShown {
  readonly form: AgreementForm
  readonly problems: readonly FieldProblem[]
  readonly codeSentTo: string | null
  readonly codeProblem: string | null
  readonly status?: number
}

/** What is read before it is agreed to. */
export interface ReadAgreement {
  readonly proposal: PlanProposal
  /** Of the proposal: sent back with the consent. */
  readonly sha256: string
  readonly text: AgreementText
  readonly methods: readonly SavedMethod[]
}

/** The page of an agreement, as terms and form stand. */
export function showAgreement(
  context: AppLoadContext,
  visit: DebtorVisit,
  read: ReadAgreement,
  about: Pick<AgreementPageProps, 'back' | 'action' | 'fields' | 'isCounter' | 'title'>,
  { form, problems, codeSentTo, codeProblem, status = 200 }: AgreementShown,
) {
  const { creditor, language, scope } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('agreement:pageTitle.propose', { creditor: creditor.name }),
    status,
    load(): { creditor: typeof creditor; scope: typeof scope; page: AgreementPageProps } {
      return {
        creditor,
        scope,
        page: {
          ...about,
          creditorName: creditor.name,
          fields: [...about.fields, ['key', form.key], ['seen', read.sha256]],
          proposal: read.proposal,
          blocks: read.text.paper.blocks,
          consent: read.text.consent,
          methods: read.methods.map(({ id, label }) => ({ id, label })),
          savedMethodId: form.savedMethodId,
          text: form.text,
          ...{ problems, codeSentTo, codeProblem },
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

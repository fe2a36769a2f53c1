/** Promises to pay and settlement offers: what the creditor permits. Everybody reads it, owners change it. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Callout } from '~/components/callout'
import {
  PromisePolicyForm,
  SettlementOfferPolicyForm,
  type OfferPolicyEntry,
  type PromisePolicyEntry,
} from '~/components/console/agreement-policy-forms'
import type { SettingsProblem } from '~/components/console/settings-entry'
import { ErrorSummary } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import type { PolicyBodies } from '~/domain/creditor-policy'
import type { AppLoadContext } from '~/load-context'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { findField, readOfferForm, readPromiseForm, writeOfferEntry, writePromiseEntry } from './read-forms.server'

type AgreementKind = 'promise' | 'settlement-offer'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t, format } = visit
  const promise = await readOne(context, visit, 'promise')
  const offer = await readOne(context, visit, 'settlement-offer')
  return {
    title: t('console:pageTitle', { page: t('promise:policy.title'), creditor: creditor.name }),
    mayManage: visit.may('policies.manage'),
    promise: { ...promise, entry: writePromiseEntry(promise.body, format) },
    offer: { ...offer, entry: writeOfferEntry(offer.body, format) },
  }
}

async function readOne<Kind extends AgreementKind>({ app }: AppLoadContext, visit: ConsoleVisit, kind: Kind) {
  const address = { creditorId: visit.creditor.id, kind }
  const { body, version } = await app.readPolicy(address)
  const versions = await app.listPolicyVersions(address)
  const history = versions.map((one) => ({
    version: visit.format.integer(one.version),
    at: visit.format.instant(one.createdAt),
    author: one.author,
  }))
  return { body, version, history }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'policies.manage')
  const form = await readForm(request)
  switch (form.get('intent')) {
    case 'promise': {
      const { entry, ...read } = readPromiseForm(form, visit.formatLocale)
      const problems = await change(context, visit, form, { kind: 'promise', prefix: 'promise', ...read })
      return answer({ kind: 'promise' as const, promise: entry, offer: null, problems })
    }
    case 'settlement-offer': {
      const { entry, ...read } = readOfferForm(form, visit.formatLocale)
      const problems = await change(context, visit, form, { kind: 'settlement-offer', prefix: 'offer', ...read })
      return answer({ kind: 'settlement-offer' as const, promise: null, offer: entry, problems })
    }
    default:
      throw new Response(null, { status: 400 })
  }
}

interface Answer {
  kind: AgreementKind
  promise: PromisePolicyEntry | null
  offer: OfferPolicyEntry | null
  problems: SettingsProblem[]
}

function answer(changed: Answer) {
  return data(changed, { status: changed.problems.length === 0 ? 200 : 422 })
}

async function change<Kind extends AgreementKind>(
  { app }: AppLoadContext,
  { creditor, user }: ConsoleVisit,
  form: URLSearchParams,
  read: { kind: Kind; prefix: 'promise' | 'offer'; body: PolicyBodies[Kind]; problems: SettingsProblem[] },
): Promise<SettingsProblem[]> {
  if (read.problems.length > 0) return read.problems
  const changed = await app.changePolicy({
    ...{ creditorId: creditor.id, kind: read.kind, body: read.body, changedBy: `user:${user.id}` },
    basedOn: Number(form.get('basedOn') ?? NaN),
  })
  if (changed.ok) return []
  if (changed.failure.kind === 'changed_meanwhile') return [{ fieldId: null, code: 'changed_meanwhile' }]
  return changed.failure.faults.map(({ pointer, code }) => ({ fieldId: findField(read.prefix, pointer), code }))
}

export const meta: MetaFunction<typeof loader> = ({ data: model }) => [{ title: model?.title ?? 'Quittance' }]

export default function AgreementSettingsRoute() {
  const { promise, offer, mayManage } = useLoaderData<typeof loader>()
  const changed = useActionData<typeof action>()
  const { t } = useTranslation(['console', 'promise', 'offer'])
  const problems = changed?.problems ?? []
  const isRefused = problems.length > 0
  const problemsOf = (kind: AgreementKind) => (changed?.kind === kind ? problems : [])
  return (
    <>
      <Link className="back" to="/console/settings">
        {t('settings.title')}
      </Link>
      <TitleBlock title={`${t('promise:policy.title')} · ${t('offer:policy.title')}`}>
        <p>{t('settings.agreementsLead')}</p>
      </TitleBlock>
      <div className="stack">
        <ErrorSummary
          problems={problems.map(({ fieldId, code }) => ({ fieldId, text: t(`settings.problem.${code}`) }))}
        />
        {changed && !isRefused ? <Callout tone="good">{t('settings.saved')}</Callout> : null}
        <PromisePolicyForm
          key={`promise ${promise.version}`}
          entry={(isRefused ? changed?.promise : null) ?? promise.entry}
          version={promise.version}
          history={promise.history}
          mayManage={mayManage}
          problems={problemsOf('promise')}
        />
        <SettlementOfferPolicyForm
          key={`offer ${offer.version}`}
          entry={(isRefused ? changed?.offer : null) ?? offer.entry}
          version={offer.version}
          history={offer.history}
          mayManage={mayManage}
          problems={problemsOf('settlement-offer')}
        />
      </div>
    </>
  )
}

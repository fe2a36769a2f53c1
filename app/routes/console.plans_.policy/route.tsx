/** What plans may be: what counts, what is published for days to come, drafts, and what a debtor would see. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Callout } from '~/components/callout'
import { PlanPolicyForm } from '~/components/console/plan-policy-form'
import { PlanSimulator } from '~/components/console/plan-simulator'
import { PolicyHistory } from '~/components/console/policy-history'
import { ErrorSummary } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { changePlanPolicy } from './change-plan-policy.server'
import { describePlanPolicy } from './describe-plan-policy.server'

const DONE = ['draft', 'removed', 'published'] as const

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t, format } = visit
  const parameters = new URL(request.url).searchParams
  return {
    title: t('console:pageTitle', { page: t('planning:policy.title'), creditor: creditor.name }),
    mayManage: visit.may('policies.manage'),
    done: DONE.find((done) => done === parameters.get('done')) ?? null,
    ...(await describePlanPolicy(context.app, parameters, { creditorId: creditor.id, format })),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'policies.manage')
  const changed = await changePlanPolicy(context.app, visit, await readForm(request))
  if (changed instanceof Response) throw changed
  return data(changed, { status: 422 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function PlanPolicyRoute() {
  const { mayManage, done, inForce, ahead, drafts, history, simulator, entry, draft, newestVersion, today } =
    useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation(['planning', 'console', 'agreement'])
  return (
    <>
      <Link className="back" to="/console/plans">
        {t('agreement:console.title')}
      </Link>
      <TitleBlock title={t('policy.title')}>
        <p>{t('policy.lead')}</p>
        <p>{inForce === null ? t('policy.none') : t('policy.inForce', inForce)}</p>
        {ahead.map((version) => (
          <p key={version.version}>{t('policy.ahead', version)}</p>
        ))}
      </TitleBlock>
      <div className="stack">
        <ErrorSummary
          problems={(refused?.problems ?? []).map(({ fieldId, code }) => ({
            fieldId,
            text: t(`console:settings.problem.${code}`),
          }))}
        />
        {done !== null && !refused ? <Callout tone="good">{t(`policy.done.${done}`)}</Callout> : null}
        {drafts.length === 0 ? null : (
          <section className="card" aria-labelledby="drafts-title">
            <h2 id="drafts-title">{t('policy.drafts')}</h2>
            <ul>
              {drafts.map(({ id, name, savedAt }) => (
                <li key={id}>
                  <Link to={`?draft=${id}`} aria-current={id === draft?.id ? 'true' : undefined}>
                    <bdi>{name}</bdi>
                  </Link>{' '}
                  <small>{savedAt}</small>
                </li>
              ))}
            </ul>
            {draft === null ? null : <Link to="/console/plans/policy">{t('policy.backToInForce')}</Link>}
          </section>
        )}
        <PlanPolicyForm
          key={`${draft?.id ?? ''} ${draft?.revision ?? newestVersion}`}
          entry={refused?.entry ?? entry}
          typed={refused?.typed ?? { name: draft?.name ?? '', effectiveOn: '' }}
          problems={refused?.problems ?? []}
          {...{ draft, newestVersion, today, mayManage }}
        />
        <PlanSimulator {...simulator} />
        <PolicyHistory id="plan" versions={history} />
      </div>
    </>
  )
}

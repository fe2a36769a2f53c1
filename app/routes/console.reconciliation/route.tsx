/** How the books compare with the providers', and what stands for somebody to look at. */
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { DifferenceCards, ReconciliationRuns, ResolvedDifferences } from '~/components/console/reconciliation'
import { findUnstorableText } from '~/domain/storable-text'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { describeDifference, describeRun } from './describe-reconciliation.server'

const doneSchema = z.enum(['started', 'resolved', 'nothing']).nullable().catch(null)

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t } = visit
  const { runs, open, resolved } = await context.app.readReconciliations({ creditorId: creditor.id })
  return {
    title: t('console:pageTitle', { page: t('money:reconciliation.title'), creditor: creditor.name }),
    runs: runs.map((run) => describeRun(run, visit)),
    open: open.map((difference) => describeDifference(difference, visit)),
    resolved: resolved.map((difference) => describeDifference(difference, visit)),
    mayManage: visit.may('payments.manage'),
    takesReports: context.app.hasGateway('adyen') || creditor.gateways.includes('adyen'),
    done: doneSchema.parse(new URL(request.url).searchParams.get('done')),
  }
}

const intentSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('start') }),
  z.object({ intent: z.literal('resolve'), difference: z.uuid(), note: z.string().max(2_000) }),
])

const MOST_NOTE = 500

export async function action({ request, context }: ActionFunctionArgs) {
  const { creditor, user } = await requireConsoleVisit(request, context, 'payments.manage')
  const intent = intentSchema.safeParse(Object.fromEntries(await readForm(request)))
  if (!intent.success) throw new Response(null, { status: 400 })
  const by = `user:${user.id}`
  const leave = (done: string) => redirect(`/console/reconciliation?done=${done}`, { status: 303 })
  if (intent.data.intent === 'start') {
    const runs = await context.app.startReconciliation({ creditorId: creditor.id, startedBy: by })
    return leave(runs.length === 0 ? 'nothing' : 'started')
  }
  const { difference: differenceId, note } = intent.data
  const isText = note.trim() !== '' && note.length <= MOST_NOTE && findUnstorableText(note) === null
  if (!isText) return data({ differenceId, note }, { status: 422 })
  // One that somebody else has resolved meanwhile is not listed any more.
  await context.app.resolveDifference({ creditorId: creditor.id, differenceId, by, note })
  return leave('resolved')
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function ReconciliationRoute() {
  const { runs, open, resolved, mayManage, takesReports, done } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('money')
  return (
    <>
      <div className="title">
        <div>
          <h1>{t('reconciliation.title')}</h1>
          <p>{t('reconciliation.lead')}</p>
        </div>
        {mayManage ? (
          <Form method="post" className="actions">
            <button className="btn" name="intent" value="start">
              {t('reconciliation.start')}
            </button>
            {takesReports ? (
              <Link className="btn quiet" to="/console/reconciliation/settlement-report">
                {t('settlementReport.link')}
              </Link>
            ) : null}
          </Form>
        ) : null}
      </div>
      <div className="stack">
        {refused ? <Callout tone="bad">{t('problem.note')}</Callout> : null}
        {done !== null && !refused ? (
          <Callout tone={done === 'nothing' ? 'info' : 'good'}>{t(`reconciliation.done.${done}`)}</Callout>
        ) : null}
        <DifferenceCards differences={open} mayManage={mayManage} refused={refused ?? null} />
        <ReconciliationRuns runs={runs} />
        <ResolvedDifferences differences={resolved} />
      </div>
    </>
  )
}

/** A plan in force: its instalments; POST moves one, or ends the plan. */
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { CancelForm, InstalmentList, MoveForm } from '~/components/console/running-plan-forms'
import { ErrorSummary } from '~/components/form-field'
import { isPlanInForce } from '~/domain/payment-plan'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { changeRunningPlan } from './change-running-plan.server'
import { describeInstalments } from './describe-instalments.server'

const doneSchema = z.enum(['moved', 'canceled']).nullable().catch(null)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const view = await context.app.readPlan({ creditorId: visit.creditor.id }, readId(params))
  if (!view) throw new Response(null, { status: 404 })
  const { id, reference, currency, status } = view.plan
  return {
    title: visit.t('console:pageTitle', { page: reference, creditor: visit.creditor.name }),
    plan: { id, reference, currency },
    rows: describeInstalments(view, visit),
    isOpen: isPlanInForce(status) && visit.may('agreements.manage'),
    done: doneSchema.parse(new URL(request.url).searchParams.get('done')),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'agreements.manage')
  const id = readId(params)
  const change = await changeRunningPlan(context.app, visit, id, await readForm(request))
  if (!change) throw new Response(null, { status: 400 })
  if (change.problems.length > 0) return data(change, { status: 422 })
  return redirect(`/console/plans/${id}/running?done=${change.done}`, { status: 303 })
}

export const shouldRevalidate = () => true

function readId(params: Readonly<Record<string, string | undefined>>): string {
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return id.data
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [{ title: loaded?.title ?? 'Quittance' }]

export default function RunningPlanRoute() {
  const { plan, rows, isOpen, done } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('instalment')
  const answer = { problems: refused?.problems ?? [], typed: refused?.typed ?? {} }
  return (
    <>
      <Link className="back" to={`/console/plans/${plan.id}`}>
        {t('running.back', { reference: plan.reference })}
      </Link>
      <div className="stack">
        <h1>
          {t('running.title')} <bdi>{plan.reference}</bdi>
        </h1>
        <ErrorSummary problems={answer.problems} />
        {done === null || refused ? null : <Callout tone="good">{t(`running.done.${done}`)}</Callout>}
        <InstalmentList rows={rows} currency={plan.currency} />
        {isOpen ? (
          <>
            <MoveForm rows={rows} {...answer} />
            <CancelForm {...answer} />
          </>
        ) : null}
      </div>
    </>
  )
}

/** A plan as its creditor sees it: the terms, what was said, and how it is answered. */
import { randomUUID } from 'node:crypto'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { AcceptForm, CounterForm, WordsForm } from '~/components/console/plan-forms'
import { PlanView } from '~/components/console/plan-view'
import { ErrorSummary } from '~/components/form-field'
import { isPlanInForce, type PaymentPlan } from '~/domain/payment-plan'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { changePlan, PLAN_INTENTS } from './change-plan.server'
import { describePlan } from './describe-plan.server'

const doneSchema = z.enum(['agree', 'counter', 'change', 'decline', 'takeBack', 'say', 'offer']).nullable().catch(null)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const view = await context.app.readPlan({ creditorId: visit.creditor.id }, readId(params))
  if (!view) throw new Response(null, { status: 404 })
  const page = visit.t('agreement:one.title', { reference: view.plan.reference })
  return {
    title: visit.t('console:pageTitle', { page, creditor: visit.creditor.name }),
    plan: describePlan(view, visit),
    version: view.plan.version,
    mayManage: visit.may('agreements.manage'),
    done: doneSchema.parse(new URL(request.url).searchParams.get('done')),
    /** Of the forms: sent twice each is one step. */
    keys: Object.fromEntries(PLAN_INTENTS.map((intent) => [intent, randomUUID()])),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'agreements.manage')
  const id = readId(params)
  const view = await context.app.readPlan({ creditorId: visit.creditor.id }, id)
  if (!view) throw new Response(null, { status: 404 })
  const change = await changePlan(context.app, visit, view, await readForm(request))
  if (!change) throw new Response(null, { status: 400 })
  if (change.problems.length === 0) {
    const done = nameDone(change.form, view.plan)
    return redirect(`/console/plans/${id}?done=${done}`, { status: 303 })
  }
  return data(change, { status: 422 })
}

/** What was done, in the words of who began the plan. */
function nameDone(form: (typeof PLAN_INTENTS)[number], { proposedBy }: Pick<PaymentPlan, 'proposedBy'>) {
  if (proposedBy === 'debtor') return form
  return form === 'counter' ? 'change' : form === 'decline' ? 'takeBack' : form
}

/** After a refusal too: what the page shows may be what was changed meanwhile. */
export const shouldRevalidate = () => true

function readId(params: Readonly<Record<string, string | undefined>>): string {
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return id.data
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function PlanRoute() {
  const { plan, version, mayManage, done, keys } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('agreement')
  const { t: runningText } = useTranslation('instalment')
  const { t: offerText } = useTranslation('offer')
  const formOf = (form: (typeof PLAN_INTENTS)[number]) => ({
    formKey: keys[form] ?? '',
    version,
    problems: refused?.form === form ? refused.problems : [],
    typed: refused?.form === form ? refused.typed : {},
  })
  const isOpen = plan.turn !== null && mayManage
  return (
    <>
      <Link className="back" to="/console/plans">
        {t('console.title')}
      </Link>
      <div className="stack">
        <PlanView
          plan={plan}
          notice={
            <>
              <ErrorSummary problems={refused?.problems ?? []} />
              {done === null || refused ? null : <Callout tone="good">{t(`console.done.${done}`)}</Callout>}
              {plan.documentSha256 === null ? null : (
                <p className="actions">
                  <Link className="btn quiet" to={`/console/plans/${plan.id}/running`}>
                    {runningText('running.title')}
                  </Link>
                  {isPlanInForce(plan.status) && mayManage ? (
                    <Link
                      className="btn quiet"
                      to={`/console/debtors/${encodeURIComponent(plan.debtor.externalId)}/offer?currency=${plan.currency}&plan=${plan.id}`}
                    >
                      {offerText('console.insteadOfPlan')}
                    </Link>
                  ) : null}
                </p>
              )}
            </>
          }
        />
        {isOpen ? (
          <>
            {plan.turn === 'creditor' ? <AcceptForm {...formOf('agree')} /> : null}
            <CounterForm {...formOf('counter')} plan={plan} />
            <WordsForm {...formOf('decline')} intent="decline" begunBy={plan.begunBy} />
            <WordsForm {...formOf('say')} intent="say" begunBy={plan.begunBy} />
          </>
        ) : null}
      </div>
    </>
  )
}

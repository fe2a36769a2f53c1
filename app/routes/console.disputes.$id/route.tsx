/** A dispute as its creditor sees it: what is claimed, what was said, and how it is decided. */
import { randomUUID } from 'node:crypto'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { DecideForm, WriteForm } from '~/components/console/dispute-forms'
import { DisputeThread, DisputeView } from '~/components/console/dispute-view'
import { ErrorSummary } from '~/components/form-field'
import { isDisputeEnded } from '~/domain/dispute'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { changeDispute } from './change-dispute.server'
import { describeDispute, describeEntry } from './describe-dispute.server'

const doneSchema = z.enum(['asked', 'said', 'decided']).nullable().catch(null)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { app } = context
  const view = await app.readDispute({ creditorId: visit.creditor.id }, readId(params))
  if (!view) throw new Response(null, { status: 404 })
  const page = visit.t('claims:dispute.title', { reference: view.dispute.reference })
  return {
    title: visit.t('console:pageTitle', { page, creditor: visit.creditor.name }),
    dispute: describeDispute(view, visit, app.clock.now()),
    version: view.dispute.version,
    isOver: isDisputeEnded(view.dispute.status),
    mayManage: visit.may('disputes.manage'),
    done: doneSchema.parse(new URL(request.url).searchParams.get('done')),
    /** Of the forms: sent twice each is one step. */
    keys: { write: randomUUID(), decide: randomUUID() },
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'disputes.manage')
  const { app } = context
  const id = readId(params)
  const reader = { creditorId: visit.creditor.id }
  const view = await app.readDispute(reader, id)
  if (!view) throw new Response(null, { status: 404 })
  const change = await changeDispute(app, visit, view, await readForm(request))
  if (!change) throw new Response(null, { status: 400 })
  if (change.problems.length === 0) return redirect(`/console/disputes/${id}?done=${change.done}`, { status: 303 })
  // Each step raised the version by one: those after the one that was read are new to whoever decided.
  const now = change.since === null ? null : await app.readDispute(reader, id)
  const news = now?.entries.slice(change.since ?? now.entries.length) ?? []
  const status = change.since === null ? 422 : 409
  return data({ ...change, news: news.map((entry) => describeEntry(entry, id, visit)) }, { status })
}

/** After a refusal too: what the page shows may be what was changed meanwhile. */
export const shouldRevalidate = () => true

function readId(params: Readonly<Record<string, string | undefined>>): string {
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return id.data
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function DisputeRoute() {
  const { dispute, version, isOver, mayManage, done, keys } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('claims')
  const problemsOf = (form: string) => (refused?.form === form ? refused.problems : [])
  const typedIn = (form: string) => (refused?.form === form ? refused.typed : null)
  return (
    <>
      <Link className="back" to="/console/disputes">
        {t('nav')}
      </Link>
      <DisputeView
        dispute={dispute}
        notice={
          <>
            <ErrorSummary problems={refused?.problems ?? []} />
            {refused && refused.news.length > 0 ? (
              <section className="card" aria-labelledby="news-title">
                <h2 id="news-title">{t('changed.title')}</h2>
                <DisputeThread entries={refused.news} />
              </section>
            ) : null}
            {done !== null && !refused ? <Callout tone="good">{t(`done.${done}`)}</Callout> : null}
            {mayManage ? null : <p className="soft">{t('readOnly')}</p>}
          </>
        }
      >
        {mayManage && !isOver ? (
          <>
            <DecideForm
              key={`decide ${done ?? ''}`}
              dispute={dispute}
              version={refused?.version ?? version}
              formKey={keys.decide}
              problems={problemsOf('decide')}
              typed={typedIn('decide')}
            />
            <WriteForm
              key={`write ${done ?? ''} ${version}`}
              formKey={keys.write}
              problems={problemsOf('write')}
              typed={typedIn('write')}
            />
          </>
        ) : null}
      </DisputeView>
    </>
  )
}

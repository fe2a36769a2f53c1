/** One request of a debtor. POST answers or decides it. */
import { randomUUID } from 'node:crypto'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Badge } from '~/components/badge'
import { Callout } from '~/components/callout'
import { ContactRequestFacts, DecisionForm } from '~/components/console/contact-requests'
import { RunningPause } from '~/components/console/reminder-pause'
import { STATUS_TONES } from '~/components/contact/sent-requests'
import { addDays } from '~/domain/calendar-day'
import { MOST_PAUSE_DAYS } from '~/domain/contact-policy'
import { readPauseDay } from '~/domain/contact-draft'
import {
  CONTACT_DECISIONS,
  LONGEST_CONTACT_TEXT,
  listContactDecisions,
  readContactText,
} from '~/domain/contact-request'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import { describeFaults } from '~/platform/http/contact-form.server'
import { describeContactRequest } from '~/platform/http/contact-view.server'
import { readForm } from '~/platform/http/request-body.server'
import { makeStorable } from '~/domain/storable-text'
import type { AppLoadContext } from '~/load-context'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t, format, today } = visit
  const view = await context.app.readContactRequest({ creditorId: creditor.id, requestId: readId(params) })
  if (!view) throw new Response(null, { status: 404 })
  const found = view.request
  return {
    title: t('console:pageTitle', {
      page: `${t('contact:console.title')} ${found.reference}`,
      creditor: creditor.name,
    }),
    request: describeContactRequest(found, visit, context.app.clock.now()),
    mayDecide: visit.may('links.manage'),
    isSaved: new URL(request.url).searchParams.has('saved'),
    form: {
      replyId: randomUUID(),
      decisions: found.status === 'open' ? listContactDecisions(found.kind) : [],
      until:
        found.kind === 'hardship' && found.status === 'open'
          ? { value: found.wishedUntilOn, earliest: addDays(today, 1), latest: addDays(today, MOST_PAUSE_DAYS) }
          : null,
      links: view.affectedLinks.map((link) => ({
        id: link.id,
        recipient: link.recipientName ?? link.recipientEmail ?? t('contact:console.nameless'),
        until: t('contact:console.linkUntil', { until: format.instant(link.expiresAt) }),
      })),
    },
  }
}

const formSchema = z.object({
  decision: z.enum(CONTACT_DECISIONS),
  replyId: z.uuid(),
  text: z.string(),
  until: z.string().optional(),
  links: z.string(),
})

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'links.manage')
  const { creditor, user, t, today } = visit
  const fields = Object.fromEntries(await readForm(request))
  const pauseForm = pauseFormSchema.safeParse(fields)
  if (pauseForm.success) return endPause(context, visit, readId(params), pauseForm.data)
  const form = formSchema.safeParse(fields)
  if (!form.success) throw new Response(null, { status: 400 })
  const { decision, replyId, links, until } = form.data
  const refuse = (field: 'text' | 'until' | null, problem: string) =>
    data({ field, problem, text: form.data.text }, { status: 422 })
  const text = readContactText('text', form.data.text, {
    ...{ longest: LONGEST_CONTACT_TEXT, isRequired: false, hasLines: true },
  })
  const describe = (code: 'too_long' | 'not_a_day' | 'not_future' | 'too_far' | 'missing') =>
    describeFaults(t, [{ field: null, code }])[0]?.text ?? ''
  if (!text.ok) return refuse('text', describe('too_long'))
  const day = decision === 'grant' && until !== undefined ? readPauseDay(until, today) : null
  if (day && !day.ok) return refuse('until', describe(day.failure.code === 'missing' ? 'missing' : 'not_a_day'))
  const requestId = readId(params)
  const decided = await context.app.decideContactRequest({
    ...{ creditorId: creditor.id, requestId, decision, replyId, text: text.value, by: `user:${user.id}` },
    untilOn: day?.ok ? day.value : null,
    shownLinkIds: links === '' ? [] : links.split(' '),
  })
  if (decided.ok) return redirect(`/console/requests/${requestId}?saved`, { status: 303 })
  const { kind } = decided.failure
  switch (kind) {
    case 'unknown_request':
      throw new Response(null, { status: 404 })
    case 'not_for_kind':
      throw new Response(null, { status: 400 })
    case 'not_future':
    case 'too_far':
      return refuse('until', describe(kind))
    case 'text_missing':
      return refuse('text', t('contact:console.problem.text_missing'))
    case 'already_decided':
      return refuse(null, t('contact:console.problem.already_decided'))
    case 'links_changed':
      return refuse(null, t('contact:console.problem.links_changed'))
  }
}

const pauseFormSchema = z.object({
  intent: z.literal('end-pause'),
  reason: z.string(),
  from: z.enum(['request', 'record']),
})

async function endPause(
  { app }: AppLoadContext,
  { creditor, user, t }: ConsoleVisit,
  requestId: string,
  { reason, from }: z.output<typeof pauseFormSchema>,
) {
  const ended = await app.endReminderPause({
    ...{ creditorId: creditor.id, requestId, by: `user:${user.id}` },
    reason: makeStorable(reason).replace(/\r\n?/g, '\n'),
  })
  if (ended.ok) {
    const record = `/console/debtors/${encodeURIComponent(ended.value.debtorExternalId)}`
    return redirect(from === 'record' ? record : `/console/requests/${requestId}?saved`, { status: 303 })
  }
  const { kind } = ended.failure
  if (kind === 'unknown_request') throw new Response(null, { status: 404 })
  const problem = t(/* i18n: contact:endPause.problem.* */ `contact:endPause.problem.${kind}`)
  return data({ field: 'pause' as const, problem, text: reason }, { status: kind === 'not_running' ? 409 : 422 })
}

function readId(params: Readonly<Record<string, string | undefined>>): string {
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return id.data
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function RequestRoute() {
  const { request, mayDecide, isSaved, form } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('contact')
  const field = refused?.field ?? null
  return (
    <>
      <Link className="back" to="/console/requests">
        {t('console.title')}
      </Link>
      <div className="title">
        <div>
          <h1>
            {request.subject === null ? t(`kind.${request.kind}`) : <bdi>{request.subject}</bdi>}{' '}
            <Badge tone={STATUS_TONES[request.status]}>{t(`status.${request.status}`)}</Badge>
          </h1>
          <p>
            {t(`kind.${request.kind}`)} · <bdi dir="ltr">{request.reference}</bdi>
          </p>
        </div>
      </div>
      <div className="stack">
        {isSaved && !refused ? <Callout tone="good">{t('console.saved')}</Callout> : null}
        {refused ? <Callout tone="bad">{refused.problem}</Callout> : null}
        <ContactRequestFacts request={request} />
        {request.pause?.isRunning ? (
          <RunningPause
            requestId={request.id}
            until={request.pause.until}
            mayEnd={mayDecide}
            from="request"
            reason={field === 'pause' ? (refused?.text ?? '') : ''}
            problem={field === 'pause' ? (refused?.problem ?? null) : null}
          />
        ) : null}
        {form.decisions.length === 0 ? null : mayDecide ? (
          <DecisionForm
            {...form}
            text={refused?.text ?? ''}
            problem={refused && field !== null && field !== 'pause' ? { field, text: refused.problem } : null}
          />
        ) : (
          <p className="soft">{t('console.viewer')}</p>
        )}
      </div>
    </>
  )
}

/**
 * Work that does not go on by itself: jobs that were given up, providers' events that stand for somebody, and payments of
 * which no provider has said what became of them.
 */
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import {
  FailedJobs,
  SetAsideEvents,
  UntoldPayments,
  type ShownEvent,
  type ShownJob,
  type ShownUntoldPayment,
} from '~/components/console/stuck-work'
import { TitleBlock } from '~/components/title-block'
import { measureWait } from '~/domain/awaited-outcome'
import { isPaymentMethodKind } from '~/domain/payment-method'
import { findUnstorableText } from '~/domain/storable-text'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import type { StuckWork } from '~/use-cases/list-stuck-work'

const doneSchema = z.enum(['queued', 'closed']).nullable().catch(null)

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'jobs.manage')
  const { creditor, t } = visit
  const { jobs, events, payments, at } = await context.app.listStuckWork(creditor.id)
  return {
    title: t('console:pageTitle', { page: t('money:jobs.title'), creditor: creditor.name }),
    jobs: jobs.map((job) => describeJob(job, visit)),
    events: events.map((event) => describeEvent(event, visit)),
    payments: payments.map((payment) => describeUntold(payment, at, visit)),
    done: doneSchema.parse(new URL(request.url).searchParams.get('done')),
  }
}

function describeJob(job: StuckWork['jobs'][number], { format }: ConsoleVisit): ShownJob {
  const { id, name, error, paymentId } = job
  return {
    id,
    name,
    error,
    paymentId,
    failedAt: format.instant(job.failedAt),
    attempts: format.integer(job.attemptCount),
  }
}

function describeEvent(
  { id, event, result, ...entry }: StuckWork['events'][number],
  { format }: ConsoleVisit,
): ShownEvent {
  return {
    ...{ id, result, kind: event.kind, gateway: event.gateway, paymentId: entry.paymentId },
    amount: format.money(event.amount.amountMinor, event.amount.currency),
    references: [event.gatewayReference, event.transactionReference].filter((reference) => reference !== undefined),
    receivedAt: format.instant(entry.receivedAt),
  }
}

function describeUntold(
  payment: StuckWork['payments'][number],
  now: Date,
  { format, t }: ConsoleVisit,
): ShownUntoldPayment {
  const { id, reference, gateway, method, amountMinor, currency, expiresAt } = payment
  return {
    ...{ id, reference, gateway },
    method:
      method !== null && isPaymentMethodKind(method)
        ? t(/* i18n: console:settings.method.* */ `console:settings.method.${method}`)
        : method,
    amount: format.money(amountMinor, currency),
    references: [payment.gatewayReference, payment.transactionReference].filter((named) => named !== null),
    endedAt: format.instant(expiresAt),
    waited: measureWait(expiresAt, now),
  }
}

const intentSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('rerun'), job: z.uuid() }),
  z.object({ intent: z.literal('retry'), event: z.uuid(), note: z.string().optional() }),
  z.object({ intent: z.literal('close'), event: z.uuid(), note: z.string().max(2_000) }),
])

const MOST_NOTE = 500

export async function action({ request, context }: ActionFunctionArgs) {
  const { creditor, user } = await requireConsoleVisit(request, context, 'jobs.manage')
  const intent = intentSchema.safeParse(Object.fromEntries(await readForm(request)))
  if (!intent.success) throw new Response(null, { status: 400 })
  const wanted = intent.data
  // What is not stuck any more is not listed any more: that answers for itself.
  if (wanted.intent === 'rerun') await context.app.rerunJob(creditor.id, wanted.job)
  else if (wanted.intent === 'retry') await context.app.retrySetAsideEvent(creditor.id, wanted.event)
  else {
    const { note, event: eventId } = wanted
    const isText = note.trim() !== '' && note.length <= MOST_NOTE && findUnstorableText(note) === null
    if (!isText) return data({ eventId, note }, { status: 422 })
    await context.app.closeSetAsideEvent(creditor.id, { eventId, by: `user:${user.id}`, note })
  }
  return redirect(`/console/jobs?done=${wanted.intent === 'close' ? 'closed' : 'queued'}`, { status: 303 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function JobsRoute() {
  const { jobs, events, payments, done } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('money')
  return (
    <>
      <TitleBlock title={t('jobs.title')}>
        <p>{t('jobs.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {refused ? <Callout tone="bad">{t('problem.note')}</Callout> : null}
        {done !== null && !refused ? <Callout tone="good">{t(`jobs.done.${done}`)}</Callout> : null}
        <FailedJobs jobs={jobs} />
        <UntoldPayments payments={payments} />
        <SetAsideEvents events={events} refused={refused ?? null} />
      </div>
    </>
  )
}

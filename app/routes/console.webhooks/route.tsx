/** Where outcomes are sent, how far they got, and what is in trouble. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Callout } from '~/components/callout'
import { ShownOnce } from '~/components/console/shown-once'
import { AddEndpointForm, TroubledDeliveries, WebhookEndpoints } from '~/components/console/webhook-endpoints'
import { TitleBlock } from '~/components/title-block'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import type { WebhookOverview } from '~/use-cases/list-webhook-endpoints'
import { changeEndpoint } from './change-endpoint.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t } = visit
  const overview = await context.app.listWebhookEndpoints({ creditorId: creditor.id })
  return {
    title: t('console:pageTitle', { page: t('console:webhooks.title'), creditor: creditor.name }),
    mayManage: visit.may('webhooks.manage'),
    ...describeOverview(overview, visit),
  }
}

function describeOverview({ endpoints, troubled }: WebhookOverview, { format }: ConsoleVisit) {
  const urls = new Map(endpoints.map(({ endpoint }) => [endpoint.id, endpoint.url]))
  return {
    endpoints: endpoints.map(({ endpoint, deliveries }) => ({
      id: endpoint.id,
      url: endpoint.url,
      state: endpoint.disabledAt === null ? ('active' as const) : ('gone' as const),
      since: format.instant(endpoint.disabledAt ?? endpoint.createdAt),
      pending: format.integer(deliveries.pending),
      delivered: format.integer(deliveries.delivered),
      parked: format.integer(deliveries.parked),
      hasParked: deliveries.parked > 0,
    })),
    troubled: troubled.map((delivery) => ({
      id: delivery.id,
      sequence: delivery.sequence,
      url: urls.get(delivery.endpointId) ?? '',
      attempts: format.integer(delivery.attemptCount),
      lastError: delivery.lastError,
      nextAt: delivery.nextAttemptAt && format.instant(delivery.nextAttemptAt),
    })),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { creditor } = await requireConsoleVisit(request, context, 'webhooks.manage')
  const change = await changeEndpoint(context.app, creditor.id, await readForm(request))
  if (!change) throw new Response(null, { status: 400 })
  // Not a redirect: a secret is in this answer and nowhere else.
  return data(change, { status: change.kind === 'failed' ? 422 : 200 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function WebhooksRoute() {
  const { endpoints, troubled, mayManage } = useLoaderData<typeof loader>()
  const change = useActionData<typeof action>()
  const { t } = useTranslation('console')
  const failed = change?.kind === 'failed' ? { ...change, text: t(`webhooks.failure.${change.failure}`) } : null
  const { endpointId = null } = failed ?? {}
  return (
    <>
      <TitleBlock title={t('webhooks.title')}>
        <p>{t('webhooks.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {change?.kind === 'secret' ? (
          <ShownOnce id="secret" label={t('webhooks.secret')} hint={t('webhooks.secretOnce')} value={change.secret} />
        ) : null}
        {change?.kind === 'removed' ? <Callout tone="good">{t('webhooks.done.removed')}</Callout> : null}
        {change?.kind === 'replayed' ? (
          <Callout tone="good">{t('webhooks.done.replayed', { count: change.count })}</Callout>
        ) : null}
        {failed ? <Callout tone="bad">{failed.text}</Callout> : null}
        <WebhookEndpoints
          endpoints={endpoints}
          mayManage={mayManage}
          replayProblem={failed && endpointId !== null ? { endpointId, text: failed.text } : null}
        />
        <TroubledDeliveries deliveries={troubled} />
        {mayManage ? (
          <AddEndpointForm
            key={change?.kind}
            url={failed?.url ?? ''}
            problem={failed && endpointId === null ? failed.text : undefined}
          />
        ) : null}
      </div>
    </>
  )
}

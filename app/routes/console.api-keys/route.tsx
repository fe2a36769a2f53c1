/** The keys by which programs use the API. For owners. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Callout } from '~/components/callout'
import { ApiKeys, CreateApiKeyForm } from '~/components/console/api-keys'
import { ShownOnce } from '~/components/console/shown-once'
import { TitleBlock } from '~/components/title-block'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { changeKey } from './change-key.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { creditor, t, format } = await requireConsoleVisit(request, context, 'api-keys.manage')
  const keys = await context.app.listApiKeys({ creditorId: creditor.id })
  return {
    title: t('console:pageTitle', { page: t('console:keys.title'), creditor: creditor.name }),
    keys: keys.map(({ id, label, createdAt, lastUsedAt, revokedAt }) => ({
      id,
      label,
      created: format.instant(createdAt),
      lastUsed: lastUsedAt && format.instant(lastUsedAt),
      revoked: revokedAt && format.instant(revokedAt),
    })),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { creditor } = await requireConsoleVisit(request, context, 'api-keys.manage')
  const change = await changeKey(context.app, creditor.id, await readForm(request))
  if (!change) throw new Response(null, { status: 400 })
  // Not a redirect: a key is in this answer and nowhere else.
  return data(change, { status: change.kind === 'failed' ? 422 : 200 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function ApiKeysRoute() {
  const { keys } = useLoaderData<typeof loader>()
  const change = useActionData<typeof action>()
  const { t } = useTranslation('console')
  const failed = change?.kind === 'failed' ? { ...change, text: t(`keys.failure.${change.failure}`) } : null
  return (
    <>
      <TitleBlock title={t('keys.title')}>
        <p>{t('keys.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {change?.kind === 'created' ? (
          <ShownOnce id="new-key" label={t('keys.shown')} hint={t('keys.shownOnce')} value={change.key} />
        ) : null}
        {change?.kind === 'revoked' ? <Callout tone="good">{t('keys.revoked')}</Callout> : null}
        {failed ? <Callout tone="bad">{failed.text}</Callout> : null}
        <ApiKeys keys={keys} />
        <CreateApiKeyForm
          key={change?.kind}
          label={failed?.label ?? ''}
          problem={failed?.failure === 'bad_label' ? failed.text : undefined}
        />
      </div>
    </>
  )
}

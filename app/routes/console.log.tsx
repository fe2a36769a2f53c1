/** The outcome log as a whole: how long it is, and the proof that nothing of it is missing or changed. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Callout } from '~/components/callout'
import { Facts } from '~/components/facts'
import { TitleBlock } from '~/components/title-block'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { creditor, format, t } = await requireConsoleVisit(request, context)
  const head = await context.app.readOutcomeLogHead({ creditorId: creditor.id })
  return {
    title: t('console:pageTitle', { page: t('console:log.title'), creditor: creditor.name }),
    total: format.integer(head.sequence),
    hash: head.sequence === 0 ? null : head.hash,
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { creditor, format } = await requireConsoleVisit(request, context)
  const verification = await context.app.verifyOutcomeLog({ creditorId: creditor.id })
  return data(
    verification.whole
      ? { whole: true as const, total: format.integer(verification.head.sequence) }
      : { whole: false as const, ...verification.break },
  )
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function OutcomeLogRoute() {
  const { total, hash } = useLoaderData<typeof loader>()
  const checked = useActionData<typeof action>()
  const { t } = useTranslation('console')
  return (
    <>
      <TitleBlock title={t('log.title')}>
        <p>{t('log.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {checked === undefined ? null : checked.whole ? (
          <Callout tone="good">{t('log.whole', { total: checked.total })}</Callout>
        ) : (
          <Callout tone="bad">{t(`log.broken.${checked.reason}`, { sequence: checked.sequence })}</Callout>
        )}
        <Facts
          facts={[
            { name: t('log.events'), value: total },
            { name: t('log.head'), value: hash === null ? null : <code>{hash}</code> },
          ]}
        />
        <Form method="post">
          <p className="actions">
            <button className="btn">{t('log.check')}</button>
          </p>
        </Form>
      </div>
    </>
  )
}

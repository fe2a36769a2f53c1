/** What debtors wrote to the creditor and what waits for an answer. */
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { ContactRequestTable } from '~/components/console/contact-requests'
import { TitleBlock } from '~/components/title-block'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { describeContactRequest } from '~/platform/http/contact-view.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t } = visit
  const isOpen = !new URL(request.url).searchParams.has('closed')
  const requests = await context.app.listContactRequests({ creditorId: creditor.id, isOpen })
  return {
    title: t('console:pageTitle', { page: t('contact:console.title'), creditor: creditor.name }),
    requests: requests.map((entry) => describeContactRequest(entry, visit, context.app.clock.now())),
    isOpen,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function RequestsRoute() {
  const { requests, isOpen } = useLoaderData<typeof loader>()
  const { t } = useTranslation('contact')
  return (
    <>
      <TitleBlock title={t('console.title')}>
        <p>{t('console.lead')}</p>
      </TitleBlock>
      <div className="stack">
        <p>
          <Link to={isOpen ? '?closed' : '?'}>{isOpen ? t('console.showClosed') : t('console.showOpen')}</Link>
        </p>
        <ContactRequestTable requests={requests} title={isOpen ? t('console.open') : t('console.closed')} />
      </div>
    </>
  )
}

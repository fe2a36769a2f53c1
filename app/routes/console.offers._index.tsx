/** Settlements: those that wait for an answer or for money, and those that are over. */
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { OfferTable } from '~/components/console/offer-table'
import { TitleBlock } from '~/components/title-block'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { describeOffer } from '~/platform/http/offer-view.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t, format } = visit
  const isOpen = !new URL(request.url).searchParams.has('over')
  const offers = await context.app.listSettlementOffers({ creditorId: creditor.id, isOpen })
  return {
    title: t('console:pageTitle', { page: t('offer:console.title'), creditor: creditor.name }),
    isOpen,
    offers: offers.map((offer) => describeOffer(offer, format)),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function OffersRoute() {
  const { offers, isOpen } = useLoaderData<typeof loader>()
  const { t } = useTranslation(['offer', 'console'])
  return (
    <>
      <TitleBlock title={t('console.title')}>
        <p>{t('console.lead')}</p>
      </TitleBlock>
      <div className="stack">
        <p className="actions">
          <Link to="/console/settings/agreements#settlement-offer-title">{t('console:nav.settings')}</Link>
          <Link to={isOpen ? '?over' : '?'}>{isOpen ? t('console.showOver') : t('console.showOpen')}</Link>
        </p>
        <OfferTable offers={offers} title={isOpen ? t('console.open') : t('console.over')} />
      </div>
    </>
  )
}

import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../badge'
import { EmptyState } from '../empty-state'
import { OFFER_TONES, type ShownOffer } from '../offers/shown-offer'

/** Settlements of several debtors. */
export function OfferTable({ offers, title }: { offers: readonly ShownOffer[]; title: string }) {
  const { t } = useTranslation('offer')
  if (offers.length === 0) return <EmptyState title={t('console.none')} />
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="offers-caption">
      <table className="data folded">
        <caption id="offers-caption">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('list.what')}</th>
            <th scope="col">{t('console.debtor')}</th>
            <th scope="col" className="n">
              {t('fact.owed')}
            </th>
            <th scope="col" className="n">
              {t('fact.offered')}
            </th>
            <th scope="col">{t('fact.payBy')}</th>
            <th scope="col">{t('console.state')}</th>
          </tr>
        </thead>
        <tbody>
          {offers.map((offer) => (
            <tr key={offer.id}>
              <td>
                <Link to={`/console/offers/${offer.id}`}>
                  <bdi dir="ltr">{offer.reference}</bdi>
                </Link>
                <br />
                {offer.openedAt}
              </td>
              <td data-label={t('console.debtor')}>
                <Link to={`/console/debtors/${encodeURIComponent(offer.debtor.externalId)}`}>
                  <bdi>{offer.debtor.name}</bdi>
                </Link>
              </td>
              <td className="n" data-label={t('fact.owed')}>
                {offer.owed}
              </td>
              <td className="n" data-label={t('fact.offered')}>
                {offer.offered}
              </td>
              <td data-label={t('fact.payBy')}>{offer.payBy}</td>
              <td data-label={t('console.state')}>
                <Badge tone={OFFER_TONES[offer.status]}>{t(`status.${offer.status}`)}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

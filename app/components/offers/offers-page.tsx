/** Settlements of an account: what was offered, by whom, and how it stands. */
import { useTranslation } from '~/i18n/use-translation'
import { Badge } from '../badge'
import { EmptyState } from '../empty-state'
import { TitleBlock } from '../title-block'
import { OFFER_TONES, type ShownOffer } from './shown-offer'

interface OffersPageProps {
  creditorName: string
  offers: readonly ShownOffer[]
  /** Another can be made. */
  mayOffer: boolean
}

export function OffersPage({ creditorName, offers, mayOffer }: OffersPageProps) {
  const { t } = useTranslation('offer')
  return (
    <>
      <a className="back" href="/statement">
        {t('toStatement')}
      </a>
      <TitleBlock title={t('list.title')}>
        <p>{t('list.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {mayOffer ? (
          <p className="actions">
            <a className="btn quiet" href="/offers/new">
              {t('offer')}
            </a>
          </p>
        ) : null}
        {offers.length === 0 ? (
          <EmptyState title={t('list.none')} />
        ) : (
          <ul className="disputes">
            {offers.map((offer) => (
              <li key={offer.id}>
                <a href={`/offers/${offer.id}`}>
                  <bdi dir="ltr">{offer.reference}</bdi>
                </a>
                <Badge tone={OFFER_TONES[offer.status]}>
                  {t(`status.${offer.status === 'offered' ? 'yourTurn' : offer.status}`)}
                </Badge>
                <b>{offer.offered}</b>
                <p>{t('one.sum', { offered: offer.offered, owed: offer.owed })}</p>
                <p>{offer.openedAt}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  )
}

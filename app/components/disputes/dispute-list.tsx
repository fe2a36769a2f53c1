import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'
import { Badge } from '../badge'
import { describeTurn, STATUS_TONES } from './dispute-words'
import type { ShownDispute } from './shown-dispute'

/** Disputes one under the other: which invoice, how much, how it stands and who is to answer. */
export function DisputeList({
  disputes,
  creditorName,
  format,
}: {
  disputes: readonly ShownDispute[]
  creditorName: string
  format: Formatters
}) {
  const { t } = useTranslation('dispute')
  const { t: word } = useTranslation('claims')
  return (
    <ul className="disputes">
      {disputes.map((dispute) => {
        const turn = describeTurn(t, dispute, creditorName, format)
        const { currency, claimedMinor, grantedMinor } = dispute
        return (
          <li key={dispute.id}>
            <a href={`/disputes/${dispute.id}`}>
              <bdi>{dispute.reference}</bdi>
            </a>
            <Badge tone={STATUS_TONES[dispute.status]}>{word(`status.${dispute.status}`)}</Badge>
            <b>{format.money(claimedMinor, currency)}</b>
            <p>
              {word('fact.invoice')} <bdi>{dispute.invoiceNumber}</bdi> · {word(`reason.${dispute.reason}`)} ·{' '}
              {format.instant(dispute.openedAt)}
            </p>
            {turn === null ? null : <p>{turn}</p>}
            {grantedMinor === null || grantedMinor === 0 ? null : (
              <p>{t('list.granted', { amount: format.money(grantedMinor, currency) })}</p>
            )}
          </li>
        )
      })}
    </ul>
  )
}

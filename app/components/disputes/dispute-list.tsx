import type { TFunction } from 'i18next'
import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'
import { writeBadge } from '../badge'
import { html, joinHtml, type SafeHtml } from '../html'
import { StaticHtml } from '../static-page'
import { describeTurn, STATUS_TONES } from './dispute-words'
import type { ShownDispute } from './shown-dispute'

interface DisputeListProps {
  disputes: readonly ShownDispute[]
  creditorName: string
  format: Formatters
}

export type DisputeTexts = TFunction<readonly ['dispute', 'claims']>

/** Disputes one under the other: which invoice, how much, how it stands and who is to answer. */
export function DisputeList(props: DisputeListProps) {
  const { t } = useTranslation(['dispute', 'claims'])
  return <StaticHtml as="ul" className="disputes" html={writeItems(t, props)} />
}

/** The same as text. */
export function writeDisputeList(t: DisputeTexts, props: DisputeListProps): SafeHtml {
  return html`<ul class="disputes">${writeItems(t, props)}</ul>`
}

function writeItems(t: DisputeTexts, { disputes, creditorName, format }: DisputeListProps): SafeHtml {
  return joinHtml(disputes.map((dispute) => writeItem(t, dispute, creditorName, format)))
}

function writeItem(t: DisputeTexts, dispute: ShownDispute, creditorName: string, format: Formatters): SafeHtml {
  const turn = describeTurn(t, dispute, creditorName, format)
  const { id, reference, status, reason, invoiceNumber, openedAt, currency, claimedMinor, grantedMinor } = dispute
  const badge = writeBadge({ tone: STATUS_TONES[status], text: t(`claims:status.${status}`) })
  const about = html`<p>${t('claims:fact.invoice')} <bdi>${invoiceNumber}</bdi> · ${t(`claims:reason.${reason}`)} · ${format.instant(openedAt)}</p>`
  const granted =
    grantedMinor === null || grantedMinor === 0
      ? null
      : html`<p>${t('dispute:list.granted', { amount: format.money(grantedMinor, currency) })}</p>`
  return html`<li><a href="/disputes/${id}"><bdi>${reference}</bdi></a>${badge}<b>${format.money(claimedMinor, currency)}</b>${about}${turn === null ? null : html`<p>${turn}</p>`}${granted}</li>`
}

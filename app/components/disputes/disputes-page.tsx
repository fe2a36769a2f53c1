/** All disputes of an account, or of one invoice. */
import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'
import { EmptyState } from '../empty-state'
import { Pagination } from '../pagination'
import { Tabs } from '../tabs'
import { TitleBlock } from '../title-block'
import { DisputeList } from './dispute-list'
import type { ShownDispute } from './shown-dispute'

export type DisputesTab = 'open' | 'ended'

interface DisputesPageProps {
  creditorName: string
  /** Of this invoice alone; null: of all. */
  invoiceNumber: string | null
  tab: DisputesTab
  counts: Readonly<Record<DisputesTab, number>>
  disputes: readonly ShownDispute[]
  page: number
  pageSize: number
  format: Formatters
}

export function DisputesPage(props: DisputesPageProps) {
  const { creditorName, invoiceNumber, tab, counts, disputes, page, pageSize, format } = props
  const { t } = useTranslation('dispute')
  const address = (changed: { tab?: DisputesTab; page?: number }) => {
    const parameters = new URLSearchParams({ state: changed.tab ?? tab })
    if (invoiceNumber !== null) parameters.set('invoice', invoiceNumber)
    if (changed.page !== undefined && changed.page > 1) parameters.set('page', String(changed.page))
    return `/disputes?${parameters.toString()}`
  }
  const count = counts[tab]
  return (
    <>
      <a className="back" href="/statement">
        {t('toStatement')}
      </a>
      <TitleBlock title={t('list.title')}>
        {invoiceNumber === null ? (
          <p>{t('list.lead')}</p>
        ) : (
          <p>
            {t('list.ofInvoice', { number: invoiceNumber })} <a href="/disputes">{t('list.all')}</a>
          </p>
        )}
      </TitleBlock>
      <div className="stack">
        <Tabs
          label={t('list.tabs')}
          current={tab}
          tabs={(['open', 'ended'] as const).map((key) => ({
            key,
            text: t(`list.${key}`),
            count: format.integer(counts[key]),
            href: address({ tab: key }),
          }))}
        />
        {disputes.length === 0 ? (
          <EmptyState title={t('list.none')}>
            <p>{t('list.noneText')}</p>
          </EmptyState>
        ) : (
          <DisputeList disputes={disputes} creditorName={creditorName} format={format} />
        )}
        <Pagination
          page={page}
          pageCount={Math.max(1, Math.ceil(count / pageSize))}
          pageSize={pageSize}
          total={count}
          format={format}
          getHref={(wanted) => address({ page: wanted })}
        />
      </div>
    </>
  )
}

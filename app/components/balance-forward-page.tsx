/** The movements of the account in a period, between two balances. */
import { useTranslation } from '~/i18n/use-translation'
import { MOVEMENT_PAGE_SIZE, type BalanceForward, type PeriodQueryProblem } from '~/domain/balance-forward'
import type { CalendarDay } from '~/domain/calendar-day'
import type { Formatters } from '~/i18n/formatters'
import { IgnoredInput } from './ignored-input'
import { MovementTable } from './movement-table'
import { Pagination } from './pagination'
import { CurrencyField } from './statement-filter'
import { AccountLines, TitleBlock } from './title-block'

interface BalanceForwardPageProps {
  debtor: { name: string; externalId: string }
  today: CalendarDay
  balanceForward: BalanceForward
  currencies: readonly string[]
  problems: readonly PeriodQueryProblem[]
  format: Formatters
}

export function BalanceForwardPage(props: BalanceForwardPageProps) {
  const { debtor, today, balanceForward, currencies, problems, format } = props
  const { t } = useTranslation('statement')
  const { t: tPaper } = useTranslation('paper')
  const { from, to, currency } = balanceForward
  const reasons: Readonly<Record<PeriodQueryProblem, string>> = {
    from: t('problems.from'),
    to: t('problems.to'),
    period: t('problems.period'),
    currency: t('problems.currency'),
    page: t('problems.page'),
  }
  return (
    <>
      <TitleBlock title={t('movements.title')} actions={<a href="/statement">{t('movements.toOpenItems')}</a>}>
        <AccountLines
          name={debtor.name}
          number={
            <>
              {t('customerNumber')} <bdi>{debtor.externalId}</bdi>
            </>
          }
          asOf={t('asOf', { day: format.day(today) })}
        />
      </TitleBlock>
      <div className="stack">
        <IgnoredInput reasons={problems.map((problem) => reasons[problem])} />
        <form className="filter" method="get">
          <div className="fields">
            <div className="field">
              <label htmlFor="from">{t('movements.from')}</label>
              <input id="from" name="from" type="date" defaultValue={from} />
            </div>
            <div className="field">
              <label htmlFor="to">{t('movements.to')}</label>
              <input id="to" name="to" type="date" defaultValue={to} />
            </div>
            {currencies.length > 1 ? (
              <CurrencyField label={t('filter.currency')} currencies={currencies} current={currency} />
            ) : null}
          </div>
          <button className="btn quiet">{t('filter.show')}</button>
        </form>
        <p className="actions">
          <a href={`/statement/balance-forward.pdf?${new URLSearchParams({ from, to }).toString()}`}>
            {tPaper('download.movements')}
          </a>
        </p>
        {balanceForward.movementCount === 0 ? <p>{t('movements.none')}</p> : null}
        <MovementTable balanceForward={balanceForward} format={format} />
        <Pagination
          page={balanceForward.page}
          pageCount={balanceForward.pageCount}
          pageSize={MOVEMENT_PAGE_SIZE}
          total={balanceForward.movementCount}
          format={format}
          getHref={(page) => `?${new URLSearchParams({ from, to, currency, page: String(page) }).toString()}`}
        />
        <p className="soft">{t('movements.rule')}</p>
      </div>
    </>
  )
}

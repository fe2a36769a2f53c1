/** What the whole account comes to in one currency: only ever shown to those who ask for it. */
import { useTranslation } from '~/i18n/use-translation'
import type { CurrencyCode } from '~/domain/currency'
import type { StatementTotal } from '~/domain/statement-total'
import { writeStatementQuery, type StatementQuery } from '~/domain/statement-query'
import type { Formatters } from '~/i18n/formatters'
import { Sum } from './sum'

export interface ShownTotal extends StatementTotal {
  readonly rateAgeDays: number
  readonly currencies: readonly CurrencyCode[]
}

interface StatementTotalCardProps {
  total: ShownTotal
  query: StatementQuery
  format: Formatters
}

export function StatementTotalCard({ total, query, format }: StatementTotalCardProps) {
  const { t } = useTranslation('statement')
  const { currency, lines, missing } = total
  const write = (amountMinor: number | null) => (amountMinor === null ? '–' : format.amount(amountMinor, currency))
  const day = format.day(total.rateOn)
  return (
    <section className="card stack" id="total" aria-labelledby="total-title">
      <div>
        <h2 id="total-title">{t('total.title', { currency })}</h2>
        <Sum>{format.money(total.dueNowMinor, currency)}</Sum>
        <p>
          {total.source === 'ecb'
            ? t('total.rates', { day, count: total.rateAgeDays })
            : t('total.bundledRates', { day })}{' '}
          {t('total.indicative')}
        </p>
        {missing.length === 0 ? null : <p>{t('total.missing', { currencies: missing.join(', ') })}</p>}
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="total-table">
        <table className="data">
          <caption id="total-table">{t('total.byCurrency')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('total.currency')}</th>
              <th scope="col" className="n">
                {t('total.rate', { currency })}
              </th>
              <th scope="col" className="n">
                {t('total.dueNow', { currency })}
              </th>
              <th scope="col" className="n">
                {t('total.balance', { currency })}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.currency}>
                <th scope="row">{line.currency}</th>
                <td className="n">{line.rate === null ? '–' : format.decimal(line.rate)}</td>
                <td className="n">{write(line.dueNowMinor)}</td>
                <td className="n">{write(line.balanceMinor)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {t('total.sum')}
              </th>
              <td className="n">{write(total.dueNowMinor)}</td>
              <td className="n">{write(total.balanceMinor)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <TotalCurrencyForm total={total} query={query} />
    </section>
  )
}

/** Another currency for the total, or none; the rest of the page stays as it is. */
function TotalCurrencyForm({ total: { currency, currencies }, query }: Omit<StatementTotalCardProps, 'format'>) {
  const { t } = useTranslation('statement')
  const others = new URLSearchParams(writeStatementQuery(query, { totalIn: null }))
  return (
    <form method="get" action="/statement">
      {[...others].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="field">
        <label htmlFor="total-in">{t('total.choose')}</label>
        <select id="total-in" name="total" defaultValue={currency}>
          {currencies.map((code) => (
            <option key={code} value={code}>
              {code}
            </option>
          ))}
        </select>
      </div>
      <p className="actions">
        <button className="btn quiet">{t('total.show')}</button>
        <a className="btn quiet" href={writeStatementQuery(query, { totalIn: null })}>
          {t('total.hide')}
        </a>
      </p>
    </form>
  )
}

import { useTranslation } from '~/i18n/use-translation'
import { AGEING_BUCKETS, type AgeingBucket, type AgeingLine } from '~/domain/ageing'
import type { CurrencyCode } from '~/domain/currency'
import type { Formatters } from '~/i18n/formatters'

interface AgeingChartProps {
  currency: CurrencyCode
  lines: readonly AgeingLine[]
  format: Formatters
}

/** How old what is open is: a bar, and the same figures in a table that is its legend. */
export function AgeingChart({ currency, lines, format }: AgeingChartProps) {
  const { t } = useTranslation('statement')
  const names: Readonly<Record<AgeingBucket, string>> = {
    not_due: t('ageing.notDue'),
    days_1_30: t('ageing.days1To30'),
    days_31_60: t('ageing.days31To60'),
    days_61_90: t('ageing.days61To90'),
    days_over_90: t('ageing.daysOver90'),
  }
  const titleId = `ageing-${currency.toLowerCase()}`
  const totalMinor = lines.reduce((sum, line) => sum + line.openMinor, 0)
  return (
    <div className="ageing">
      <h3 id={titleId}>{t('ageing.title')}</h3>
      <AgeingBar lines={lines} totalMinor={totalMinor} />
      <table aria-labelledby={titleId}>
        <thead>
          <tr>
            <th scope="col">{t('ageing.pastDue')}</th>
            <th scope="col">{t('ageing.count')}</th>
            <th scope="col">{t('ageing.open')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.bucket}>
              <th scope="row">{names[line.bucket]}</th>
              <td>{format.integer(line.count)}</td>
              <td>{format.money(line.openMinor, currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('ageing.total')}</th>
            <td>{format.integer(lines.reduce((sum, line) => sum + line.count, 0))}</td>
            <td>{format.money(totalMinor, currency)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function AgeingBar({ lines, totalMinor }: { lines: readonly AgeingLine[]; totalMinor: number }) {
  let startMinor = 0
  const percent = (amountMinor: number) => `${((amountMinor / totalMinor) * 100).toFixed(2)}%`
  return (
    <svg aria-hidden="true" width="100%" height="20">
      {lines.map((line) => {
        if (line.openMinor === 0) return null
        const x = percent(startMinor)
        startMinor += line.openMinor
        const className = `a${AGEING_BUCKETS.indexOf(line.bucket)}`
        return <rect key={line.bucket} className={className} x={x} width={percent(line.openMinor)} height="100%" />
      })}
    </svg>
  )
}

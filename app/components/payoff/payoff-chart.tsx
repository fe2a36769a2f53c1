import { useTranslation } from '~/i18n/use-translation'
import type { Payoff } from '~/domain/payoff'
import type { Formatters } from '~/i18n/formatters'

const WIDTH = 600
const HEIGHT = 140
/** The line does not touch the edge. */
const INSET = 6

/** The amount of each day as a line; the table beside it has the same figures. */
export function PayoffChart({ payoffs, format }: { payoffs: readonly Payoff[]; format: Formatters }) {
  const { t } = useTranslation('payoff')
  const [first, last] = [payoffs[0], payoffs.at(-1)]
  if (!first || !last || payoffs.length < 2) return null
  const totals = payoffs.map(({ totalMinor }) => totalMinor)
  const least = Math.min(...totals)
  const span = Math.max(...totals) - least || 1
  const step = WIDTH / payoffs.length
  const place = (totalMinor: number) => HEIGHT - INSET - ((totalMinor - least) / span) * (HEIGHT - 2 * INSET)
  // A day counts whole: the line runs level through it and jumps at its end.
  const points = totals.flatMap((totalMinor, index) => {
    const y = place(totalMinor).toFixed(1)
    return [`${(index * step).toFixed(1)},${y}`, `${((index + 1) * step).toFixed(1)},${y}`]
  })
  const money = ({ totalMinor, currency }: Payoff) => format.money(totalMinor, currency)
  const label = t('chart.text', {
    ...{ from: money(first), fromDay: format.day(first.on) },
    ...{ to: money(last), toDay: format.day(last.on) },
  })
  return (
    <figure className="payoff-chart">
      <figcaption>{t('chart.title')}</figcaption>
      <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
        <polyline points={points.join(' ')} />
      </svg>
      <p className="soft">
        <span>{`${format.day(first.on)}: ${money(first)}`}</span>
        <span>{`${format.day(last.on)}: ${money(last)}`}</span>
      </p>
    </figure>
  )
}

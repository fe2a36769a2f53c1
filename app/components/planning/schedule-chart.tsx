import type { ScheduledInstalment } from '~/domain/instalment-schedule'

const HEIGHT = 100

/**
 * A bar an instalment: principal, and charges on top; pale where it is among the numbers of those that are paid. The same
 * figures stand in the table of the schedule.
 */
export function ScheduleChart({
  schedule,
  paid,
}: {
  schedule: readonly ScheduledInstalment[]
  paid?: ReadonlySet<number>
}) {
  const mostMinor = Math.max(1, ...schedule.map(({ amountMinor }) => amountMinor))
  const width = 100 / Math.max(6, schedule.length)
  const scale = (amountMinor: number) => (amountMinor / mostMinor) * HEIGHT
  return (
    <svg className="schedule-chart" aria-hidden="true" viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none">
      {schedule.map(({ number, amountMinor, principalMinor, chargesMinor }, index) => (
        <g
          key={number}
          className={paid?.has(number) ? 'paid' : undefined}
          transform={`translate(${(index * width).toFixed(3)} 0)`}
        >
          <rect
            className="principal"
            x={(width * 0.1).toFixed(3)}
            y={(HEIGHT - scale(principalMinor)).toFixed(2)}
            width={(width * 0.8).toFixed(3)}
            height={scale(principalMinor).toFixed(2)}
          />
          {chargesMinor === 0 ? null : (
            <rect
              className="charges"
              x={(width * 0.1).toFixed(3)}
              y={(HEIGHT - scale(amountMinor)).toFixed(2)}
              width={(width * 0.8).toFixed(3)}
              height={scale(chargesMinor).toFixed(2)}
            />
          )}
        </g>
      ))}
    </svg>
  )
}

import { useTranslation } from 'react-i18next'
import type { InstalmentStatus } from '~/domain/payment-plan'
import { Badge } from '../badge'
import { INSTALMENT_TONES } from '../plans/plan-words'

export interface PlanScheduleRow {
  readonly number: string
  readonly dueOn: string
  readonly amount: string
  /** What came and how the instalment stands; null before the plan is agreed. */
  readonly progress: { readonly paid: string; readonly status: InstalmentStatus } | null
}

/** The instalments of a plan that is offered or agreed. Figures come written. */
export function PlanSchedule({ rows }: { rows: readonly PlanScheduleRow[] }) {
  const { t } = useTranslation('agreement')
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('table.schedule')}>
      <table className="data">
        <caption>{t('table.schedule')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.number')}</th>
            <th scope="col">{t('table.dueOn')}</th>
            <th scope="col" className="n">
              {t('table.amount')}
            </th>
            {rows.some(({ progress }) => progress !== null) ? (
              <>
                <th scope="col" className="n">
                  {t('table.paid')}
                </th>
                <th scope="col">{t('table.state')}</th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ number, dueOn, amount, progress }) => (
            <tr key={number}>
              <th scope="row">{number}</th>
              <td>{dueOn}</td>
              <td className="n">{amount}</td>
              {progress === null ? null : (
                <>
                  <td className="n">{progress.paid}</td>
                  <td>
                    <Badge tone={INSTALMENT_TONES[progress.status]}>{t(`instalmentStatus.${progress.status}`)}</Badge>
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

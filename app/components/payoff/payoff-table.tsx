import { useTranslation } from '~/i18n/use-translation'
import { listPayoffSteps, type Payoff, type PayoffStep } from '~/domain/payoff'
import type { Formatters } from '~/i18n/formatters'

/** The days on which the amount changes, and below them every day. */
export function PayoffTables({ payoffs, format }: { payoffs: readonly Payoff[]; format: Formatters }) {
  const { t } = useTranslation('payoff')
  return (
    <>
      <PayoffTable caption={t('table.caption')} steps={listPayoffSteps(payoffs)} format={format} withCauses />
      <details>
        <summary>{t('table.every')}</summary>
        <PayoffTable
          caption={t('table.every')}
          steps={payoffs.map((payoff) => ({ payoff, causes: [] }))}
          format={format}
        />
      </details>
    </>
  )
}

function PayoffTable({
  caption,
  steps,
  format,
  withCauses = false,
}: {
  caption: string
  steps: readonly PayoffStep[]
  format: Formatters
  withCauses?: boolean
}) {
  const { t } = useTranslation('payoff')
  const has = (pick: (payoff: Payoff) => number) => steps.some(({ payoff }) => pick(payoff) > 0)
  const columns = [
    { head: t('table.principal'), pick: (payoff: Payoff) => payoff.principalMinor },
    ...(has(({ discountMinor }) => discountMinor)
      ? [{ head: t('table.discount'), pick: (payoff: Payoff) => 0 - payoff.discountMinor }]
      : []),
    ...(has(({ interestMinor }) => interestMinor)
      ? [{ head: t('table.interest'), pick: (payoff: Payoff) => payoff.interestMinor }]
      : []),
    ...(has(({ compensationMinor }) => compensationMinor)
      ? [{ head: t('table.compensation'), pick: (payoff: Payoff) => payoff.compensationMinor }]
      : []),
    { head: t('table.total'), pick: (payoff: Payoff) => payoff.totalMinor },
  ]
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="data folded">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.day')}</th>
            {columns.map(({ head }) => (
              <th key={head} scope="col" className="n">
                {head}
              </th>
            ))}
            {withCauses ? <th scope="col">{t('table.cause')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {steps.map(({ payoff, causes }) => (
            <tr key={payoff.on}>
              <th scope="row">{format.day(payoff.on)}</th>
              {columns.map(({ head, pick }) => (
                <td key={head} className="n" data-label={head}>
                  {format.money(pick(payoff), payoff.currency)}
                </td>
              ))}
              {withCauses ? (
                <td data-label={t('table.cause')}>{causes.map((cause) => t(`cause.${cause}`)).join(', ')}</td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

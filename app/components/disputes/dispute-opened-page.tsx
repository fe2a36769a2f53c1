/** After a dispute was sent: its reference, the clock, and the way to pay what is not disputed. */
import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'
import { OutcomeCard } from '../outcome-card'
import { sumByCurrency } from './dispute-review-page'
import { DisputeList } from './dispute-list'
import type { ShownDispute } from './shown-dispute'

interface DisputeOpenedPageProps {
  creditorName: string
  /** Names what the form opened: what is left to be paid of it is chosen by that. */
  batchId: string
  /** What one form opened: at least one. */
  opened: readonly (ShownDispute & { dueNowMinor: number })[]
  mayPay: boolean
  format: Formatters
}

export function DisputeOpenedPage({ creditorName, batchId, opened, mayPay, format }: DisputeOpenedPageProps) {
  const { t } = useTranslation('dispute')
  const sums = sumByCurrency(opened)
  const [first] = opened
  const day = first?.answerDueOn
  return (
    <>
      <a className="back" href="/disputes">
        {t('toDisputes')}
      </a>
      <div className="stack">
        <OutcomeCard
          tone="good"
          title={t('opened.title', { count: opened.length })}
          sum={sums.map(({ claimedMinor, currency }) => format.money(claimedMinor, currency)).join(' + ')}
        >
          <p>{t('opened.reference', { references: opened.map(({ reference }) => reference).join(', ') })}</p>
          {day === null || day === undefined ? null : (
            <p>{t('opened.clock', { creditor: creditorName, day: format.day(day) })}</p>
          )}
          {sums.map(({ currency, dueNowMinor }) => {
            const amount = format.money(dueNowMinor, currency)
            if (dueNowMinor === 0) return <p key={currency}>{t('opened.nothingDue')}</p>
            return (
              <div key={currency} className="stack">
                <p>{t('opened.staysDue', { amount })}</p>
                {mayPay ? (
                  <p className="actions">
                    <a
                      className="btn big"
                      href={`/pay?${new URLSearchParams({ batch: batchId, currency }).toString()}`}
                    >
                      {t('opened.pay', { amount })}
                    </a>
                  </p>
                ) : null}
              </div>
            )
          })}
        </OutcomeCard>
        <DisputeList disputes={opened} creditorName={creditorName} format={format} />
      </div>
    </>
  )
}

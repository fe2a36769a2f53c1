/** The creditor's case on a debtor: what happened, in order, with the balance after each. */
import { Link } from '@remix-run/react'
import { Trans, useTranslation } from 'react-i18next'
import { Badge, type BadgeTone } from '../badge'
import { EmptyState } from '../empty-state'
import { FailureReason } from './failure-reason'
import { nameOutcomeEvent } from './outcome-event-name'

export type DeliveryProgress = 'delivered' | 'waiting' | 'retrying' | 'parked'

export interface RecordEntry {
  sequence: number
  type: string
  occurredAt: string
  /** The same, written. */
  at: string
  payment: {
    id: string
    reference: string
    amount: string
    failureCode: string | null
    /** Why it went back, as somebody said. */
    reason: string | null
    late: boolean
  } | null
  dispute: { id: string; reference: string; claimed: string; granted: string | null; text: string | null } | null
  invoices: { number: string; amount: string }[]
  openedBy: string | null
  /** What the debtor wrote. */
  contact: { id: string; reference: string } | null
  balances: { currency: string; balance: string }[]
  delivery: DeliveryProgress | null
  intact: boolean
  /** The first signs of the hashes. */
  hash: string
  previousHash: string
}

interface CollectionRecordProps {
  entries: readonly RecordEntry[]
  /** Addresses of the older and the newest page, where there are such. */
  olderHref: string | null
  newestHref: string | null
}

export function CollectionRecord({ entries, olderHref, newestHref }: CollectionRecordProps) {
  const { t } = useTranslation(['console', 'common'])
  return (
    <section aria-labelledby="record-title">
      <h2 id="record-title">{t('record.outcomes')}</h2>
      {entries.length === 0 ? (
        <EmptyState title={t('record.none')}>
          <p>{t('record.noneText')}</p>
        </EmptyState>
      ) : (
        <ol className="record" reversed>
          {entries.map((entry) => (
            <RecordItem key={entry.sequence} entry={entry} />
          ))}
        </ol>
      )}
      <nav className="pages" aria-label={t('common:pages.label')}>
        <ul>
          {newestHref === null ? null : (
            <li>
              <Link to={newestHref}>{t('record.newest')}</Link>
            </li>
          )}
          {olderHref === null ? null : (
            <li>
              <Link to={olderHref} rel="next">
                {t('record.older')}
              </Link>
            </li>
          )}
        </ul>
      </nav>
    </section>
  )
}

const DELIVERY_TONES: Readonly<Record<DeliveryProgress, BadgeTone>> = {
  delivered: 'good',
  waiting: 'note',
  retrying: 'warn',
  parked: 'bad',
}

function RecordItem({ entry }: { entry: RecordEntry }) {
  const { t } = useTranslation('console')
  const { payment, delivery } = entry
  return (
    <li>
      <time dateTime={entry.occurredAt}>{entry.at}</time>
      <h3>
        <code>#{entry.sequence}</code>
        {nameOutcomeEvent(t, entry.type)}
      </h3>
      {delivery === null ? null : <Badge tone={DELIVERY_TONES[delivery]}>{t(`delivery.${delivery}`)}</Badge>}
      <dl>
        {payment === null ? null : (
          <>
            <RecordFact name={t('record.amount')}>{payment.amount}</RecordFact>
            <RecordFact name={t('record.reference')}>
              <Link to={`/console/payments/${payment.id}`}>
                <bdi>{payment.reference}</bdi>
              </Link>
            </RecordFact>
            {payment.reason === null ? null : (
              <RecordFact name={t('record.failure')}>
                <bdi>{payment.reason}</bdi>
              </RecordFact>
            )}
            {payment.failureCode === null ? null : (
              <RecordFact name={t('record.failure')}>
                <FailureReason code={payment.failureCode} />
              </RecordFact>
            )}
          </>
        )}
        {entry.dispute === null ? null : <DisputeFacts dispute={entry.dispute} />}
        {entry.contact === null ? null : (
          <RecordFact name={t('record.reference')}>
            <Link to={`/console/requests/${entry.contact.id}`}>
              <bdi dir="ltr">{entry.contact.reference}</bdi>
            </Link>
          </RecordFact>
        )}
        {entry.openedBy === null ? null : (
          <RecordFact name={t('record.recipient')}>
            <bdi>{entry.openedBy}</bdi>
          </RecordFact>
        )}
        {entry.invoices.length === 0 ? null : (
          <RecordFact name={t('record.invoices')}>
            {entry.invoices.map(({ number, amount }, index) => (
              <span key={`${number} ${index}`}>
                {index === 0 ? null : ' · '}
                <bdi>{number}</bdi> {amount}
              </span>
            ))}
          </RecordFact>
        )}
        {entry.balances.map(({ currency, balance }) => (
          <RecordFact key={currency} name={t('record.balanceAfter')}>
            {balance}
          </RecordFact>
        ))}
      </dl>
      {payment?.late === true ? <p>{t('record.late')}</p> : null}
      {entry.intact ? null : <p className="late">{t('record.altered')}</p>}
      <p className="hash">
        <Trans
          ns="console"
          i18nKey="record.hash"
          values={{ hash: entry.hash, previous: entry.previousHash }}
          components={{ code: <code /> }}
        />
      </p>
    </li>
  )
}

function DisputeFacts({ dispute }: { dispute: NonNullable<RecordEntry['dispute']> }) {
  const { t } = useTranslation('claims')
  return (
    <>
      <RecordFact name={t('list.dispute')}>
        <Link to={`/console/disputes/${dispute.id}`}>
          <bdi>{dispute.reference}</bdi>
        </Link>
      </RecordFact>
      <RecordFact name={t('fact.claimed')}>{dispute.claimed}</RecordFact>
      {dispute.granted === null ? null : <RecordFact name={t('fact.granted')}>{dispute.granted}</RecordFact>}
      {dispute.text === null ? null : (
        <RecordFact name={t('write.text')}>
          <bdi>{dispute.text}</bdi>
        </RecordFact>
      )}
    </>
  )
}

function RecordFact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

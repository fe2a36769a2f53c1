import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../empty-state'
import { Facts } from '../facts'
import { TextField } from '../form-field'
import { GatewayName } from './gateway-name'

/** Everything is written already. */
export interface ShownJob {
  id: string
  name: string
  failedAt: string
  attempts: string
  error: string | null
  paymentId: string | null
}

export interface ShownEvent {
  id: string
  /** Null where it was never decided. */
  result: string | null
  kind: string
  gateway: string
  amount: string
  references: string[]
  paymentId: string | null
  receivedAt: string
}

export function FailedJobs({ jobs }: { jobs: readonly ShownJob[] }) {
  const { t } = useTranslation('money')
  return (
    <section aria-labelledby="jobs-title">
      <h2 id="jobs-title">{t('jobs.failed')}</h2>
      {jobs.length === 0 ? <EmptyState title={t('jobs.none')} /> : null}
      {jobs.map((job) => (
        <article key={job.id} className="card" aria-labelledby={`job-${job.id}`}>
          <h3 id={`job-${job.id}`}>
            <code dir="ltr">{job.name}</code>
          </h3>
          <Facts
            facts={[
              { name: t('jobs.failedAt'), value: job.failedAt },
              { name: t('jobs.attempts'), value: job.attempts },
              { name: t('jobs.error'), value: job.error === null ? null : <bdi dir="ltr">{job.error}</bdi> },
              {
                name: t('differences.payment'),
                value: job.paymentId === null ? null : <PaymentLink id={job.paymentId} />,
              },
            ]}
          />
          <Form method="post" className="actions">
            <input type="hidden" name="job" value={job.id} />
            <button className="btn quiet" name="intent" value="rerun">
              {t('jobs.rerun')}
            </button>
          </Form>
        </article>
      ))}
    </section>
  )
}

export interface ShownUntoldPayment {
  id: string
  reference: string
  gateway: string
  method: string | null
  amount: string
  references: string[]
  endedAt: string
  waited: { unit: 'hours' | 'days'; count: number }
}

/** Under way for too long, and the provider cannot be asked what became of it. */
export function UntoldPayments({ payments }: { payments: readonly ShownUntoldPayment[] }) {
  const { t } = useTranslation('money')
  return (
    <section aria-labelledby="untold-title">
      <h2 id="untold-title">{t('untold.title')}</h2>
      {payments.length === 0 ? <EmptyState title={t('untold.none')} /> : null}
      {payments.map(({ id, reference, gateway, method, amount, references, endedAt, waited }) => (
        <article key={id} className="card" aria-labelledby={`untold-${id}`}>
          <h3 id={`untold-${id}`}>
            <Link to={`/console/payments/${id}`}>
              <bdi>{reference}</bdi>
            </Link>
          </h3>
          <Facts
            facts={[
              { name: t('events.amount'), value: amount },
              { name: t('differences.gateway'), value: <GatewayName name={gateway} /> },
              { name: t('payment.method'), value: method },
              { name: t('events.references'), value: <code dir="ltr">{references.join(' ')}</code> },
              { name: t('untold.endedAt'), value: endedAt },
              { name: t('untold.waited'), value: t(`untold.${waited.unit}`, { count: waited.count }) },
              {
                name: t('untold.advice'),
                value: t(gateway === 'adyen' ? 'untold.adviceFor.adyen' : 'untold.adviceFor.other'),
              },
            ]}
          />
        </article>
      ))}
    </section>
  )
}

const RESULTS = ['waiting', 'unknown_payment', 'another_transaction', 'currency_mismatch'] as const

export function SetAsideEvents({
  events,
  refused,
}: {
  events: readonly ShownEvent[]
  /** A note that was not taken. */
  refused: { eventId: string; note: string } | null
}) {
  const { t } = useTranslation('money')
  return (
    <section aria-labelledby="events-title">
      <h2 id="events-title">{t('events.title')}</h2>
      {events.length === 0 ? <EmptyState title={t('events.none')} /> : null}
      {events.map((event) => (
        <SetAsideEventCard
          key={event.id}
          event={event}
          refusedNote={refused?.eventId === event.id ? refused.note : null}
        />
      ))}
    </section>
  )
}

function SetAsideEventCard({ event, refusedNote }: { event: ShownEvent; refusedNote: string | null }) {
  const { t } = useTranslation('money')
  const result = RESULTS.find((known) => known === event.result) ?? 'undecided'
  return (
    <article className="card" aria-labelledby={`event-${event.id}`}>
      <h3 id={`event-${event.id}`}>{t(`events.result.${result}`)}</h3>
      <Facts
        facts={[
          { name: t('events.kind'), value: <code dir="ltr">{event.kind}</code> },
          { name: t('events.amount'), value: event.amount },
          { name: t('differences.gateway'), value: <GatewayName name={event.gateway} /> },
          { name: t('events.references'), value: <code dir="ltr">{event.references.join(' ')}</code> },
          {
            name: t('differences.payment'),
            value: event.paymentId === null ? null : <PaymentLink id={event.paymentId} />,
          },
          { name: t('events.receivedAt'), value: event.receivedAt },
        ]}
      />
      <Form method="post">
        <input type="hidden" name="event" value={event.id} />
        <TextField
          id={`note-${event.id}`}
          name="note"
          label={t('differences.note')}
          autoComplete="off"
          maxLength={500}
          defaultValue={refusedNote ?? ''}
          problem={refusedNote === null ? undefined : t('problem.note')}
        />
        <p className="actions">
          <button className="btn quiet" name="intent" value="close">
            {t('events.close')}
          </button>
          <button className="btn quiet" name="intent" value="retry">
            {t('events.retry')}
          </button>
        </p>
      </Form>
    </article>
  )
}

function PaymentLink({ id }: { id: string }) {
  const { t } = useTranslation('money')
  return <Link to={`/console/payments/${id}`}>{t('jobs.showPayment')}</Link>
}

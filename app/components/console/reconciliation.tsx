/** Comparisons of the books with the providers', and what they found. */
import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { DifferenceKind } from '~/domain/reconciliation'
import { Badge } from '../badge'
import { EmptyState } from '../empty-state'
import { Facts } from '../facts'
import { TextField } from '../form-field'
import { GatewayName } from './gateway-name'

/** Everything is written already. */
export interface ShownRun {
  id: string
  gateway: string
  startedAt: string
  /** Null while it is under way. */
  endedAt: string | null
  /** `report`: the provider's own, that somebody loaded. */
  occasion: 'nightly' | 'onDemand' | 'report'
  checked: string
  corrected: string
  unanswered: string
}

export interface ShownDifference {
  id: string
  kind: DifferenceKind
  gateway: string
  paymentId: string
  paymentReference: string
  debtor: { externalId: string; name: string }
  /** What each side's books say, part by part; empty where there is no such thing. */
  ours: string[]
  theirs: string[]
  foundAt: string
  resolvedAt: string | null
  note: string | null
}

export function DifferenceCards({
  differences,
  mayManage,
  refused,
}: {
  differences: readonly ShownDifference[]
  mayManage: boolean
  /** A note that was not taken. */
  refused: { differenceId: string; note: string } | null
}) {
  const { t } = useTranslation('money')
  return (
    <section aria-labelledby="differences-title">
      <h2 id="differences-title">{t('differences.title')}</h2>
      {differences.length === 0 ? (
        <EmptyState title={t('differences.none')}>
          <p>{t('differences.noneText')}</p>
        </EmptyState>
      ) : (
        differences.map((difference) => (
          <DifferenceCard
            key={difference.id}
            difference={difference}
            mayManage={mayManage}
            refusedNote={refused?.differenceId === difference.id ? refused.note : null}
          />
        ))
      )}
    </section>
  )
}

function DifferenceCard({
  difference,
  mayManage,
  refusedNote,
}: {
  difference: ShownDifference
  mayManage: boolean
  refusedNote: string | null
}) {
  const { t } = useTranslation('money')
  const facts = useDifferenceFacts(difference)
  return (
    <article className="card" aria-labelledby={`difference-${difference.id}`}>
      <h3 id={`difference-${difference.id}`}>{t(`differences.kind.${difference.kind}`)}</h3>
      <Facts facts={facts} />
      {mayManage ? (
        <Form method="post">
          <input type="hidden" name="difference" value={difference.id} />
          <TextField
            id={`note-${difference.id}`}
            name="note"
            label={t('differences.note')}
            autoComplete="off"
            maxLength={500}
            defaultValue={refusedNote ?? ''}
            problem={refusedNote === null ? undefined : t('problem.note')}
            required
          />
          <p className="actions">
            <button className="btn quiet" name="intent" value="resolve">
              {t('differences.resolve')}
            </button>
          </p>
        </Form>
      ) : null}
    </article>
  )
}

function useDifferenceFacts(difference: ShownDifference) {
  const { t } = useTranslation('money')
  const write = (side: readonly string[]) =>
    side.length === 0
      ? t('differences.absent')
      : side.map((part, index) => (
          <span key={part}>
            {index === 0 ? null : ' · '}
            <bdi>{part}</bdi>
          </span>
        ))
  return [
    {
      name: t('differences.payment'),
      value: (
        <Link to={`/console/payments/${difference.paymentId}`}>
          <bdi>{difference.paymentReference}</bdi>
        </Link>
      ),
    },
    {
      name: t('differences.debtor'),
      value: (
        <Link to={`/console/debtors/${encodeURIComponent(difference.debtor.externalId)}`}>
          <bdi>{difference.debtor.name}</bdi>
        </Link>
      ),
    },
    { name: t('differences.gateway'), value: <GatewayName name={difference.gateway} /> },
    { name: t('differences.ours'), value: write(difference.ours) },
    { name: t('differences.theirs'), value: write(difference.theirs) },
    { name: t('differences.foundAt'), value: difference.foundAt },
  ]
}

export function ReconciliationRuns({ runs }: { runs: readonly ShownRun[] }) {
  const { t } = useTranslation('money')
  return runs.length === 0 ? null : (
    <section>
      <h2 id="runs-title">{t('runs.title')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="runs-title">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('runs.startedAt')}</th>
              <th scope="col">{t('differences.gateway')}</th>
              <th scope="col" className="n">
                {t('runs.checked')}
              </th>
              <th scope="col" className="n">
                {t('runs.corrected')}
              </th>
              <th scope="col" className="n">
                {t('runs.unanswered')}
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id}>
                <th scope="row">
                  {run.startedAt}
                  <small>{t(`runs.${run.occasion}`)}</small>
                </th>
                <td>
                  <GatewayName name={run.gateway} />{' '}
                  {run.endedAt === null ? <Badge tone="note">{t('runs.underWay')}</Badge> : null}
                </td>
                <td className="n">{run.checked}</td>
                <td className="n">{run.corrected}</td>
                <td className="n">{run.unanswered}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

export function ResolvedDifferences({ differences }: { differences: readonly ShownDifference[] }) {
  const { t } = useTranslation('money')
  return differences.length === 0 ? null : (
    <section>
      <h2 id="resolved-title">{t('differences.resolved')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="resolved-title">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('differences.payment')}</th>
              <th scope="col">{t('differences.what')}</th>
              <th scope="col">{t('differences.resolvedAt')}</th>
              <th scope="col">{t('differences.noteColumn')}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map((difference) => (
              <tr key={difference.id}>
                <th scope="row">
                  <Link to={`/console/payments/${difference.paymentId}`}>
                    <bdi>{difference.paymentReference}</bdi>
                  </Link>
                </th>
                <td>{t(`differences.kind.${difference.kind}`)}</td>
                <td className="nowrap">{difference.resolvedAt}</td>
                <td>{difference.note === null ? t('differences.madeUp') : <bdi>{difference.note}</bdi>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

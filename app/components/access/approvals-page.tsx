/** Payments that wait for a second person, and what became of earlier ones. */
import { useTranslation } from '~/i18n/use-translation'
import type { ApprovalState } from '~/domain/payment-approval'
import { Badge } from '../badge'
import { Facts } from '../facts'
import { TitleBlock } from '../title-block'

export interface ListedApproval {
  id: string
  state: ApprovalState
  amount: string
  requestedBy: string | null
  requestedAt: string
  expiresAt: string
  decidedBy: string | null
  decidedAt: string | null
  reason: string | null
}

export function ApprovalsPage({ approvals }: { approvals: readonly ListedApproval[] }) {
  const { t } = useTranslation('delegation')
  return (
    <>
      <a className="back" href="/access">
        {t('forward.back')}
      </a>
      <TitleBlock title={t('approvals.title')} />
      <div className="stack">
        {approvals.length === 0 ? <p className="soft">{t('approvals.none')}</p> : null}
        {approvals.map((approval) => (
          <article key={approval.id} className="card stack" aria-labelledby={`approval-${approval.id}`}>
            <h2 id={`approval-${approval.id}`}>{approval.amount}</h2>
            <ApprovalFacts approval={approval} />
            <p className="actions">
              <a className="btn quiet" href={`/approvals/${approval.id}`} aria-describedby={`approval-${approval.id}`}>
                {t('approvals.show')}
              </a>
            </p>
          </article>
        ))}
      </div>
    </>
  )
}

export function ApprovalFacts({ approval }: { approval: ListedApproval }) {
  const { t } = useTranslation('delegation')
  const { state, requestedBy, decidedBy } = approval
  return (
    <Facts
      facts={[
        {
          name: t('approvals.status'),
          value: (
            <Badge tone={state === 'waiting' ? 'warn' : state === 'approved' ? 'good' : 'plain'}>
              {t(/* i18n: delegation:approvals.state.* */ `approvals.state.${state}`)}
            </Badge>
          ),
        },
        { name: t('approvals.amount'), value: approval.amount },
        { name: t('approvals.by'), value: requestedBy === null ? null : <bdi>{requestedBy}</bdi> },
        { name: t('approvals.on'), value: approval.requestedAt },
        { name: t('approvals.until'), value: state === 'waiting' || state === 'expired' ? approval.expiresAt : null },
        { name: t('approvals.decidedBy'), value: decidedBy === null ? null : <bdi>{decidedBy}</bdi> },
        { name: t('approvals.decidedOn'), value: approval.decidedAt },
        { name: t('approvals.reason'), value: approval.reason === null ? null : <bdi>{approval.reason}</bdi> },
      ]}
    />
  )
}

/** Who can open the account, who has been there, and what the visitor may do about it. */
import { useTranslation } from '~/i18n/use-translation'
import type { AccessLinkState } from '~/domain/access-link'
import type { AccessRight } from '~/domain/access-scope'
import type { Formatters } from '~/i18n/formatters'
import { AccessLog, type AccessLogItem } from '../access-log'
import { Badge } from '../badge'
import { Callout } from '../callout'
import { Facts, type Fact } from '../facts'
import { Pagination } from '../pagination'
import { TitleBlock } from '../title-block'

export interface ShownLink {
  id: string
  name: string | null
  email: string | null
  scope: readonly AccessRight[]
  /** How many documents it opens; null for the whole account. */
  documentCount: number | null
  /** Written, one a currency. */
  caps: readonly string[]
  issuedAt: string
  validUntil: string
  forwardedBy: string | null
  /** What it was mailed about; null where it came by itself. */
  occasion: 'dispute' | 'payment' | 'renewal' | null
  state: AccessLinkState
  canWithdraw: boolean
  canReport: boolean
}

export interface AccessPageProps {
  creditorName: string
  own: ShownLink
  links: readonly ShownLink[]
  /** A page of it, newest first. */
  log: { items: readonly AccessLogItem[]; page: number; pageCount: number; pageSize: number; total: number }
  notice: 'forwarded' | 'withdrawn' | 'reported' | 'limit' | null
  /** Written limits above which a second person is needed; null for whoever may not pay. */
  limits: readonly string[] | null
  canChangeLimits: boolean
  format: Formatters
}

export function AccessPage(props: AccessPageProps) {
  const { creditorName, own, links, log, notice, limits, canChangeLimits, format } = props
  const { t } = useTranslation(['delegation', 'common'])
  return (
    <>
      <TitleBlock title={t('access.title')}>
        <p>{t('access.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {notice === null ? null : (
          <Callout tone="good">
            {t(/* i18n: delegation:access.notice.* */ `access.notice.${notice}`, { creditor: creditorName })}
          </Callout>
        )}
        <section className="card stack" aria-labelledby="own-title">
          <h2 id="own-title">{t('access.own')}</h2>
          <LinkFacts link={own} />
          <p className="actions">
            <a className="btn" href="/access/forward">
              {t('access.forward')}
            </a>
          </p>
        </section>
        {limits === null ? null : <ApprovalSection limits={limits} canChange={canChangeLimits} />}
        <section className="stack" aria-labelledby="others-title">
          <h2 id="others-title">{t('access.others')}</h2>
          {links.length === 0 ? <p className="soft">{t('access.none')}</p> : null}
          {links.map((link) => (
            <LinkCard key={link.id} link={link} />
          ))}
        </section>
        <section className="stack" aria-labelledby="log-title">
          <h2 id="log-title">{t('access.log')}</h2>
          <p>{t('access.logLead')}</p>
          <AccessLog items={log.items} />
          <Pagination
            page={log.page}
            pageCount={log.pageCount}
            pageSize={log.pageSize}
            total={log.total}
            format={format}
            getHref={(page) => `/access?log=${page}#log-title`}
          />
        </section>
      </div>
    </>
  )
}

function ApprovalSection({ limits, canChange }: { limits: readonly string[]; canChange: boolean }) {
  const { t } = useTranslation('delegation')
  return (
    <section className="card stack" aria-labelledby="approval-title">
      <h2 id="approval-title">{t('access.approval')}</h2>
      {limits.length === 0 ? <p>{t('access.approvalNone')}</p> : null}
      {limits.map((amount) => (
        <p key={amount}>{t('access.approvalAbove', { amount })}</p>
      ))}
      <p className="actions">
        <a className="btn quiet" href="/approvals">
          {t('access.showApprovals')}
        </a>
        {canChange ? (
          <a className="btn quiet" href="/access/limit">
            {t('access.changeLimit')}
          </a>
        ) : null}
      </p>
    </section>
  )
}

function LinkCard({ link }: { link: ShownLink }) {
  const { t } = useTranslation('delegation')
  const titleId = `link-${link.id}`
  return (
    <article className="card stack" aria-labelledby={titleId}>
      <h3 id={titleId}>
        <bdi>{link.name ?? link.email ?? t('access.nameless')}</bdi>
      </h3>
      {/* What the heading says is not said again. */}
      <LinkFacts link={link.name === null ? { ...link, email: null } : { ...link, name: null }} />
      {link.canWithdraw ? (
        <form method="post" action="/access">
          <input type="hidden" name="link" value={link.id} />
          <p className="hint">{t('access.withdrawHint')}</p>
          <p className="actions">
            <button className="btn danger" name="intent" value="withdraw" aria-describedby={titleId}>
              {t('access.withdraw')}
            </button>
          </p>
        </form>
      ) : null}
      {link.canReport ? (
        <form method="post" action="/access" className="actions">
          <input type="hidden" name="link" value={link.id} />
          <button className="btn quiet" name="intent" value="report" aria-describedby={titleId}>
            {t('access.report')}
          </button>
        </form>
      ) : null}
    </article>
  )
}

function LinkFacts({ link }: { link: ShownLink }) {
  const { t, i18n } = useTranslation(['delegation', 'access'])
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const rights: Readonly<Record<AccessRight, string>> = {
    view: t('access:rights.view'),
    pay: t('access:rights.pay'),
    dispute: t('access:rights.dispute'),
    agree: t('access:rights.agree'),
  }
  const facts: Fact[] = [
    { name: t('access.name'), value: link.name === null ? null : <bdi>{link.name}</bdi> },
    { name: t('access.email'), value: link.email === null ? null : <bdi>{link.email}</bdi> },
    { name: t('access.rights'), value: list.format(link.scope.map((right) => rights[right])) },
    {
      name: t('access.documents'),
      value: link.documentCount === null ? t('access.whole') : t('access.chosen', { count: link.documentCount }),
    },
    { name: t('access.cap'), value: link.caps.length === 0 ? null : list.format(link.caps) },
    { name: t('access.forwardedBy'), value: link.forwardedBy === null ? null : <bdi>{link.forwardedBy}</bdi> },
    {
      name: t('access.occasion'),
      value:
        link.occasion === null
          ? null
          : t(/* i18n: delegation:access.occasions.* */ `delegation:access.occasions.${link.occasion}`),
    },
    { name: t('access.issuedAt'), value: link.issuedAt },
    { name: t('access.validUntil'), value: link.validUntil },
    {
      name: t('access.state'),
      value: (
        <Badge tone={link.state === 'usable' ? 'good' : 'plain'}>
          {t(/* i18n: delegation:access.states.* */ `access.states.${link.state}`)}
        </Badge>
      ),
    },
  ]
  return <Facts facts={facts} />
}

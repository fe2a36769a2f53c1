/** What was promised from this account, and what became of it. */
import { useTranslation } from '~/i18n/use-translation'
import { Badge } from '../badge'
import { Callout } from '../callout'
import { EmptyState } from '../empty-state'
import { Facts } from '../facts'
import { TitleBlock } from '../title-block'
import { PROMISE_TONES, type ShownPromise } from './shown-promise'

interface PromisesPageProps {
  creditorName: string
  promises: readonly ShownPromise[]
  /** Another can be made. */
  mayPromise: boolean
  /** Reference of the one that was just made, or was just taken back. */
  justMade: string | null
  justCanceled: string | null
}

export function PromisesPage({ creditorName, promises, mayPromise, justMade, justCanceled }: PromisesPageProps) {
  const { t } = useTranslation('promise')
  return (
    <>
      <a className="back" href="/statement">
        {t('toStatement')}
      </a>
      <TitleBlock title={t('list.title')}>
        <p>{t('list.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {justMade === null ? null : (
          <Callout tone="good">{t('list.made', { reference: justMade, creditor: creditorName })}</Callout>
        )}
        {justCanceled === null ? null : (
          <Callout tone="good">{t('list.canceled', { reference: justCanceled })}</Callout>
        )}
        {mayPromise ? (
          <p className="actions">
            <a className="btn quiet" href="/promises/new">
              {t('offer')}
            </a>
          </p>
        ) : null}
        {promises.length === 0 ? (
          <EmptyState title={t('list.none')} />
        ) : (
          promises.map((promise) => <PromiseCard key={promise.id} promise={promise} mayCancel={mayPromise} />)
        )}
      </div>
    </>
  )
}

function PromiseCard({ promise, mayCancel }: { promise: ShownPromise; mayCancel: boolean }) {
  const { t } = useTranslation('promise')
  const { id, status, amount, day } = promise
  return (
    <article className="card stack" aria-labelledby={`promise-${id}`}>
      <div>
        <h2 id={`promise-${id}`}>
          {t('card.title', { amount, day })} <Badge tone={PROMISE_TONES[status]}>{t(`status.${status}`)}</Badge>
        </h2>
      </div>
      <PromiseFacts promise={promise} />
      {promise.note === '' ? null : (
        <p className="written" dir="auto">
          {promise.note}
        </p>
      )}
      {status === 'open' && mayCancel ? (
        <form method="post" action="/promises" className="stack">
          <input type="hidden" name="promise" value={id} />
          <p id={`cancel-${id}`} className="soft">
            {t('card.cancelHint')}
          </p>
          <p className="actions">
            <button className="btn quiet" name="intent" value="cancel" aria-describedby={`cancel-${id}`}>
              {t('card.cancel')}
            </button>
          </p>
        </form>
      ) : null}
    </article>
  )
}

function PromiseFacts({ promise }: { promise: ShownPromise }) {
  const { t } = useTranslation('promise')
  return (
    <Facts
      facts={[
        { name: t('fact.reference'), value: <bdi dir="ltr">{promise.reference}</bdi> },
        {
          name: t('fact.invoices'),
          value: promise.invoices.map((number, index) => (
            <span key={number}>
              {index === 0 ? '' : ', '}
              <bdi>{number}</bdi>
            </span>
          )),
        },
        { name: t('fact.madeAt'), value: promise.madeAt },
        { name: t('fact.received'), value: promise.received },
        { name: t('fact.pausedUntil'), value: promise.status === 'open' ? promise.pausedUntil : null },
      ]}
    />
  )
}

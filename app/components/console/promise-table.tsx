import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../badge'
import { EmptyState } from '../empty-state'
import { PROMISE_TONES, type ShownPromise } from '../promises/shown-promise'
import { ConfirmedAction } from './confirmed-action'

export type PromiseRow = ShownPromise & {
  readonly debtor: { readonly externalId: string; readonly name: string }
  /** One of the creditor's people entered it. */
  readonly isOwn: boolean
  /** Who of them; null where it was a program, or is not known. */
  readonly enteredBy: string | null
}

/** Promises of several debtors, and the way to end an open one. */
export function PromiseTable({ promises, mayManage }: { promises: readonly PromiseRow[]; mayManage: boolean }) {
  const { t } = useTranslation('promise')
  if (promises.length === 0) return <EmptyState title={t('console.none')} />
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="promises-caption">
      <table className="data folded">
        <caption id="promises-caption">{t('console.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('console.debtor')}</th>
            <th scope="col" className="n">
              {t('console.amount')}
            </th>
            <th scope="col">{t('console.day')}</th>
            <th scope="col" className="n">
              {t('console.received')}
            </th>
            <th scope="col">{t('console.made')}</th>
            <th scope="col">{t('console.state')}</th>
          </tr>
        </thead>
        <tbody>
          {promises.map((promise) => (
            <tr key={promise.id}>
              <td>
                <Link to={`/console/debtors/${encodeURIComponent(promise.debtor.externalId)}`}>
                  <bdi>{promise.debtor.name}</bdi>
                </Link>
                <br />
                <bdi>{promise.invoices.join(', ')}</bdi>
                {promise.note === '' ? null : (
                  <>
                    <br />
                    <bdi className="soft">{promise.note}</bdi>
                  </>
                )}
              </td>
              <td className="n" data-label={t('console.amount')}>
                {promise.amount}
              </td>
              <td data-label={t('console.day')}>{promise.day}</td>
              <td className="n" data-label={t('console.received')}>
                {promise.received ?? '–'}
              </td>
              <td data-label={t('console.made')}>
                {promise.madeAt}
                {promise.isOwn ? (
                  <>
                    <br />
                    <span className="soft">
                      {promise.enteredBy === null
                        ? t('console.enteredBy')
                        : t('console.enteredByName', { name: promise.enteredBy })}
                    </span>
                  </>
                ) : null}
              </td>
              <td data-label={t('console.state')}>
                <Badge tone={PROMISE_TONES[promise.status]}>{t(`status.${promise.status}`)}</Badge>
                {mayManage && promise.status === 'open' ? (
                  <Form method="post">
                    <input type="hidden" name="promise" value={promise.id} />
                    <ConfirmedAction
                      label={t('console.cancel')}
                      hint={t('console.cancelHint')}
                      confirm={t('console.cancel')}
                      intent="cancel"
                    />
                  </Form>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

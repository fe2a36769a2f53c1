import type { PlanEntry } from '~/domain/payment-plan'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'

/** All that was said and done of a plan, oldest first. */
export function PlanThread({
  entries,
  creditorName,
  format,
}: {
  entries: readonly PlanEntry[]
  creditorName: string
  format: Formatters
}) {
  const { t } = useTranslation('agreement')
  return (
    <section aria-labelledby="thread-title">
      <h2 id="thread-title">{t('one.thread')}</h2>
      <ol className="thread">
        {entries.map(({ id, at, side, step, author, authorName, text }) => (
          <li key={id} data-side={side}>
            <h3>{t(`step.${step}`)}</h3>
            <p className="soft">
              {authorName === null ? null : (
                <>
                  <bdi>{authorName}</bdi> ·{' '}
                </>
              )}
              {author === 'system' ? null : (
                <>
                  <bdi>{side === 'debtor' ? t('one.yours') : creditorName}</bdi> ·{' '}
                </>
              )}
              {format.instant(at)}
            </p>
            {text === '' ? null : <p className="said">{text}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A ledger that is being compared, or that could not be. */
import type { LedgerUpload } from '~/domain/ledger-upload'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { TitleBlock } from '../title-block'

interface LedgerProgressPageProps {
  upload: LedgerUpload
  /** While the page looks again by itself: the address that makes it stop. */
  stopHref: string | null
  format: Formatters
}

export function LedgerProgressPage({ upload, stopHref, format }: LedgerProgressPageProps) {
  const { t } = useTranslation('ledger')
  const { id, filename, awaited, failedAt, expiresAt } = upload
  const address = `/reconciliation/${id}`
  return (
    <>
      <a className="back" href="/reconciliation">
        {t('back')}
      </a>
      <TitleBlock title={awaited === null ? t('progress.failedTitle') : t('progress.title')}>
        <p>
          <bdi>{filename}</bdi>
        </p>
      </TitleBlock>
      <div className="stack">
        {awaited === null ? (
          <>
            <Callout tone="bad">
              {t('progress.failed', { at: failedAt === null ? '' : format.instant(failedAt) })}
            </Callout>
            <form method="post" action={address} className="actions">
              <button className="btn" name="intent" value="compare">
                {t('result.compareAgain')}
              </button>{' '}
              <a href={`${address}/columns`}>{t('result.changeColumns')}</a>
            </form>
          </>
        ) : (
          <>
            <Callout tone="info">{t('progress.text', { since: format.instant(awaited.since) })}</Callout>
            <p className="soft">
              {stopHref === null ? (
                <a href={address}>{t('progress.look')}</a>
              ) : (
                <>
                  {t('progress.looksAgain')} <a href={stopHref}>{t('progress.stop')}</a>
                </>
              )}
            </p>
          </>
        )}
        <form method="post" action={address}>
          <p className="soft">{t('result.expires', { at: format.instant(expiresAt) })}</p>
          <button className="link" name="intent" value="delete">
            {t('result.delete')}
          </button>
        </form>
      </div>
    </>
  )
}

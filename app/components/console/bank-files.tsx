/** Bank statements: the form that loads one, and those that were loaded. */
import { useTranslation } from 'react-i18next'

export interface ShownFile {
  id: string
  name: string
  format: string
  transactionCount: string
  newCount: string
  loadedAt: string
  /** Null where the file itself was not kept. */
  href: string | null
  /** Where the columns of a table are corrected. */
  columnsHref: string | null
}

export function LoadStatementForm() {
  const { t } = useTranslation('console')
  return (
    <form method="post" action="/console/bank" encType="multipart/form-data" className="card stack">
      <div className="field">
        <label htmlFor="file">{t('bank.file')}</label>
        <p className="hint" id="file-hint">
          {t('bank.fileHint')}
        </p>
        <input id="file" name="file" type="file" required accept=".xml,.csv,.txt" aria-describedby="file-hint" />
      </div>
      <p className="actions">
        <button className="btn">{t('bank.load')}</button>
      </p>
    </form>
  )
}

export function StatementFiles({ files, mayManage }: { files: readonly ShownFile[]; mayManage: boolean }) {
  const { t } = useTranslation('console')
  if (files.length === 0) return null
  return (
    <section aria-labelledby="files-title">
      <h2 id="files-title">{t('bank.files')}</h2>
      <div className="cards">
        {files.map(({ id, name, format, transactionCount, newCount, loadedAt, href, columnsHref }) => (
          <section key={id} className="card">
            <h3>
              {href === null ? (
                <bdi>{name}</bdi>
              ) : (
                <a href={href} download>
                  <bdi>{name}</bdi>
                </a>
              )}
            </h3>
            <dl className="facts">
              {[
                [t('bank.loadedAt'), loadedAt],
                [t('bank.format'), format],
                [t('bank.bookings'), transactionCount],
                [t('bank.newBookings'), newCount],
              ].map(([term, value]) => (
                <div key={term}>
                  <dt>{term}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {mayManage && columnsHref !== null ? (
              <p>
                <a href={columnsHref}>{t('bank.columns.wrong', { name })}</a>
              </p>
            ) : null}
          </section>
        ))}
      </div>
    </section>
  )
}

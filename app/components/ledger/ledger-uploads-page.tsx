/** Where a clerk sends the ledger of what it owes, and finds those sent before. */
import type { LedgerUpload } from '~/domain/ledger-upload'
import { LEDGER_RETENTION_DAYS } from '~/domain/ledger-upload'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { ErrorSummary } from '../form-field'
import { TitleBlock } from '../title-block'

export const LEDGER_FILE_PROBLEMS = [
  'no_file',
  'too_large',
  'unknown_format',
  'no_document',
  'malformed',
  'bad_encoding',
  'too_many',
] as const

export type LedgerFileProblem = (typeof LEDGER_FILE_PROBLEMS)[number]

export interface LedgerUploadsPageProps {
  creditorName: string
  uploads: readonly LedgerUpload[]
  problem: LedgerFileProblem | null
  isDeleted: boolean
  format: Formatters
}

export function LedgerUploadsPage({ creditorName, uploads, problem, isDeleted, format }: LedgerUploadsPageProps) {
  const { t } = useTranslation('ledger')
  const problems: Readonly<Record<LedgerFileProblem, string>> = {
    no_file: t('problems.no_file'),
    too_large: t('problems.too_large'),
    unknown_format: t('problems.unknown_format'),
    no_document: t('problems.no_document'),
    malformed: t('problems.malformed'),
    bad_encoding: t('problems.bad_encoding'),
    too_many: t('problems.too_many'),
  }
  const text = problem === null ? undefined : problems[problem]
  return (
    <>
      <a className="back" href="/statement">
        {t('toStatement')}
      </a>
      <TitleBlock title={t('title')}>
        <p>{t('lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {isDeleted ? <Callout tone="good">{t('deleted')}</Callout> : null}
        <ErrorSummary problems={text === undefined ? [] : [{ fieldId: 'file', text }]} />
        <form method="post" action="/reconciliation" encType="multipart/form-data" className="card stack">
          <div className="field">
            <label htmlFor="file">{t('file.label')}</label>
            <p className="hint" id="file-hint">
              {t('file.hint', { days: format.integer(LEDGER_RETENTION_DAYS) })}
            </p>
            {text === undefined ? null : (
              <p className="error" id="file-error">
                {text}
              </p>
            )}
            <input
              id="file"
              name="file"
              type="file"
              required
              accept=".csv,.txt,.tsv,.xlsx"
              aria-invalid={text === undefined ? undefined : true}
              aria-describedby={text === undefined ? 'file-hint' : 'file-hint file-error'}
            />
          </div>
          <p className="actions">
            <button className="btn">{t('file.send')}</button>
          </p>
        </form>
        {uploads.length === 0 ? null : <EarlierUploads uploads={uploads} format={format} />}
      </div>
    </>
  )
}

function EarlierUploads({ uploads, format }: Pick<LedgerUploadsPageProps, 'uploads' | 'format'>) {
  const { t } = useTranslation('ledger')
  return (
    <section aria-labelledby="earlier-title">
      <h2 id="earlier-title">{t('earlier.title')}</h2>
      <ul className="files">
        {uploads.map(({ id, filename, uploadedAt, expiresAt, result }) => (
          <li key={id}>
            <a href={result === null ? `/reconciliation/${id}/columns` : `/reconciliation/${id}`}>
              <bdi>{filename}</bdi> <span className="hush">{format.instant(uploadedAt)}</span>
            </a>
            <small>
              {result === null
                ? t('earlier.unfinished', { at: format.instant(uploadedAt) })
                : t('earlier.compared', { at: format.instant(result.comparedAt), until: format.instant(expiresAt) })}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where a clerk sends the ledger of what it owes, and finds those sent before. */
import type { TFunction } from 'i18next'
import { LEDGER_RETENTION_DAYS, type LedgerUpload } from '~/domain/ledger-upload'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { ErrorSummary, FileField } from '../form-field'
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

interface LedgerUploadsPageProps {
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
          <FileField
            id="file"
            label={t('file.label')}
            hint={t('file.hint', { days: format.integer(LEDGER_RETENTION_DAYS) })}
            problems={text === undefined ? [] : [text]}
            required
            accept=".csv,.txt,.tsv,.xlsx"
          />
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
        {uploads.map((upload) => (
          <li key={upload.id}>
            <a href={isAsked(upload) ? `/reconciliation/${upload.id}` : `/reconciliation/${upload.id}/columns`}>
              <bdi>{upload.filename}</bdi> <span className="hush">{format.instant(upload.uploadedAt)}</span>
            </a>
            <small>{describeState(t, upload, format)}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

function isAsked({ result, awaited, failedAt }: LedgerUpload): boolean {
  return result !== null || awaited !== null || failedAt !== null
}

function describeState(
  t: TFunction<'ledger'>,
  { result, awaited, failedAt, uploadedAt, expiresAt }: LedgerUpload,
  format: Formatters,
): string {
  if (awaited !== null) return t('earlier.awaited')
  if (failedAt !== null) return t('earlier.failed', { at: format.instant(failedAt) })
  return result === null
    ? t('earlier.unfinished', { at: format.instant(uploadedAt) })
    : t('earlier.compared', { at: format.instant(result.comparedAt), until: format.instant(expiresAt) })
}

/** What a clerk's ledger and the account have in common, and what not. */
import { LEDGER_FINDING_KINDS, type LedgerFinding, type LedgerFindingKind } from '~/domain/ledger'
import type { LedgerUpload } from '~/domain/ledger-upload'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Pagination } from '../pagination'
import { Tabs } from '../tabs'
import { TitleBlock } from '../title-block'
import { Callout } from '../callout'
import { LEDGER_PAGE_SIZE } from '~/domain/ledger-choice'
import { LedgerFindings } from './ledger-findings'
import { explainKinds, nameKinds } from './ledger-words'

interface LedgerResultPageProps {
  upload: LedgerUpload & { readonly result: NonNullable<LedgerUpload['result']> }
  kind: LedgerFindingKind
  /** From 1. */
  page: number
  findings: readonly LedgerFinding[]
  mayPay: boolean
  mayDispute: boolean
  /** Nothing was ticked, or more copies were asked for than are made at once. */
  problem: 'none' | 'copies' | null
  format: Formatters
}

export function LedgerResultPage(props: LedgerResultPageProps) {
  const { upload, kind, page, findings, mayPay, mayDispute, problem, format } = props
  const { t } = useTranslation('ledger')
  const { counts, comparedAt } = upload.result
  const names = nameKinds(t)
  const address = (of: LedgerFindingKind, at = 1) => `?show=${of}${at === 1 ? '' : `&page=${at}`}`
  return (
    <>
      <a className="back" href="/reconciliation">
        {t('back')}
      </a>
      <TitleBlock
        title={t('result.title')}
        actions={
          <>
            <a href={`/reconciliation/${upload.id}/result.xlsx`}>{t('result.xlsx')}</a>{' '}
            <a href={`/reconciliation/${upload.id}/result.csv`}>{t('result.csv')}</a>
          </>
        }
      >
        <p>
          <bdi>{upload.filename}</bdi> · {t('result.comparedAt', { at: format.instant(comparedAt) })}
        </p>
      </TitleBlock>
      <div className="stack">
        {problem === null ? null : (
          <Callout tone="bad">{problem === 'none' ? t('actions.nothing') : t('actions.tooManyCopies')}</Callout>
        )}
        <Tabs
          label={t('result.kinds')}
          current={kind}
          tabs={LEDGER_FINDING_KINDS.filter((one) => one !== 'unreadable' || counts.unreadable > 0).map((one) => ({
            key: one,
            text: names[one],
            count: format.integer(counts[one]),
            href: address(one),
          }))}
        />
        <div>
          <h2 id="findings-title">{names[kind]}</h2>
          <p>{explainKinds(t)[kind]}</p>
          {findings.length === 0 ? (
            <p className="soft">{t('result.none')}</p>
          ) : (
            <LedgerFindings
              choice={{ uploadId: upload.id, kind, page }}
              count={counts[kind]}
              {...{ findings, mayPay, mayDispute, format }}
            />
          )}
          <Pagination
            page={page}
            pageCount={Math.max(1, Math.ceil(counts[kind] / LEDGER_PAGE_SIZE))}
            pageSize={LEDGER_PAGE_SIZE}
            total={counts[kind]}
            format={format}
            getHref={(at) => address(kind, at)}
          />
        </div>
        <form method="post" className="actions">
          <button className="btn quiet" name="intent" value="compare">
            {t('result.compareAgain')}
          </button>{' '}
          <a href={`/reconciliation/${upload.id}/columns`}>{t('result.changeColumns')}</a>
        </form>
        <form method="post">
          <p className="soft">{t('result.expires', { at: format.instant(upload.expiresAt) })}</p>
          <button className="link" name="intent" value="delete">
            {t('result.delete')}
          </button>
        </form>
      </div>
    </>
  )
}

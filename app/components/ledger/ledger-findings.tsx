/** Findings of one kind: both sides of each, and what can be done with those that are ticked. */
import type { LedgerDocument, LedgerFinding, LedgerFindingKind, LedgerRow } from '~/domain/ledger'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { writeDocumentPath } from '../document-path'
import { Choice } from '../form-field'
import type { LedgerChoice } from '~/domain/ledger-choice'
import { nameRowProblems, nameWays } from './ledger-words'

interface LedgerFindingsProps {
  /** Of which comparison these are a page. */
  choice: Omit<LedgerChoice, 'extent'>
  /** Of the kind, on all pages. */
  count: number
  findings: readonly LedgerFinding[]
  mayPay: boolean
  mayDispute: boolean
  format: Formatters
}

/** Kinds whose invoices are there to be paid, disputed or copied. */
const ABOUT_INVOICES: readonly LedgerFindingKind[] = ['amounts_differ', 'missing_at_yours', 'listed_twice', 'matched']

export function LedgerFindings(props: LedgerFindingsProps) {
  const { choice, count, findings, mayPay, mayDispute, format } = props
  const { uploadId, kind, page } = choice
  const { t } = useTranslation('ledger')
  const isSelectable = ABOUT_INVOICES.includes(kind)
  const hasRows = findings.some(({ rows, unreadable }) => rows.length > 0 || unreadable !== null)
  const hasDocuments = findings.some(({ documents }) => documents.length > 0)
  const hasDifference = kind === 'amounts_differ'
  const hasWay = findings.some(({ by }) => by !== null)
  const table = (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="findings-title">
      <table className="data findings">
        <thead>
          <tr>
            {hasRows ? <th scope="col">{t('table.yours')}</th> : null}
            {hasRows ? (
              <th scope="col" className="n">
                {t('table.yourAmount')}
              </th>
            ) : null}
            {hasDocuments ? <th scope="col">{t('table.ours')}</th> : null}
            {hasDocuments ? (
              <th scope="col" className="n">
                {t('table.ourAmount')}
              </th>
            ) : null}
            {hasDifference ? (
              <th scope="col" className="n">
                {t('table.difference')}
              </th>
            ) : null}
            {hasWay ? <th scope="col">{t('table.foundBy')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <tr key={nameFinding(finding)}>
              {hasRows ? <RowCells finding={finding} format={format} /> : null}
              {hasDocuments ? (
                <DocumentCells documents={finding.documents} isSelectable={isSelectable} format={format} />
              ) : null}
              {hasDifference ? <td className="n">{writeDifference(finding, format)}</td> : null}
              {hasWay ? <td>{finding.by === null ? null : nameWays(t)[finding.by]}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
  if (!isSelectable || !findings.some(({ documents }) => documents.some(isInvoice))) return table
  return (
    <form method="get" action="/pay">
      {table}
      <div className="selection">
        <input type="hidden" name="ledger" value={uploadId} />
        <input type="hidden" name="show" value={kind} />
        <input type="hidden" name="page" value={page} />
        <fieldset className="field">
          <legend>{t('actions.which')}</legend>
          <Choice type="radio" id="of-ticked" name="of" value="ticked" defaultChecked>
            {t('actions.ticked')}
          </Choice>
          {count > findings.length ? (
            <Choice type="radio" id="of-page" name="of" value="page">
              {t('actions.page', { count: findings.length })}
            </Choice>
          ) : null}
          <Choice type="radio" id="of-all" name="of" value="all">
            {t('actions.all', { count })}
          </Choice>
        </fieldset>
        <p className="soft">{t('actions.hint')}</p>
        {mayDispute ? (
          <button className="btn quiet" formAction="/disputes/new">
            {t('actions.dispute')}
          </button>
        ) : null}
        <button className="btn quiet" formAction="/reconciliation/copies.zip">
          {t('actions.copies')}
        </button>
        {mayPay ? <button className="btn">{t('actions.pay')}</button> : null}
      </div>
    </form>
  )
}

function isInvoice({ kind }: LedgerDocument): boolean {
  return kind === 'invoice'
}

function nameFinding({ rows, documents, unreadable }: LedgerFinding): string {
  return [...rows.map(({ position }) => position), unreadable?.position, ...documents.map(({ id }) => id)].join(' ')
}

function writeDifference({ rows, differenceMinor }: LedgerFinding, format: Formatters): string {
  const currency = rows[0]?.currency
  return differenceMinor === null || currency === undefined ? '–' : format.money(differenceMinor, currency)
}

function RowCells({ finding, format }: { finding: LedgerFinding; format: Formatters }) {
  const { t } = useTranslation('ledger')
  const { rows, unreadable } = finding
  if (unreadable !== null) {
    return (
      <>
        <td>
          {t('table.row', { row: format.integer(unreadable.position) })}: {nameRowProblems(t)[unreadable.problem]}
        </td>
        <td>
          <bdi>{unreadable.written}</bdi>
        </td>
      </>
    )
  }
  return (
    <>
      <td>
        {rows.map((row) => (
          <div key={row.position}>
            <bdi>{row.number ?? row.purchaseOrder ?? row.text ?? '–'}</bdi>{' '}
            <small>{describeRow(row, t('table.row', { row: format.integer(row.position) }), format)}</small>
          </div>
        ))}
      </td>
      <td className="n">
        {rows.map(({ position, amountMinor, currency }) => (
          <div key={position}>{format.money(amountMinor, currency)}</div>
        ))}
      </td>
    </>
  )
}

function describeRow({ issueOn }: LedgerRow, place: string, format: Formatters): string {
  return issueOn === null ? place : `${place} · ${format.day(issueOn)}`
}

function DocumentCells({
  documents,
  isSelectable,
  format,
}: {
  documents: readonly LedgerDocument[]
  isSelectable: boolean
  format: Formatters
}) {
  const { t } = useTranslation('ledger')
  return (
    <>
      <td>
        {documents.map((document) => (
          <div key={document.id} className="pick">
            {isSelectable && isInvoice(document) ? (
              <input
                type="checkbox"
                name="invoice"
                value={document.number}
                aria-label={t('table.select', { number: document.number })}
              />
            ) : null}{' '}
            <DocumentName document={document} /> <small>{format.day(document.issueOn)}</small>
          </div>
        ))}
      </td>
      <td className="n">
        {documents.map((document) => (
          <div key={document.id}>
            {format.money(document.amountMinor, document.currency)}
            {document.openMinor === document.amountMinor ? null : (
              <small>
                {' '}
                {document.openMinor === 0
                  ? t('table.settled')
                  : t('table.open', { amount: format.money(document.openMinor, document.currency) })}
              </small>
            )}
          </div>
        ))}
      </td>
    </>
  )
}

function DocumentName({ document: { kind, number } }: { document: LedgerDocument }) {
  const { t } = useTranslation('ledger')
  if (kind === 'unapplied_credit') {
    return (
      <>
        {t('table.credit')} <bdi>{number}</bdi>
      </>
    )
  }
  return (
    <a href={writeDocumentPath({ number, kind })}>
      {kind === 'credit_note' ? t('table.creditNote') : null} <bdi>{number}</bdi>
    </a>
  )
}

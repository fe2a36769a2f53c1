/** A provider's report of what it paid out: the form that loads it, and what became of each of its lines. */
import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DifferenceKind } from '~/domain/reconciliation'
import type { ReportLineRefusal } from '~/domain/report-line-refusal'
import { Facts } from '../facts'
import { ErrorSummary, FileField } from '../form-field'

export interface ReportFileProblem {
  kind: 'no_file' | 'too_large' | 'empty' | 'missing_column' | 'repeated_column' | 'unreadable'
  /** Empty where it is about none. */
  column: string
}

interface ShownLines<Line> {
  total: string
  /** Only the first of them are listed. */
  isCut: boolean
  lines: readonly (Line & { row: string })[]
}

interface ShownPayment {
  id: string
  reference: string
}

/** Everything is written already. */
export interface ShownReport {
  /** So many lines are listed of each kind. */
  most: string
  known: string
  recorded: ShownLines<{
    payment: ShownPayment
    gross: string
    fee: string
    net: string
    exchangeRate: string | null
  }>
  differing: ShownLines<{ payment: ShownPayment; kind: DifferenceKind; ours: string[]; theirs: string[] }>
  unmatched: ShownLines<{ transactionReference: string }>
  refused: ShownLines<{ code: ReportLineRefusal; column: string | null }>
  others: readonly { type: string; concernsPayment: boolean; count: string }[]
}

export function ReportForm({ problem }: { problem: ReportFileProblem | null }) {
  const { t } = useTranslation('money')
  const text = problem && t(`settlementReport.file.${problem.kind}`, { column: problem.column })
  return (
    <form
      method="post"
      action="/console/reconciliation/settlement-report"
      encType="multipart/form-data"
      className="card stack"
    >
      <ErrorSummary problems={text === null ? [] : [{ fieldId: 'report', text }]} />
      <FileField
        id="report"
        name="report"
        label={t('settlementReport.report')}
        hint={t('settlementReport.hint')}
        problems={text === null ? [] : [text]}
        accept=".csv,.txt"
        required
      />
      <p className="actions">
        <button className="btn">{t('settlementReport.load')}</button>
      </p>
    </form>
  )
}

export function ReportResult({ report }: { report: ShownReport }) {
  const { t } = useTranslation('money')
  const { recorded, differing, unmatched, refused, others, known, most } = report
  return (
    <>
      <section className="stack" aria-labelledby="result-title">
        <h2 id="result-title">{t('settlementReport.result')}</h2>
        <div role="status">
          <Facts
            facts={[
              { name: t('settlementReport.recorded'), value: recorded.total },
              { name: t('settlementReport.known'), value: known },
              { name: t('settlementReport.differing'), value: differing.total },
              { name: t('settlementReport.unmatched'), value: unmatched.total },
              { name: t('settlementReport.refused'), value: refused.total },
            ]}
          />
        </div>
      </section>
      <Differing shown={differing} most={most} />
      <LineTable
        id="refused"
        title={t('settlementReport.refused')}
        lead={t('settlementReport.refusedLead')}
        columns={[{ name: t('settlementReport.column') }, { name: t('settlementReport.reason') }]}
        shown={refused}
        most={most}
        cells={({ code, column }) => [column === null ? null : <bdi>{column}</bdi>, t(`settlementReport.line.${code}`)]}
      />
      <Recorded shown={recorded} most={most} />
      <LineTable
        id="unmatched"
        title={t('settlementReport.unmatched')}
        lead={t('settlementReport.unmatchedLead')}
        columns={[{ name: t('payment.transactionReference') }]}
        shown={unmatched}
        most={most}
        cells={({ transactionReference }) => [<code dir="ltr">{transactionReference}</code>]}
      />
      <OtherLines others={others} />
    </>
  )
}

function Differing({ shown, most }: { shown: ShownReport['differing']; most: string }) {
  const { t } = useTranslation('money')
  const write = (side: readonly string[]) =>
    side.map((part, index) => (
      <span key={part}>
        {index === 0 ? null : ' · '}
        <bdi>{part}</bdi>
      </span>
    ))
  return (
    <LineTable
      id="differing"
      title={t('settlementReport.differing')}
      lead={
        <>
          {t('settlementReport.differingLead')} <Link to="/console/reconciliation">{t('reconciliation.title')}</Link>
        </>
      }
      columns={[
        { name: t('differences.payment') },
        { name: t('differences.what') },
        { name: t('differences.ours') },
        { name: t('differences.theirs') },
      ]}
      shown={shown}
      most={most}
      cells={({ payment, kind, ours, theirs }) => [
        <PaymentLink payment={payment} />,
        t(`differences.kind.${kind}`),
        write(ours),
        write(theirs),
      ]}
    />
  )
}

function Recorded({ shown, most }: { shown: ShownReport['recorded']; most: string }) {
  const { t } = useTranslation('money')
  return (
    <LineTable
      id="recorded"
      title={t('settlementReport.recorded')}
      columns={[
        { name: t('differences.payment') },
        { name: t('settlement.gross'), isNumber: true },
        { name: t('settlement.fee'), isNumber: true },
        { name: t('settlement.net'), isNumber: true },
        { name: t('settlement.exchangeRate'), isNumber: true },
      ]}
      shown={shown}
      most={most}
      cells={({ payment, gross, fee, net, exchangeRate }) => [
        <PaymentLink payment={payment} />,
        ...[gross, fee, net],
        exchangeRate === null ? null : <bdi>{exchangeRate}</bdi>,
      ]}
    />
  )
}

function PaymentLink({ payment }: { payment: ShownPayment }) {
  return (
    <Link to={`/console/payments/${payment.id}`}>
      <bdi>{payment.reference}</bdi>
    </Link>
  )
}

function OtherLines({ others }: Pick<ShownReport, 'others'>) {
  const { t } = useTranslation('money')
  const write = (concernsPayment: boolean) =>
    others
      .filter((one) => one.concernsPayment === concernsPayment)
      .map(({ type, count }) => (
        <li key={type}>
          <bdi>{type}</bdi>: {count}
        </li>
      ))
  const [ofPayments, ofAccount] = [write(true), write(false)]
  return others.length === 0 ? null : (
    <section className="stack" aria-labelledby="others-title">
      <h2 id="others-title">{t('settlementReport.others')}</h2>
      {ofPayments.length === 0 ? null : (
        <>
          <p>{t('settlementReport.ofPayments')}</p>
          <ul>{ofPayments}</ul>
        </>
      )}
      {ofAccount.length === 0 ? null : (
        <>
          <p>{t('settlementReport.ofAccount')}</p>
          <ul>{ofAccount}</ul>
        </>
      )}
    </section>
  )
}

/** Lines of one kind, each by its place in the report; nothing where there are none. */
function LineTable<Line>({
  id,
  title,
  lead,
  columns,
  shown,
  most,
  cells,
}: {
  id: string
  title: string
  lead?: ReactNode
  columns: readonly { name: string; isNumber?: boolean }[]
  shown: ShownLines<Line>
  most: string
  cells: (line: Line) => readonly ReactNode[]
}) {
  const { t } = useTranslation('money')
  const numeric = (index: number) => (columns[index]?.isNumber === true ? 'n' : undefined)
  return shown.lines.length === 0 ? null : (
    <section className="stack">
      <h2 id={`${id}-title`}>{title}</h2>
      {lead === undefined ? null : <p>{lead}</p>}
      <div className="scroll" tabIndex={0} role="region" aria-labelledby={`${id}-title`}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('settlementReport.row')}</th>
              {columns.map(({ name }, index) => (
                <th key={name} scope="col" className={numeric(index)}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.lines.map((line) => (
              <tr key={line.row}>
                <th scope="row">{line.row}</th>
                {cells(line).map((cell, index) => (
                  <td key={index} className={numeric(index)}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.isCut ? <p className="soft">{t('settlementReport.cut', { most, total: shown.total })}</p> : null}
    </section>
  )
}

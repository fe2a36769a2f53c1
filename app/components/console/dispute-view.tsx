/** A dispute as its creditor sees it: what is claimed line by line, what its invoice is open for, and the whole thread. */
import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DisputeAction, DisputeReason, DisputeSide, DisputeStatus, DisputeStep } from '~/domain/dispute'
import { Badge } from '../badge'
import { Facts } from '../facts'
import { FileList, type ListedFile } from '../file-list'
import { DISPUTE_TONES, TurnText, type DisputeTurn } from './dispute-worklist'

export interface ShownEntry {
  id: string
  /** ISO 8601, and written. */
  instant: string
  at: string
  side: DisputeSide
  step: DisputeStep
  author: string | null
  paragraphs: string[]
  files: ListedFile[]
}

export interface ShownLine {
  /** 0 for the invoice as a whole. */
  position: number
  name: string
  kind: 'whole' | 'quantity' | 'price' | 'amount'
  quantity: string
  price: string
  claimed: string
  claimedMinor: number
  granted: string | null
}

/** Amounts, days and instants are written already. */
export interface ShownDispute {
  id: string
  reference: string
  status: DisputeStatus
  turn: DisputeTurn | null
  debtor: { externalId: string; name: string }
  openedBy: string | null
  openedAt: string
  endedAt: string | null
  reason: DisputeReason
  action: DisputeAction
  claimed: string
  granted: string | null
  creditNote: string | null
  currencySign: string
  invoice: {
    number: string
    dueOn: string
    payable: string
    open: string
    pending: string | null
    heldBack: string | null
    dueNow: string
  }
  lines: ShownLine[]
  entries: ShownEntry[]
}

/** `notice` stands under the title: what came of the last request. `children` stand before the thread: what can be done. */
export function DisputeView({
  dispute,
  notice,
  children,
}: {
  dispute: ShownDispute
  notice: ReactNode
  children: ReactNode
}) {
  const { t } = useTranslation('claims')
  const { debtor, invoice } = dispute
  return (
    <>
      <div className="title">
        <div>
          <h1>{t('dispute.title', { reference: dispute.reference })}</h1>
          <p>
            <Badge tone={DISPUTE_TONES[dispute.status]}>{t(`status.${dispute.status}`)}</Badge>
            <TurnText turn={dispute.turn} />
          </p>
        </div>
      </div>
      <div className="stack">
        {notice}
        <Facts
          facts={[
            {
              name: t('fact.debtor'),
              value: (
                <Link to={`/console/debtors/${encodeURIComponent(debtor.externalId)}`}>
                  <bdi>{debtor.name}</bdi>
                </Link>
              ),
            },
            { name: t('fact.reason'), value: t(`reason.${dispute.reason}`) },
            { name: t('fact.action'), value: t(`action.${dispute.action}`) },
            { name: t('fact.claimed'), value: dispute.claimed },
            { name: t('fact.granted'), value: dispute.granted },
            { name: t('fact.creditNote'), value: dispute.creditNote && <bdi>{dispute.creditNote}</bdi> },
            { name: t('fact.openedBy'), value: dispute.openedBy && <bdi>{dispute.openedBy}</bdi> },
            { name: t('fact.openedAt'), value: dispute.openedAt },
            { name: t('fact.endedAt'), value: dispute.endedAt },
          ]}
        />
        <p>
          <a href={`/console/disputes/${dispute.id}/file.pdf`}>{t('dispute.file')}</a>
        </p>
        <p>
          <a href={`/console/disputes/${dispute.id}/application-response.xml`}>{t('dispute.xml')}</a>
        </p>
        <section aria-labelledby="invoice-title">
          <h2 id="invoice-title">{t('dispute.invoice')}</h2>
          <Facts
            facts={[
              { name: t('fact.invoice'), value: <bdi>{invoice.number}</bdi> },
              { name: t('fact.dueOn'), value: invoice.dueOn },
              { name: t('fact.payable'), value: invoice.payable },
              { name: t('fact.open'), value: invoice.open },
              { name: t('fact.pending'), value: invoice.pending },
              { name: t('fact.heldBack'), value: invoice.heldBack },
              { name: t('fact.dueNow'), value: invoice.dueNow },
            ]}
          />
        </section>
        <ClaimedLines lines={dispute.lines} />
        {children}
        <section aria-labelledby="thread-title">
          <h2 id="thread-title">{t('thread.title')}</h2>
          <DisputeThread entries={dispute.entries} />
        </section>
      </div>
    </>
  )
}

function ClaimedLines({ lines }: { lines: readonly ShownLine[] }) {
  const { t } = useTranslation('claims')
  const isDecided = lines.some(({ granted }) => granted !== null)
  return (
    <section>
      <h2 id="lines-title">{t('dispute.lines')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="lines-title">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('dispute.line')}</th>
              <th scope="col">{t('dispute.claim')}</th>
              <th scope="col" className="n">
                {t('fact.claimed')}
              </th>
              {isDecided ? (
                <th scope="col" className="n">
                  {t('fact.granted')}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.position}>
                <th scope="row">
                  {line.position === 0 ? t('dispute.wholeInvoice') : <bdi>{`${line.position} ${line.name}`}</bdi>}
                </th>
                <td>{t(`kind.${line.kind}`, { quantity: line.quantity, price: line.price })}</td>
                <td className="n">{line.claimed}</td>
                {isDecided ? <td className="n">{line.granted}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

export function DisputeThread({ entries }: { entries: readonly ShownEntry[] }) {
  const { t } = useTranslation('claims')
  return (
    <ol className="record">
      {entries.map((entry) => (
        <li key={entry.id}>
          <time dateTime={entry.instant}>{entry.at}</time>
          <div>
            <h3>{t(`step.${entry.step}`)}</h3>
            <p className="soft">
              {entry.author === null
                ? t(`thread.${entry.side}`)
                : t('thread.by', { side: t(`thread.${entry.side}`), name: entry.author })}
            </p>
            {entry.paragraphs.map((text, index) => (
              <p key={index} dir="auto">
                {text}
              </p>
            ))}
            {entry.files.length === 0 ? null : <FileList files={entry.files} />}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** What was said to debtors, what will be, and what is held. */
import { Form, Link } from '@remix-run/react'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { HoldReason } from '~/domain/chasing'
import type { ReminderStageKind } from '~/domain/reminder-cadence'
import type { NoticeState } from '~/domain/reminder-notice'
import { Badge, type BadgeTone } from '../badge'

interface NamedDebtor {
  externalId: string
  name: string
}

interface ToldInvoice {
  id: string
  number: string
  stage: string
}

export interface NoticeLine {
  id: string
  kind: ReminderStageKind
  reference: string
  on: string
  state: NoticeState
  debtor: NamedDebtor
  recipient: { name: string; email: string } | null
  hasLetter: boolean
  invoices: readonly ToldInvoice[]
  amounts: readonly string[]
}

interface ToldTogether {
  invoices: readonly ToldInvoice[]
  amounts: readonly string[]
}

export interface PlannedLine {
  debtor: NamedDebtor
  mail: (ToldTogether & { kind: ReminderStageKind; recipient: { name: string; email: string } | null }) | null
  handedOver: ToldTogether | null
  held: readonly (ToldInvoice & { reason: HoldReason })[]
}

export interface HoldLine {
  id: string
  debtor: NamedDebtor
  invoiceNumber: string | null
  until: string | null
  isOver: boolean
  isSwitch: boolean
  reason: string
  placedAt: string
}

const STATE_TONES: Readonly<Record<NoticeState, BadgeTone>> = {
  waiting: 'note',
  sent: 'good',
  dropped: 'plain',
  handed_over: 'warn',
}

/** `withDay` where they are of several days, `ofOneDebtor` on that debtor's own page. */
export function NoticeTable({
  id,
  caption,
  notices,
  withDay = false,
  ofOneDebtor = false,
}: {
  id: string
  caption: string
  notices: readonly NoticeLine[]
  withDay?: boolean
  ofOneDebtor?: boolean
}) {
  const { t } = useTranslation('reminder')
  return (
    <DataTable
      id={id}
      caption={caption}
      heads={[
        ...(withDay ? [t('console.on')] : []),
        ...(ofOneDebtor ? [] : [t('console.debtor')]),
        t('console.what'),
        t('console.invoices'),
        t('console.amount'),
        t('console.to'),
        t('console.state'),
      ]}
      rows={notices.map((notice) => ({
        key: notice.id,
        cells: [
          ...(withDay ? [notice.on] : []),
          ...(ofOneDebtor ? [] : [<DebtorLink key="debtor" debtor={notice.debtor} />]),
          <Fragment key="what">
            {t(`kind.${notice.kind}`)} <bdi dir="ltr">{notice.reference}</bdi>
            <NoticeFiles notice={notice} />
          </Fragment>,
          <Invoices key="invoices" invoices={notice.invoices} />,
          <Lines key="amounts" lines={notice.amounts} />,
          notice.recipient === null ? null : <Recipient key="to" {...notice.recipient} />,
          <Badge key="state" tone={STATE_TONES[notice.state]}>
            {t(`state.${notice.state}`)}
          </Badge>,
        ],
      }))}
    />
  )
}

function NoticeFiles({ notice: { id, kind, hasLetter } }: { notice: NoticeLine }) {
  const { t } = useTranslation('reminder')
  return (
    <>
      {hasLetter ? (
        <>
          <br />
          <a href={`/console/reminders/${id}/letter.pdf`}>{t('console.letter')}</a>
        </>
      ) : null}
      {kind === 'hand_over' ? (
        <>
          <br />
          <a href={`/console/reminders/${id}/file.zip`}>{t('console.file')}</a>
        </>
      ) : null}
    </>
  )
}

export function PlannedTable({ caption, planned }: { caption: string; planned: readonly PlannedLine[] }) {
  const { t } = useTranslation('reminder')
  return (
    <DataTable
      id="planned"
      caption={caption}
      heads={[t('console.debtor'), t('console.what'), t('console.invoices'), t('console.amount'), t('console.to')]}
      rows={planned.flatMap(({ debtor, mail, handedOver }) => {
        const describe = (kind: ReminderStageKind, { invoices, amounts }: ToldTogether, to: ReactNode) => ({
          key: `${debtor.externalId} ${kind}`,
          cells: [
            <DebtorLink key="debtor" debtor={debtor} />,
            t(`kind.${kind}`),
            <Invoices key="invoices" invoices={invoices} />,
            <Lines key="amounts" lines={amounts} />,
            to,
          ],
        })
        const to = mail?.recipient ? (
          <Recipient key="to" {...mail.recipient} />
        ) : (
          <Badge key="to" tone="warn">
            {t('console.noAddress')}
          </Badge>
        )
        return [
          ...(mail === null ? [] : [describe(mail.kind, mail, to)]),
          ...(handedOver === null ? [] : [describe('hand_over', handedOver, null)]),
        ]
      })}
    />
  )
}

export function HeldTable({ planned }: { planned: readonly PlannedLine[] }) {
  const { t } = useTranslation('reminder')
  return (
    <DataTable
      id="held"
      caption={t('console.heldLead')}
      heads={[t('console.debtor'), t('console.invoices'), t('console.stage'), t('console.reason')]}
      rows={planned.flatMap(({ debtor, held }) =>
        held.map(({ id, number, stage, reason }) => ({
          key: id,
          cells: [
            <DebtorLink key="debtor" debtor={debtor} />,
            <bdi key="number">{number}</bdi>,
            stage,
            t(`hold.${reason}`),
          ],
        })),
      )}
    />
  )
}

export function HoldTable({
  caption,
  holds,
  mayEnd,
}: {
  caption: string
  holds: readonly HoldLine[]
  mayEnd: boolean
}) {
  const { t } = useTranslation('reminder')
  return (
    <DataTable
      id="holds"
      caption={caption}
      heads={[t('console.debtor'), t('console.invoices'), t('console.until'), t('console.note'), t('console.end')]}
      rows={holds.map((hold) => ({
        key: hold.id,
        cells: [
          <DebtorLink key="debtor" debtor={hold.debtor} />,
          hold.invoiceNumber === null ? t('console.wholeAccount') : <bdi key="number">{hold.invoiceNumber}</bdi>,
          hold.until ?? t('console.open'),
          <Fragment key="reason">
            <bdi>{hold.reason}</bdi>
            <br />
            <span className="soft">
              {t('console.by')} {hold.placedAt}
            </span>
          </Fragment>,
          mayEnd ? (
            <Form key="end" method="post">
              <input type="hidden" name="hold" value={hold.id} />
              <button className="link" name="intent" value="end-hold">
                {hold.isSwitch ? t('console.switchOn') : t('console.end')}
              </button>
            </Form>
          ) : null,
        ],
      }))}
    />
  )
}

function DataTable({
  id,
  caption,
  heads,
  rows,
}: {
  id: string
  caption: string
  heads: readonly string[]
  /** As many cells as heads, in their order. */
  rows: readonly { key: string; cells: readonly ReactNode[] }[]
}) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby={`${id}-caption`}>
      <table className="data folded">
        <caption id={`${id}-caption`}>{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {heads.map((head, index) => (
                <td key={head} data-label={index === 0 ? undefined : head}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function DebtorLink({ debtor: { externalId, name } }: { debtor: NamedDebtor }) {
  return (
    <Link to={`/console/reminders/debtors/${encodeURIComponent(externalId)}`}>
      <bdi>{name}</bdi>
    </Link>
  )
}

/** Of more than that the rest is folded away. */
const MOST_LINES = 6

function Invoices({ invoices }: { invoices: readonly ToldInvoice[] }) {
  const { t } = useTranslation('reminder')
  const lines = invoices.map(({ number, stage }) => `${number} · ${stage}`)
  if (lines.length <= MOST_LINES) return <Lines lines={lines} />
  return (
    <>
      <Lines lines={lines.slice(0, MOST_LINES - 1)} />
      <details>
        <summary>{t('console.allInvoices', { number: lines.length })}</summary>
        <Lines lines={lines.slice(MOST_LINES - 1)} />
      </details>
    </>
  )
}

function Lines({ lines }: { lines: readonly string[] }) {
  return lines.map((line, index) => (
    <Fragment key={line}>
      {index === 0 ? null : <br />}
      <bdi>{line}</bdi>
    </Fragment>
  ))
}

function Recipient({ name, email }: { name: string; email: string }) {
  return (
    <>
      <bdi>{name}</bdi>
      <br />
      <bdi>{email}</bdi>
    </>
  )
}

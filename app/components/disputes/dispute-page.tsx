/** One dispute: how it stands, what is contested, all that was said and done, and what can be said now. */
import { useTranslation } from '~/i18n/use-translation'
import { isDisputeEnded, moveDispute } from '~/domain/dispute'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { computeDueNow } from '~/domain/invoice-balance'
import type { Formatters } from '~/i18n/formatters'
import { Badge } from '../badge'
import { Callout } from '../callout'
import { writeDocumentPath } from '../document-path'
import { Facts } from '../facts'
import { FileList } from '../file-list'
import { ErrorSummary, TextAreaField } from '../form-field'
import { TitleBlock } from '../title-block'
import { describeClaim, describeFileProblem, describeTurn, STATUS_TONES, type FileProblem } from './dispute-words'
import { FilesField } from './files-field'
import type { ShownDispute, ShownDisputeLine, ShownEntry } from './shown-dispute'

export interface DisputePageProps {
  creditorName: string
  dispute: ShownDispute
  lines: readonly ShownDisputeLine[]
  /** Oldest first. */
  entries: readonly ShownEntry[]
  invoice: InvoiceBalance
  /** The link permits to dispute, and to pay. */
  may: { dispute: boolean; pay: boolean }
  /** Id of the next entry: sent twice, it is kept once. */
  entryId: string
  /** What was just done. */
  done: 'sent' | 'withdrawn' | null
  typed: string
  textProblem: string | null
  fileProblems: readonly FileProblem[]
  format: Formatters
}

export function DisputePage(props: DisputePageProps) {
  const { creditorName, dispute, invoice, may, done, textProblem, fileProblems, format } = props
  const { t } = useTranslation('dispute')
  const { t: word } = useTranslation('claims')
  const { status, currency, grantedMinor } = dispute
  const turn = describeTurn(t, dispute, creditorName, format)
  const isOver = isDisputeEnded(status)
  const dueNowMinor = computeDueNow(invoice)
  return (
    <>
      <a className="back" href="/disputes">
        {t('toDisputes')}
      </a>
      <TitleBlock title={word('dispute.title', { reference: dispute.reference })}>
        <p>
          <Badge tone={STATUS_TONES[status]}>{word(`status.${status}`)}</Badge>
        </p>
        {turn === null ? null : <p>{turn}</p>}
      </TitleBlock>
      <ErrorSummary
        problems={[
          ...(textProblem === null ? [] : [{ fieldId: isOver ? null : 'text', text: textProblem }]),
          ...fileProblems.map((problem) => ({ fieldId: 'files', text: describeFileProblem(t, problem) })),
        ]}
      />
      <div className="stack">
        {done === null ? null : <Callout tone="good">{t(`done.${done}`)}</Callout>}
        <Facts
          facts={[
            {
              name: word('fact.invoice'),
              value: (
                <a href={writeDocumentPath({ number: dispute.invoiceNumber, kind: 'invoice' })}>
                  <bdi>{dispute.invoiceNumber}</bdi>
                </a>
              ),
            },
            { name: word('fact.claimed'), value: format.money(dispute.claimedMinor, currency) },
            {
              name: word('fact.granted'),
              value: grantedMinor === null ? null : format.money(grantedMinor, currency),
            },
            {
              name: word('fact.creditNote'),
              value:
                dispute.creditNoteNumber === null ? null : (
                  <a href={writeDocumentPath({ number: dispute.creditNoteNumber, kind: 'credit_note' })}>
                    <bdi>{dispute.creditNoteNumber}</bdi>
                  </a>
                ),
            },
            { name: t('thread.dueNow'), value: format.money(dueNowMinor, currency) },
            { name: word('fact.reason'), value: word(`reason.${dispute.reason}`) },
            { name: word('fact.action'), value: word(`action.${dispute.action}`) },
            { name: word('fact.openedAt'), value: format.instant(dispute.openedAt) },
            {
              name: word('fact.openedBy'),
              value: dispute.openedByName === null ? null : <bdi>{dispute.openedByName}</bdi>,
            },
          ]}
        />
        <p>
          <a href={`/disputes/${dispute.id}/file.pdf`}>{word('dispute.file')}</a>
        </p>
        {may.pay && dueNowMinor > 0 ? (
          <p className="actions">
            <a
              className={isOver ? 'btn' : 'btn quiet'}
              href={`/pay?${new URLSearchParams({ invoice: dispute.invoiceNumber, currency }).toString()}`}
            >
              {t('thread.pay', { amount: format.money(dueNowMinor, currency) })}
            </a>
          </p>
        ) : null}
        <DisputedLines {...props} />
        <Thread {...props} />
        {isOver || !may.dispute ? null : <SayForm {...props} />}
      </div>
    </>
  )
}

function DisputedLines({ lines, dispute, format }: DisputePageProps) {
  const { t: word } = useTranslation('claims')
  const { currency, grantedMinor } = dispute
  const isDecided = grantedMinor !== null
  return (
    <section aria-labelledby="lines-title">
      <h2 id="lines-title">{word('dispute.lines')}</h2>
      <ul className="disputes">
        {lines.map((line) => (
          <li key={line.position}>
            <span>
              {line.position === 0 ? (
                <bdi>{line.name}</bdi>
              ) : (
                <>
                  {line.position}. <bdi>{line.name}</bdi>
                </>
              )}
            </span>
            <b>{format.money(line.claimedMinor, currency)}</b>
            <p>{describeClaim(word, line, currency, format)}</p>
            {isDecided ? (
              <p>
                {word('fact.granted')}: {format.money(line.grantedMinor ?? 0, currency)}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Thread({ entries, dispute, creditorName, format }: DisputePageProps) {
  const { t } = useTranslation('dispute')
  const { t: word } = useTranslation('claims')
  const { t: invoiceText } = useTranslation('invoice')
  return (
    <section aria-labelledby="thread-title">
      <h2 id="thread-title">{word('thread.title')}</h2>
      <ol className="thread">
        {entries.map(({ id, at, side, step, authorName, text, files }) => {
          const whose = side === 'debtor' ? t('thread.yours') : creditorName
          return (
            <li key={id} data-side={side}>
              <h3>{word(`step.${step}`)}</h3>
              <p className="soft">
                {authorName === null ? null : (
                  <>
                    <bdi>{authorName}</bdi> ·{' '}
                  </>
                )}
                <bdi>{whose}</bdi> · {format.instant(at)}
              </p>
              {text === '' ? null : <p className="said">{text}</p>}
              {files.length === 0 ? null : (
                <FileList
                  files={files.map((file) => ({
                    name: file.filename,
                    note: invoiceText('files.bytes', {
                      size: format.integer(Math.max(1, Math.round(file.byteSize / 1000))),
                    }),
                    href: `/disputes/${dispute.id}/files/${file.id}`,
                  }))}
                />
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function SayForm({ dispute, entryId, typed, textProblem, fileProblems, creditorName, format }: DisputePageProps) {
  const { t } = useTranslation('dispute')
  const answers = moveDispute(dispute.status, 'answered', 'debtor') !== null
  return (
    <section className="card stack" aria-labelledby="say-title">
      <h2 id="say-title">{answers ? t('say.answerTitle') : t('say.addTitle')}</h2>
      <p>{answers ? t('say.answerLead', { creditor: creditorName }) : t('say.addLead')}</p>
      <form method="post" action={`/disputes/${dispute.id}`} encType="multipart/form-data" className="stack" noValidate>
        <input type="hidden" name="entry" value={entryId} />
        <TextAreaField
          id="text"
          name="text"
          label={answers ? t('say.answer') : t('say.text')}
          defaultValue={typed}
          problem={textProblem ?? undefined}
        />
        <FilesField problems={fileProblems.map((problem) => describeFileProblem(t, problem))} format={format} />
        <p className="actions">
          <button className="btn big">{answers ? t('say.sendAnswer') : t('say.send')}</button>
          <a href={`/disputes/${dispute.id}/withdraw`}>{t('withdraw.offer')}</a>
        </p>
      </form>
    </section>
  )
}

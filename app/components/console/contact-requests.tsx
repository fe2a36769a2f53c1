/** What debtors wrote to the creditor: the list, and one of them with what can be made of it. */
import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ContactDecision, ContactKind, ContactStatus } from '~/domain/contact-request'
import { Badge } from '../badge'
import { STATUS_TONES } from '../contact/sent-requests'
import { Facts } from '../facts'
import { EmptyState } from '../empty-state'
import { TextAreaField, TextField } from '../form-field'
import type { ShownPause } from './reminder-pause'

export interface ShownRequest {
  id: string
  kind: ContactKind
  status: ContactStatus
  reference: string
  at: string
  debtor: { externalId: string; name: string }
  sender: { name: string | null; email: string }
  subject: string | null
  reason: string | null
  invoiceNumber: string | null
  wishedUntil: string | null
  proposed: { name: string | null; email: string } | null
  /** Name of the file that was handed in. */
  filename: string | null
  text: string
  decidedAt: string | null
  pause: ShownPause | null
  replies: { id: string; at: string; text: string }[]
}

export function ContactRequestTable({ requests, title }: { requests: readonly ShownRequest[]; title: string }) {
  const { t } = useTranslation('contact')
  if (requests.length === 0) {
    return (
      <EmptyState title={t('console.none')}>
        <p>{t('console.noneText')}</p>
      </EmptyState>
    )
  }
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="requests-caption">
      <table className="data">
        <caption id="requests-caption">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('console.what')}</th>
            <th scope="col">{t('console.debtor')}</th>
            <th scope="col">{t('console.received')}</th>
            <th scope="col">{t('console.state')}</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => (
            <tr key={request.id}>
              <td>
                <Link to={`/console/requests/${request.id}`}>
                  {t(`kind.${request.kind}`)} <bdi dir="ltr">{request.reference}</bdi>
                </Link>
                {request.subject === null ? null : (
                  <>
                    <br />
                    <bdi>{request.subject}</bdi>
                  </>
                )}
                {request.reason === null ? null : (
                  <>
                    <br />
                    {request.reason}
                  </>
                )}
              </td>
              <td>
                <Link to={`/console/debtors/${encodeURIComponent(request.debtor.externalId)}`}>
                  <bdi>{request.debtor.name}</bdi>
                </Link>
              </td>
              <td>{request.at}</td>
              <td>
                <Badge tone={STATUS_TONES[request.status]}>{t(`status.${request.status}`)}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function ContactRequestFacts({ request }: { request: ShownRequest }) {
  const { t } = useTranslation('contact')
  return (
    <>
      <Facts
        facts={[
          {
            name: t('console.debtor'),
            value: (
              <Link to={`/console/debtors/${encodeURIComponent(request.debtor.externalId)}`}>
                <bdi>{request.debtor.name}</bdi>
              </Link>
            ),
          },
          { name: t('console.received'), value: request.at },
          {
            name: t('console.from'),
            value: (
              <>
                {request.sender.name === null ? null : (
                  <>
                    <bdi>{request.sender.name}</bdi>
                    <br />
                  </>
                )}
                <bdi dir="ltr">{request.sender.email}</bdi>
              </>
            ),
          },
          { name: t('fact.reason'), value: request.reason },
          { name: t('fact.invoice'), value: request.invoiceNumber && <bdi>{request.invoiceNumber}</bdi> },
          { name: t('fact.until'), value: request.wishedUntil },
          {
            name: t('fact.proposed'),
            value: request.proposed && (
              <>
                {request.proposed.name === null ? null : (
                  <>
                    <bdi>{request.proposed.name}</bdi>
                    <br />
                  </>
                )}
                <bdi dir="ltr">{request.proposed.email}</bdi>
              </>
            ),
          },
          {
            name: t('fact.file'),
            value: request.filename && (
              <a href={`/console/requests/${request.id}/evidence`}>
                <bdi>{request.filename}</bdi>
              </a>
            ),
          },
          { name: t('console.decidedAt'), value: request.decidedAt },
          { name: t('fact.paused'), value: request.pause && request.pause.until },
          { name: t('fact.pauseEnded'), value: request.pause && request.pause.ended },
          { name: t('fact.pauseReason'), value: request.pause?.reason && <bdi>{request.pause.reason}</bdi> },
        ]}
      />
      {request.text === '' ? null : (
        <p className="written" dir="auto">
          {request.text}
        </p>
      )}
      {request.replies.map((reply) => (
        <blockquote key={reply.id}>
          <p className="soft">{t('console.reply', { at: reply.at })}</p>
          <p className="written" dir="auto">
            {reply.text}
          </p>
        </blockquote>
      ))}
    </>
  )
}

interface DecisionFormProps {
  decisions: readonly ContactDecision[]
  replyId: string
  /** Of a pause: the day asked for. */
  until: { value: string; earliest: string; latest: string } | null
  links: readonly { id: string; recipient: string; until: string }[]
  text: string
  /** Of the text and of the day. */
  problem: { field: 'text' | 'until'; text: string } | null
}

/** The answer, and one button for each decision. */
export function DecisionForm({ decisions, replyId, until, links, text, problem }: DecisionFormProps) {
  const { t } = useTranslation('contact')
  return (
    <Form method="post" className="card stack">
      <input type="hidden" name="replyId" value={replyId} />
      <input type="hidden" name="links" value={links.map(({ id }) => id).join(' ')} />
      {links.length === 0 ? null : (
        <div>
          <h2>{t('console.linksTitle')}</h2>
          <p>{t('console.linksText')}</p>
          <ul className="points">
            {links.map((link) => (
              <li key={link.id}>
                <bdi>{link.recipient}</bdi> <span className="soft">{link.until}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {until === null ? null : (
        <TextField
          id="until"
          name="until"
          type="date"
          label={t('console.until')}
          min={until.earliest}
          max={until.latest}
          defaultValue={until.value}
          problem={problem?.field === 'until' ? problem.text : undefined}
        />
      )}
      <TextAreaField
        id="answer"
        name="text"
        label={t('console.answer')}
        hint={t('console.answerHint')}
        rows={5}
        maxLength={4000}
        defaultValue={text}
        problem={problem?.field === 'text' ? problem.text : undefined}
      />
      <p className="actions">
        {decisions.map((decision, index) => (
          <button key={decision} className={index === 0 ? 'btn' : 'btn quiet'} name="decision" value={decision}>
            {t(`console.decision.${decision}`)}
          </button>
        ))}
      </p>
    </Form>
  )
}

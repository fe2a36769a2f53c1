/** What was written to the creditor from this account, with what became of it. */
import type { ContactKind, ContactStatus } from '~/domain/contact-request'
import { useTranslation } from '~/i18n/use-translation'
import { Badge, type BadgeTone } from '../badge'
import { Facts } from '../facts'

export interface SentRequest {
  id: string
  kind: ContactKind
  status: ContactStatus
  reference: string
  at: string
  subject: string | null
  reason: string | null
  invoiceNumber: string | null
  wishedUntil: string | null
  /** The last day of the pause that was granted; when and by whom it was ended before; and why. */
  pausedUntil: string | null
  pauseEnded: string | null
  pauseReason: string | null
  proposed: string | null
  /** Name of the file that was handed in. */
  filename: string | null
  text: string
  replies: { id: string; at: string; text: string }[]
}

export const STATUS_TONES: Readonly<Record<ContactStatus, BadgeTone>> = {
  open: 'note',
  done: 'plain',
  granted: 'good',
  confirmed: 'good',
  declined: 'plain',
}

export function SentRequests({ requests, creditorName }: { requests: readonly SentRequest[]; creditorName: string }) {
  const { t } = useTranslation('contact')
  return requests.length === 0 ? null : (
    <section aria-labelledby="sent-title" className="stack">
      <h2 id="sent-title">{t('sent.title')}</h2>
      {requests.map((request) => (
        <article key={request.id} className="card stack" aria-labelledby={`request-${request.id}`}>
          <div>
            <h3 id={`request-${request.id}`}>
              {request.subject === null ? t(`kind.${request.kind}`) : <bdi>{request.subject}</bdi>}{' '}
              <Badge tone={STATUS_TONES[request.status]}>{t(`status.${request.status}`)}</Badge>
            </h3>
            <p className="soft">{request.at}</p>
          </div>
          <Facts
            facts={[
              { name: t('fact.reference'), value: <bdi dir="ltr">{request.reference}</bdi> },
              { name: t('fact.reason'), value: request.reason },
              { name: t('fact.invoice'), value: request.invoiceNumber && <bdi>{request.invoiceNumber}</bdi> },
              { name: t('fact.until'), value: request.wishedUntil },
              { name: t('fact.paused'), value: request.pausedUntil },
              { name: t('fact.pauseEnded'), value: request.pauseEnded },
              { name: t('fact.pauseReason'), value: request.pauseReason && <bdi>{request.pauseReason}</bdi> },
              { name: t('fact.file'), value: request.filename && <bdi>{request.filename}</bdi> },
              { name: t('fact.proposed'), value: request.proposed && <bdi>{request.proposed}</bdi> },
            ]}
          />
          {request.text === '' ? null : (
            <p className="written" dir="auto">
              {request.text}
            </p>
          )}
          {request.replies.map((reply) => (
            <blockquote key={reply.id}>
              <p className="soft">{t('sent.reply', { creditor: creditorName, at: reply.at })}</p>
              <p className="written" dir="auto">
                {reply.text}
              </p>
            </blockquote>
          ))}
        </article>
      ))}
    </section>
  )
}

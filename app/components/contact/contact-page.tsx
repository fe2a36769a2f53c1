/** Writing to the creditor: the ways for what is asked most, a message, and what was sent before. */
import { LONGEST_SUBJECT } from '~/domain/contact-request'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { ErrorSummary, findProblem, TextField } from '../form-field'
import { SupportFacts } from '../link-letter'
import { TitleBlock } from '../title-block'
import { MessageField, SenderFields, type ContactForm } from './contact-fields'
import { SentRequests, type SentRequest } from './sent-requests'

interface ContactPageProps {
  creditorName: string
  support: { email: string; phone: string | null }
  form: ContactForm
  offersPauses: boolean
  /** Reference of what was just sent. */
  justSent: string | null
  /** Last day of the pause that holds. */
  pausedUntil: string | null
  requests: readonly SentRequest[]
}

export function ContactPage(props: ContactPageProps) {
  const { creditorName, support, form, offersPauses, justSent, pausedUntil, requests } = props
  const { t } = useTranslation('contact')
  return (
    <>
      <TitleBlock title={t('title')}>
        <p>{t('lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {justSent === null ? null : (
          <Callout tone="good">{t('sent.done', { reference: justSent, creditor: creditorName })}</Callout>
        )}
        {pausedUntil === null ? null : <Callout tone="info">{t('pause.running', { until: pausedUntil })}</Callout>}
        <ul className="ways">
          {offersPauses ? (
            <li>
              <a href="/contact/cannot-pay">{t('paths.cannotPay')}</a>
              <p className="soft">{t('paths.cannotPayText')}</p>
            </li>
          ) : null}
          <li>
            <a href="/contact/not-for-me">{t('paths.notForMe')}</a>
            <p className="soft">{t('paths.notForMeText')}</p>
          </li>
        </ul>
        <section aria-labelledby="message-title" className="stack">
          <h2 id="message-title">{t('message.title')}</h2>
          <ErrorSummary problems={form.problems} />
          <form method="post" action="/contact" className="stack" noValidate>
            <input type="hidden" name="request" value={form.requestId} />
            <TextField
              id="subject"
              name="subject"
              label={t('field.subject')}
              required
              maxLength={LONGEST_SUBJECT}
              defaultValue={form.entry.subject}
              problem={findProblem(form.problems, 'subject')}
            />
            <TextField
              id="invoice"
              name="invoice"
              label={t('field.invoice')}
              hint={t('field.invoiceHint')}
              autoComplete="off"
              maxLength={100}
              defaultValue={form.entry.invoice}
              problem={findProblem(form.problems, 'invoice')}
            />
            <MessageField label={t('field.text')} form={form} isRequired />
            <SenderFields form={form} />
            <p className="actions">
              <button className="btn big">{t('message.send')}</button>
            </p>
          </form>
        </section>
        <SentRequests requests={requests} creditorName={creditorName} />
        <section aria-labelledby="otherwise-title">
          <h2 id="otherwise-title">{t('otherwise')}</h2>
          <SupportFacts support={support} />
        </section>
      </div>
    </>
  )
}

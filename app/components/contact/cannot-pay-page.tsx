/** "I cannot pay now": why, until when, and what that changes and does not. */
import { HARDSHIP_REASONS } from '~/domain/contact-request'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { Choice, ErrorSummary, TextField } from '../form-field'
import { TitleBlock } from '../title-block'
import { findProblem, SenderFields, TextArea, type ContactForm } from './contact-fields'

export interface CannotPayPageProps {
  creditorName: string
  form: ContactForm
  offer: {
    isOffered: boolean
    /** A pause inside this many days is granted at once; null where the creditor decides each. */
    daysAtOnce: number | null
    earliest: string
    latest: string
  }
  pausedUntil: string | null
}

export function CannotPayPage({ creditorName, form, offer, pausedUntil }: CannotPayPageProps) {
  const { t } = useTranslation('contact')
  const reasonProblem = findProblem(form, 'reason')
  return (
    <>
      <a className="back" href="/contact">
        {t('back')}
      </a>
      <TitleBlock title={t('cannotPay.title')}>
        <p>{t('cannotPay.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {pausedUntil === null ? null : <Callout tone="info">{t('pause.running', { until: pausedUntil })}</Callout>}
        {offer.isOffered ? (
          <>
            <p>
              {offer.daysAtOnce === null
                ? t('cannotPay.byCreditor', { creditor: creditorName })
                : t('cannotPay.atOnce', { count: offer.daysAtOnce, creditor: creditorName })}
            </p>
            <p>{t('cannotPay.stays')}</p>
            <ErrorSummary problems={form.problems} />
            <form method="post" action="/contact/cannot-pay" className="stack" noValidate>
              <input type="hidden" name="request" value={form.requestId} />
              <fieldset className="field" aria-describedby={reasonProblem === undefined ? undefined : 'reason-error'}>
                <legend>{t('cannotPay.reason')}</legend>
                {reasonProblem === undefined ? null : (
                  <p className="error" id="reason-error">
                    {reasonProblem}
                  </p>
                )}
                {HARDSHIP_REASONS.map((reason, index) => (
                  <Choice
                    key={reason}
                    id={index === 0 ? 'reason' : `reason-${reason}`}
                    type="radio"
                    name="reason"
                    value={reason}
                    defaultChecked={form.entry.reason === reason}
                  >
                    {t(`hardship.${reason}`)}
                  </Choice>
                ))}
              </fieldset>
              <TextField
                id="until"
                name="until"
                type="date"
                label={t('cannotPay.until')}
                hint={t('cannotPay.untilHint')}
                required
                min={offer.earliest}
                max={offer.latest}
                defaultValue={form.entry.until}
                problem={findProblem(form, 'until')}
              />
              <TextArea label={t('cannotPay.text')} hint={t('cannotPay.textHint')} form={form} />
              <SenderFields form={form} />
              <p className="actions">
                <button className="btn big">{t('cannotPay.send')}</button>
              </p>
            </form>
          </>
        ) : (
          <p>{t('cannotPay.notOffered', { creditor: creditorName })}</p>
        )}
      </div>
    </>
  )
}

/** "This is not for me": who is right instead. It shows nothing of the account, and needs none opened. */
import { LONGEST_CONTACT_NAME, RECIPIENT_REASONS } from '~/domain/contact-request'
import { useTranslation } from '~/i18n/use-translation'
import { Choice, ErrorSummary, TextField } from '../form-field'
import { findProblem, SenderFields, TextArea, type ContactForm } from './contact-fields'

export function NotForMeForm({ creditorName, form }: { creditorName: string; form: ContactForm }) {
  const { t } = useTranslation('contact')
  const reasonProblem = findProblem(form, 'reason')
  return (
    <>
      <p>{t('notForMe.what', { creditor: creditorName })}</p>
      <ErrorSummary problems={form.problems} />
      <form method="post" className="stack" noValidate>
        <input type="hidden" name="request" value={form.requestId} />
        <fieldset className="field" aria-describedby={reasonProblem === undefined ? undefined : 'reason-error'}>
          <legend>{t('notForMe.reason')}</legend>
          {reasonProblem === undefined ? null : (
            <p className="error" id="reason-error">
              {reasonProblem}
            </p>
          )}
          {RECIPIENT_REASONS.map((reason, index) => (
            <Choice
              key={reason}
              id={index === 0 ? 'reason' : `reason-${reason}`}
              type="radio"
              name="reason"
              value={reason}
              defaultChecked={form.entry.reason === reason}
            >
              {t(`recipient.${reason}`)}
            </Choice>
          ))}
        </fieldset>
        <fieldset className="field">
          <legend>{t('notForMe.right')}</legend>
          <p className="hint">{t('notForMe.rightHint')}</p>
          <TextField
            id="rightName"
            name="rightName"
            label={t('field.rightName')}
            autoComplete="off"
            maxLength={LONGEST_CONTACT_NAME}
            defaultValue={form.entry.rightName}
            problem={findProblem(form, 'rightName')}
          />
          <TextField
            id="rightEmail"
            name="rightEmail"
            type="email"
            dir="ltr"
            label={t('field.rightEmail')}
            autoComplete="off"
            defaultValue={form.entry.rightEmail}
            problem={findProblem(form, 'rightEmail')}
          />
        </fieldset>
        <TextArea label={t('notForMe.text')} form={form} />
        <SenderFields form={form} />
        <p className="actions">
          <button className="btn big">{t('notForMe.send')}</button>
        </p>
      </form>
    </>
  )
}

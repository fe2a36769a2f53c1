/** "This is not for me": who is right instead. It shows nothing of the account, and needs none opened. */
import { LONGEST_CONTACT_NAME, RECIPIENT_REASONS } from '~/domain/contact-request'
import { useTranslation } from '~/i18n/use-translation'
import { ErrorSummary, findProblem, TextField } from '../form-field'
import { MessageField, ReasonField, SenderFields, type ContactForm } from './contact-fields'

export function NotForMeForm({ creditorName, form }: { creditorName: string; form: ContactForm }) {
  const { t } = useTranslation('contact')
  return (
    <>
      <p>{t('notForMe.what', { creditor: creditorName })}</p>
      <ErrorSummary problems={form.problems} />
      <form method="post" className="stack" noValidate>
        <input type="hidden" name="request" value={form.requestId} />
        <ReasonField
          legend={t('notForMe.reason')}
          reasons={RECIPIENT_REASONS.map((value) => ({ value, text: t(`recipient.${value}`) }))}
          form={form}
        />
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
            problem={findProblem(form.problems, 'rightName')}
          />
          <TextField
            id="rightEmail"
            name="rightEmail"
            type="email"
            dir="ltr"
            label={t('field.rightEmail')}
            autoComplete="off"
            defaultValue={form.entry.rightEmail}
            problem={findProblem(form.problems, 'rightEmail')}
          />
        </fieldset>
        <MessageField label={t('notForMe.text')} form={form} />
        <SenderFields form={form} />
        <p className="actions">
          <button className="btn big">{t('notForMe.send')}</button>
        </p>
      </form>
    </>
  )
}

import { useTranslation } from '~/i18n/use-translation'
import { TextField } from '../form-field'

/** The code that was mailed, and where to, so that the form still knows when it comes back. */
export function CodeField({ sentTo, problem }: { sentTo: string; problem: string | undefined }) {
  const { t } = useTranslation('delegation')
  return (
    <>
      <input type="hidden" name="codeSentTo" value={sentTo} />
      <TextField
        id="code"
        name="code"
        label={t('code.label')}
        hint={t('code.hint')}
        problem={problem}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        dir="ltr"
      />
    </>
  )
}

/** Sends the form; once a code was mailed, also another one. */
export function CodeActions({ send, isCodeSent }: { send: string; isCodeSent: boolean }) {
  const { t } = useTranslation('delegation')
  return (
    <p className="actions">
      <button className="btn big">{send}</button>
      {isCodeSent ? (
        <button className="btn quiet" name="intent" value="resend">
          {t('code.resend')}
        </button>
      ) : null}
    </p>
  )
}

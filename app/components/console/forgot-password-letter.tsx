import { PASSWORD_LINK_DAYS } from '~/domain/password'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { TextField } from '../form-field'

export interface ForgotPasswordLetterProps {
  email: string
  /** Sent, as far as is told; null before anything was asked. */
  answer: { kind: 'sent' | 'missing' } | { kind: 'too_many'; minutes: number } | null
}

/** Asks for a mail with a link to set another password. What it answers is the same for every address. */
export function ForgotPasswordLetter({ email, answer }: ForgotPasswordLetterProps) {
  const { t } = useTranslation('console')
  return (
    <div className="letter card">
      <h1>{t('password.forgotTitle')}</h1>
      {answer?.kind === 'sent' ? (
        <Callout tone="good">{t('password.forgotSent', { count: PASSWORD_LINK_DAYS })}</Callout>
      ) : (
        <>
          <p>{t('password.forgotLead')}</p>
          {answer?.kind === 'too_many' ? (
            <Callout tone="bad">{t('signIn.tooMany', { count: answer.minutes })}</Callout>
          ) : null}
          <form method="post">
            <TextField
              id="email"
              name="email"
              type="email"
              label={t('signIn.email')}
              autoComplete="username"
              defaultValue={email}
              problem={answer?.kind === 'missing' ? t('users.failure.bad_email') : undefined}
              maxLength={254}
              required
            />
            <p className="actions">
              <button className="btn big">{t('password.forgotSubmit')}</button>
            </p>
          </form>
        </>
      )}
      <p>
        <a href="/console/sign-in">{t('password.toSignIn')}</a>
      </p>
    </div>
  )
}

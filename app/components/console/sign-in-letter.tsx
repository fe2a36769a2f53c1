import { useTranslation } from 'react-i18next'
import { Callout } from '../callout'
import { TextField } from '../form-field'

export interface SignInLetterProps {
  email: string
  /** The reader has just set a password by a link. */
  isPasswordSet: boolean
  failure: { kind: 'missing' | 'wrong' } | { kind: 'too_many'; minutes: number } | null
}

/** The way into the console. What was typed as the address stays; the password never comes back. */
export function SignInLetter({ email, isPasswordSet, failure }: SignInLetterProps) {
  const { t } = useTranslation('console')
  return (
    <div className="letter card">
      <h1>{t('signIn.title')}</h1>
      {isPasswordSet ? <Callout tone="good">{t('signIn.passwordSet')}</Callout> : null}
      {failure === null ? null : (
        <Callout tone="bad">
          {failure.kind === 'too_many'
            ? t('signIn.tooMany', { count: failure.minutes })
            : failure.kind === 'wrong'
              ? t('signIn.wrong')
              : t('signIn.missing')}
        </Callout>
      )}
      <form method="post">
        <TextField
          id="email"
          name="email"
          type="email"
          label={t('signIn.email')}
          autoComplete="username"
          defaultValue={email}
          required
        />
        <TextField
          id="password"
          name="password"
          type="password"
          label={t('signIn.password')}
          autoComplete="current-password"
          required
        />
        <p className="actions">
          <button className="btn big">{t('signIn.submit')}</button>
        </p>
      </form>
      <p>
        <a href="/console/forgot-password">{t('signIn.forgot')}</a>
      </p>
    </div>
  )
}

import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { NewPasswordFields, type NewPasswordProblem } from './new-password-fields'

export interface SetPasswordLetterProps {
  creditorName: string
  email: string
  state: 'usable' | 'expired' | 'ended'
  problem: NewPasswordProblem | null
}

/** Where the link of a mail leads: a password is set here, once. */
export function SetPasswordLetter({ creditorName, email, state, problem }: SetPasswordLetterProps) {
  const { t } = useTranslation('console')
  return (
    <div className="letter card">
      <h1>{t('password.setTitle')}</h1>
      <p>{t('password.setLead', { creditor: creditorName })}</p>
      {state === 'usable' ? (
        <form method="post">
          <div className="field">
            <label htmlFor="username">{t('signIn.email')}</label>
            <input id="username" type="email" dir="ltr" autoComplete="username" value={email} readOnly />
          </div>
          <NewPasswordFields problem={problem} />
          <p className="actions">
            <button className="btn big">{t('password.setSubmit')}</button>
          </p>
        </form>
      ) : (
        <>
          <Callout tone="warn">{state === 'expired' ? t('password.expired') : t('password.ended')}</Callout>
          <p>{t('password.askOwner')}</p>
          <p className="actions">
            <a className="btn" href="/console/sign-in">
              {t('password.toSignIn')}
            </a>
          </p>
        </>
      )}
    </div>
  )
}

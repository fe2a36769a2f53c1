/** The frame of every page of the creditor's console. */
import { Link, NavLink } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isPermitted, type ConsoleRole } from '~/domain/console-role'
import { LanguageItems } from '../language-menu'
import { QuittanceMark } from '../quittance-mark'

interface ConsoleFrameProps {
  creditorName: string
  user: { name: string; role: ConsoleRole }
  /** How many disputes are open, written; null where none is. */
  openDisputes: string | null
}

export function ConsoleFrame({
  creditorName,
  user,
  openDisputes,
  children,
}: ConsoleFrameProps & { children: ReactNode }) {
  const { t } = useTranslation(['console', 'common', 'claims', 'reminder'])
  const { t: promiseText } = useTranslation('promise')
  const { t: offerText } = useTranslation('offer')
  const { t: planText } = useTranslation('agreement')
  const sections = [
    { to: '/console/debtors', text: t('nav.debtors') },
    {
      to: '/console/disputes',
      text: openDisputes === null ? t('claims:nav') : t('claims:navOpen', { total: openDisputes }),
    },
    { to: '/console/plans', text: planText('console.title') },
    { to: '/console/promises', text: promiseText('console.title') },
    { to: '/console/offers', text: offerText('console.title') },
    { to: '/console/requests', text: t('nav.requests') },
    { to: '/console/reminders', text: t('reminder:console.nav') },
    { to: '/console/bank', text: t('nav.bank') },
    { to: '/console/reconciliation', text: t('nav.reconciliation') },
    { to: '/console/log', text: t('nav.log') },
    { to: '/console/webhooks', text: t('nav.webhooks') },
    { to: '/console/settings', text: t('nav.settings') },
    ...(isPermitted(user.role, 'jobs.manage') ? [{ to: '/console/jobs', text: t('nav.jobs') }] : []),
    ...(isPermitted(user.role, 'users.manage') ? [{ to: '/console/users', text: t('nav.users') }] : []),
    ...(isPermitted(user.role, 'api-keys.manage') ? [{ to: '/console/api-keys', text: t('nav.apiKeys') }] : []),
  ]
  return (
    <>
      <a className="skip" href="#main">
        {t('common:skipToContent')}
      </a>
      <header className="masthead">
        <div className="wrap">
          <Link className="creditor" to="/console/debtors">
            <i aria-hidden="true">{creditorName.slice(0, 1)}</i>
            <span>
              {creditorName}
              <small>{t('name')}</small>
            </span>
          </Link>
          <details className="menu" name="menu">
            <summary>
              <bdi>{user.name}</bdi>
            </summary>
            <ul>
              <li>
                <span className="soft">{t(`role.${user.role}`)}</span>
              </li>
              <LanguageItems />
              <li>
                <Link to="/console/password">{t('changePassword')}</Link>
              </li>
              <li>
                <form method="post" action="/console/sign-out">
                  <button>{t('signOut')}</button>
                </form>
              </li>
            </ul>
          </details>
        </div>
      </header>
      <nav className="sections" aria-label={t('nav.label')}>
        <ul className="wrap">
          {sections.map(({ to, text }) => (
            <li key={to}>
              <NavLink to={to}>{text}</NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" className="wrap" tabIndex={-1}>
        {children}
      </main>
      <footer className="footer">
        <div className="wrap">
          <p className="mark">
            <QuittanceMark />
            <span>Quittance</span>
          </p>
        </div>
      </footer>
    </>
  )
}

import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'

/** A page of the console that could not be shown: why, and where to go. */
export function ConsoleError({ status }: { status: number }) {
  const { t } = useTranslation(['console', 'errors'])
  const texts =
    status === 403
      ? { title: t('forbidden.title'), text: t('forbidden.text') }
      : status === 404
        ? { title: t('errors:notFound.title'), text: t('errors:notFound.text') }
        : { title: t('errors:failed.title'), text: t('errors:failed.text') }
  return (
    <div className="letter card">
      <h1>{texts.title}</h1>
      <p>{texts.text}</p>
      <p className="actions">
        <Link className="btn" to="/console/debtors">
          {t('forbidden.back')}
        </Link>
      </p>
      <p className="ref">{t('errors:code', { status })}</p>
    </div>
  )
}

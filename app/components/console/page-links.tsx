import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'

interface PageLinksProps {
  page: number
  pageCount: number
  getHref: (page: number) => string
}

/** The way to the page before and the page after. Nothing when there is one page. */
export function PageLinks({ page, pageCount, getHref }: PageLinksProps) {
  const { t } = useTranslation()
  if (pageCount <= 1) return null
  return (
    <nav className="pages" aria-label={t('pages.label')}>
      <p>{t('pages.page', { page: `${page} / ${pageCount}` })}</p>
      <ul>
        {page > 1 ? (
          <li>
            <Link to={getHref(page - 1)} rel="prev">
              {t('pages.previous')}
            </Link>
          </li>
        ) : null}
        {page < pageCount ? (
          <li>
            <Link to={getHref(page + 1)} rel="next">
              {t('pages.next')}
            </Link>
          </li>
        ) : null}
      </ul>
    </nav>
  )
}

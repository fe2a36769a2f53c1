import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'

interface PaginationProps {
  page: number
  pageCount: number
  pageSize: number
  total: number
  format: Formatters
  /** The address of a page. */
  getHref: (page: number) => string
}

/** Pages before and after the current one that are offered, beside the first and the last. */
const NEIGHBOURS = 1

/** Which part of a list is shown, and the way to the others. Nothing when all of it is shown. */
export function Pagination({ page, pageCount, pageSize, total, format, getHref }: PaginationProps) {
  const { t } = useTranslation()
  if (pageCount <= 1) return null
  const from = (page - 1) * pageSize + 1
  const to = Math.min(total, page * pageSize)
  return (
    <nav className="pages" aria-label={t('pages.label')}>
      <p>{t('pages.range', { from: format.integer(from), to: format.integer(to), total: format.integer(total) })}</p>
      <ul>
        {page > 1 ? (
          <li>
            <a href={getHref(page - 1)} rel="prev">
              {t('pages.previous')}
            </a>
          </li>
        ) : null}
        {choosePages(page, pageCount).map((entry, index) =>
          entry === null ? (
            <li key={`gap ${index}`}>
              <span aria-hidden="true">…</span>
            </li>
          ) : (
            <li key={entry}>
              <a
                href={getHref(entry)}
                aria-current={entry === page ? 'page' : undefined}
                aria-label={t('pages.page', { page: format.integer(entry) })}
              >
                {format.integer(entry)}
              </a>
            </li>
          ),
        )}
        {page < pageCount ? (
          <li>
            <a href={getHref(page + 1)} rel="next">
              {t('pages.next')}
            </a>
          </li>
        ) : null}
      </ul>
    </nav>
  )
}

/** The pages that are offered in order; null stands for those left out. */
export function choosePages(page: number, pageCount: number): (number | null)[] {
  const wanted = Array.from({ length: pageCount }, (_, index) => index + 1).filter(
    (each) => each === 1 || each === pageCount || Math.abs(each - page) <= NEIGHBOURS,
  )
  return wanted.flatMap((each, index) => {
    const before = wanted[index - 1]
    return before !== undefined && each - before > 1 ? [null, each] : [each]
  })
}

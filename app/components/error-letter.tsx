import { useTranslation } from '~/i18n/use-translation'

/** What a page says that could not be shown. */
export function useErrorTexts(status: number): { title: string; text: string } {
  const { t } = useTranslation('errors')
  const texts = {
    403: { title: t('forbidden.title'), text: t('forbidden.text') },
    404: { title: t('notFound.title'), text: t('notFound.text') },
    429: { title: t('tooMany.title'), text: t('tooMany.text') },
    500: { title: t('failed.title'), text: t('failed.text') },
  } as const
  return status === 403 || status === 404 || status === 429 ? texts[status] : texts[500]
}

/** A page that could not be shown: what happened, that nothing is lost, and where to go. */
export function ErrorLetter({ status }: { status: number }) {
  const { t } = useTranslation('errors')
  const { title, text } = useErrorTexts(status)
  return (
    <div className="letter card">
      <h1>{title}</h1>
      <p>{text}</p>
      <p className="actions">
        <a className="btn" href="/statement">
          {t('toStatement')}
        </a>
      </p>
      <p className="ref">{t('code', { status })}</p>
    </div>
  )
}

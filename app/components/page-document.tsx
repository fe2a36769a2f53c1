/** The HTML document around every page. */
import type { ReactNode } from 'react'
import { getDirection, isLanguage } from '~/i18n/languages'
import { useTranslation } from '~/i18n/use-translation'
import { useStaticFrame } from './static-page'

interface PageDocumentProps {
  /** The links of every page, and what the page itself adds to the head. */
  head: ReactNode
  bodyClass: string | undefined
  /** Of a page that has none of its own: of an error. */
  title: string | null
  children: ReactNode
}

export function PageDocument({ head, bodyClass, title, children }: PageDocumentProps) {
  const { i18n } = useTranslation()
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  const frame = useStaticFrame()
  return (
    <html lang={language} dir={getDirection(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        {frame ? <title>{frame.title ?? title ?? 'Quittance'}</title> : null}
        {head}
        {frame?.brand ? <link rel="stylesheet" href={`/brand/${frame.brand}.css`} /> : null}
      </head>
      <body className={bodyClass}>{children}</body>
    </html>
  )
}

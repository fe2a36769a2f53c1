import type { LinksFunction } from '@remix-run/node'
import { Links, Meta, Outlet, Scripts, useMatches } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { getDirection, isLanguage } from './i18n/languages'
import stylesheet from './styles/index.css?url'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: stylesheet },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export function Layout({ children }: { children: React.ReactNode }) {
  const { i18n } = useTranslation()
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  const hydrates = useMatches().some((match) => (match.handle as { hydrates?: boolean } | undefined)?.hydrates === true)
  return (
    <html lang={language} dir={getDirection(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        {hydrates ? <Scripts /> : null}
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}

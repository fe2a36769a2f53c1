import type { LinksFunction } from '@remix-run/node'
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, useMatches, useRouteError } from '@remix-run/react'
import { useTranslation } from './i18n/use-translation'
import { ErrorLetter } from './components/error-letter'
import { PageFrame } from './components/page-frame'
import { usePageNonce } from './components/page-nonce'
import { useStaticFrame } from './components/static-page'
import { getDirection, isLanguage } from './i18n/languages'
import stylesheet from './styles/index.css?url'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: stylesheet },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export function Layout({ children }: { children: React.ReactNode }) {
  const { i18n } = useTranslation()
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  const frame = useStaticFrame()
  const hydrates = useHydration()
  const nonce = usePageNonce()
  return (
    <html lang={language} dir={getDirection(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        {frame ? <title>{frame.title ?? 'Quittance'}</title> : null}
        <Meta />
        <Links />
        {frame?.brand ? <link rel="stylesheet" href={`/brand/${frame.brand}.css`} /> : null}
      </head>
      <body className={useBodyClass()}>
        {children}
        {hydrates ? <Scripts nonce={nonce} /> : null}
      </body>
    </html>
  )
}

/** A route opts into hydration by `export const handle = { hydrates: true }`; the debtor's pages never do. */
function useHydration(): boolean {
  return useMatches().some((match) => (match.handle as { hydrates?: boolean } | undefined)?.hydrates === true)
}

/** A route that must not look like a debtor's page says so by `export const handle = { bodyClass: … }`. */
function useBodyClass(): string | undefined {
  const classes = useMatches().map((match) => (match.handle as { bodyClass?: string } | undefined)?.bodyClass)
  return useHydration() ? 'console' : classes.find((name) => name !== undefined)
}

export default function App() {
  return <Outlet />
}

export function ErrorBoundary() {
  const error = useRouteError()
  const status = isRouteErrorResponse(error) ? error.status : 500
  return (
    <PageFrame creditor={null}>
      <ErrorLetter status={status} />
    </PageFrame>
  )
}

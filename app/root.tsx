import type { LinksFunction } from '@remix-run/node'
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, useMatches, useRouteError } from '@remix-run/react'
import { ErrorLetter, useErrorTexts } from './components/error-letter'
import { PageDocument } from './components/page-document'
import { PageFrame } from './components/page-frame'
import { usePageNonce } from './components/page-nonce'
import stylesheet from './styles/index.css?url'

/** What the head of every page links to. */
export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: stylesheet },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

/** Of pages that hydrate, and of errors; the other pages need no router (see entry.server). */
export function Layout({ children }: { children: React.ReactNode }) {
  const hydrates = useHydration()
  const nonce = usePageNonce()
  const error = useRouteError()
  const { title } = useErrorTexts(readStatus(error))
  return (
    <PageDocument
      title={error === undefined ? null : title}
      head={
        <>
          <Meta />
          <Links />
        </>
      }
      bodyClass={useBodyClass()}
    >
      {children}
      {hydrates ? <Scripts nonce={nonce} /> : null}
    </PageDocument>
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
  return (
    <PageFrame creditor={null}>
      <ErrorLetter status={readStatus(error)} />
    </PageFrame>
  )
}

function readStatus(error: unknown): number {
  return isRouteErrorResponse(error) ? error.status : 500
}

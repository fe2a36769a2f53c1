/** The console: for the creditor's own people, an ordinary hydrated application around its pages. */
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { isRouteErrorResponse, Outlet, useLoaderData, useRouteError, useRouteLoaderData } from '@remix-run/react'
import { ConsoleError } from '~/components/console/console-error'
import { ConsoleFrame } from '~/components/console/console-frame'
import { ErrorLetter } from '~/components/error-letter'
import { PageFrame } from '~/components/page-frame'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'

export const handle = { hydrates: true }

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { user, creditor, t, format } = await requireConsoleVisit(request, context)
  const { count } = await context.app.listDisputes(
    { creditorId: creditor.id },
    { state: 'open', order: 'age', offset: 0, limit: 0 },
  )
  return {
    title: t('console:pageTitle', { page: t('console:name'), creditor: creditor.name }),
    frame: {
      creditorName: creditor.name,
      user: { name: user.name, role: user.role },
      openDisputes: count === 0 ? null : format.integer(count),
    },
  }
}

/** Of a page inside that could not be shown; the others have a title of their own. */
export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function ConsoleRoute() {
  const { frame } = useLoaderData<typeof loader>()
  return (
    <ConsoleFrame {...frame}>
      <Outlet />
    </ConsoleFrame>
  )
}

/** A page inside that could not be shown keeps the frame; where the frame could not be read, it is the portal's error. */
export function ErrorBoundary() {
  const error = useRouteError()
  const known = useRouteLoaderData<typeof loader>('routes/console')
  const status = isRouteErrorResponse(error) ? error.status : 500
  return known ? (
    <ConsoleFrame {...known.frame}>
      <ConsoleError status={status} />
    </ConsoleFrame>
  ) : (
    <PageFrame creditor={null}>
      <ErrorLetter status={status} />
    </PageFrame>
  )
}

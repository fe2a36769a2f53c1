/** The console: for the creditor's own people, an ordinary hydrated application around its pages. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { ConsoleFrame } from '~/components/console/console-frame'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'

export const handle = { hydrates: true }

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { user, creditor } = await requireConsoleVisit(request, context)
  return { creditorName: creditor.name, user: { name: user.name, role: user.role } }
}

export default function ConsoleRoute() {
  const frame = useLoaderData<typeof loader>()
  return (
    <ConsoleFrame {...frame}>
      <Outlet />
    </ConsoleFrame>
  )
}

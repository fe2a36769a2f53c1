/** An address of the console that does not exist: said inside its frame, to whoever is signed in. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireConsoleVisit(request, context)
  throw new Response(null, { status: 404 })
}

/** Never shown: a route of a page has one, and what is thrown here is shown by the console's. */
export default function NoSuchPageRoute() {
  return null
}

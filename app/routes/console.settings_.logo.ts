/** The creditor's logo, for its own people: a picture whose content was checked when it came. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { creditor } = await requireConsoleVisit(request, context)
  const logo = await context.app.readLogo(creditor.id)
  if (!logo) throw new Response(null, { status: 404 })
  return new Response(new Uint8Array(logo.content), {
    headers: {
      'Content-Type': logo.mediaType,
      'Content-Length': String(logo.content.byteLength),
      'Cache-Control': 'private, no-cache',
    },
  })
}

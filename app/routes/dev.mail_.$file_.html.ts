/** A mail's HTML as its reader would see it, shut in: no script, nothing loaded, an origin of its own. */
import type { LoaderFunctionArgs } from '@remix-run/node'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; sandbox allow-popups"

export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const mail = await context.app.mailFolder?.find(params['file'] ?? '')
  if (!mail || mail.html === null) return new Response(null, { status: 404 })
  return new Response(mail.html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      'Cache-Control': 'private, no-store',
    },
  })
}

/** The process answers. Says nothing of what it depends on: that is `/readyz`. */
export function loader(): Response {
  return new Response('ok\n', { headers: { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' } })
}

/** Ends the console session. */
import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { clearSessionCookie, readSessionCookie } from '~/platform/http/cookies.server'

export function loader() {
  return redirect('/console')
}

export async function action({ request, context: { app } }: ActionFunctionArgs) {
  const token = readSessionCookie(request, 'console', app.isSecure)
  if (token !== null) await app.signOutConsoleUser(token)
  return redirect('/console/sign-in', {
    status: 303,
    headers: { 'Set-Cookie': clearSessionCookie('console', app.isSecure) },
  })
}

import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { clearSessionCookie, readSessionCookie } from '~/platform/http/cookies.server'
import { describeClient, readDebtorVisit } from '~/platform/http/debtor-visit.server'

/** Ends the debtor's session. Only a POST does; following the address leads back to the account. */
export function loader() {
  return redirect('/statement')
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { app } = context
  const visit = await readDebtorVisit(request, context)
  const sessionToken = readSessionCookie(request, 'debtor', app.isSecure)
  if (visit && sessionToken !== null) {
    await app.endDebtorSession({ visit, sessionToken, clientHint: describeClient(request, context.clientAddress) })
  }
  return redirect('/session-ended?by=you', {
    status: 303,
    headers: {
      'Set-Cookie': clearSessionCookie('debtor', app.isSecure),
      // The back button shows nothing of the account either.
      'Clear-Site-Data': '"cache"',
    },
  })
}

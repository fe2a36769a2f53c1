/** Where the link of a mail leads one of the creditor's people: GET says whose password it sets, POST sets it, once. */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { SetPasswordLetter, type SetPasswordLetterProps } from '~/components/console/set-password-letter'
import { PageFrame } from '~/components/page-frame'
import { useStaticModel } from '~/components/static-page'
import { getTranslate } from '~/i18n/translator.server'
import { clearSessionCookie } from '~/platform/http/cookies.server'
import { readReader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import type { ShownPasswordLink } from '~/use-cases/show-password-link'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const shown = await context.app.showPasswordLink(params['token'] ?? '')
  if (!shown) throw new Response(null, { status: 404 })
  return showLetter(request, context, shown, shown.state === 'usable' ? 200 : 410, null)
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { app } = context
  const token = params['token'] ?? ''
  const shown = await app.showPasswordLink(token)
  if (!shown) throw new Response(null, { status: 404 })
  const form = await readForm(request)
  const password = form.get('password') ?? ''
  if (shown.state === 'usable' && password !== form.get('repeated')) {
    return showLetter(request, context, shown, 422, 'different')
  }
  const set = await app.setPassword({ token, password })
  if (set.ok) {
    // In the language of this page, which is the user's own.
    return redirect(`/console/sign-in?password=set&lang=${readLetterLanguage(request, shown)}`, {
      status: 303,
      // Every session of the user ended; one of another user in this browser is not what the reader wants to go on with.
      headers: { 'Set-Cookie': clearSessionCookie('console', app.isSecure) },
    })
  }
  if (set.failure === 'unusable_link') {
    const now = (await app.showPasswordLink(token)) ?? shown
    return showLetter(request, context, now, 410, null)
  }
  return showLetter(request, context, shown, 422, set.failure)
}

function showLetter(
  request: Request,
  context: AppLoadContext,
  { state, user, creditor }: ShownPasswordLink,
  status: number,
  problem: SetPasswordLetterProps['problem'],
) {
  const language = readLetterLanguage(request, { user, creditor })
  const title = getTranslate(language)('console:password.setTitle')
  const letter: SetPasswordLetterProps = { creditorName: creditor.name, email: user.email, state, problem }
  return staticPage(context, { language, title, status, load: () => letter })
}

function readLetterLanguage(request: Request, { user, creditor }: Pick<ShownPasswordLink, 'user' | 'creditor'>) {
  return readReader(request, { locale: user.locale, fallback: creditor.defaultLocale }).language
}

export default function SetPasswordRoute() {
  const letter = useStaticModel<typeof loader>()
  return (
    <PageFrame creditor={null}>
      <SetPasswordLetter {...letter} />
    </PageFrame>
  )
}

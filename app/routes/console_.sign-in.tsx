/** Signing in to the console. */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { SignInLetter, type SignInLetterProps } from '~/components/console/sign-in-letter'
import { PageFrame } from '~/components/page-frame'
import { useStaticModel } from '~/components/static-page'
import { getTranslate } from '~/i18n/translator.server'
import { readNextPath } from '~/platform/http/console-visit.server'
import { writeSessionCookie } from '~/platform/http/cookies.server'
import { readReader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

/** Longer passwords would only cost time to hash. */
const credentialsSchema = z.object({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(1000),
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const isPasswordSet = new URL(request.url).searchParams.get('password') === 'set'
  return showLetter(request, context, 200, { email: '', failure: null, isPasswordSet })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { app, clientNetwork } = context
  const form = await readForm(request)
  const email = (form.get('email') ?? '').slice(0, 254)
  const credentials = credentialsSchema.safeParse(Object.fromEntries(form))
  if (!credentials.success)
    return showLetter(request, context, 422, { email, failure: { kind: 'missing' }, isPasswordSet: false })
  const signedIn = await app.signInConsoleUser({ ...credentials.data, clientNetwork })
  if (signedIn.ok) {
    const { sessionToken, expiresAt } = signedIn.value
    return redirect(readNextPath(request), {
      status: 303,
      headers: { 'Set-Cookie': writeSessionCookie('console', sessionToken, expiresAt, app.isSecure) },
    })
  }
  if (signedIn.failure.reason === 'wrong_credentials') {
    return showLetter(request, context, 401, { email, failure: { kind: 'wrong' }, isPasswordSet: false })
  }
  const minutes = Math.ceil(signedIn.failure.retryAfterSeconds / 60)
  return showLetter(request, context, 429, { email, failure: { kind: 'too_many', minutes }, isPasswordSet: false })
}

function showLetter(request: Request, context: AppLoadContext, status: number, letter: SignInLetterProps) {
  const { language } = readReader(request, { locale: null, fallback: null })
  const title = getTranslate(language)('console:signIn.title')
  return staticPage(context, { language, title, status, load: () => letter })
}

export default function SignInRoute() {
  const letter = useStaticModel<typeof loader>()
  return (
    <PageFrame creditor={null}>
      <SignInLetter {...letter} />
    </PageFrame>
  )
}

/** Asking for another password, for who cannot sign in to the console. */
import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { ForgotPasswordLetter, type ForgotPasswordLetterProps } from '~/components/console/forgot-password-letter'
import { PageFrame } from '~/components/page-frame'
import { useStaticModel } from '~/components/static-page'
import { getTranslate } from '~/i18n/translator.server'
import { readReader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

const emailSchema = z.string().trim().pipe(z.email().max(254))

export async function loader({ request, context }: LoaderFunctionArgs) {
  return showLetter(request, context, 200, { email: '', answer: null })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { app, clientNetwork } = context
  const typed = (await readForm(request)).get('email')?.slice(0, 254) ?? ''
  const email = emailSchema.safeParse(typed)
  if (!email.success) return showLetter(request, context, 422, { email: typed, answer: { kind: 'missing' } })
  const requested = await app.requestPasswordLink({ email: email.data, clientNetwork })
  if (requested.ok) return showLetter(request, context, 200, { email: '', answer: { kind: 'sent' } })
  const minutes = Math.ceil(requested.failure.retryAfterSeconds / 60)
  return showLetter(request, context, 429, { email: typed, answer: { kind: 'too_many', minutes } })
}

function showLetter(request: Request, context: AppLoadContext, status: number, letter: ForgotPasswordLetterProps) {
  const { language } = readReader(request, { locale: null, fallback: null })
  const title = getTranslate(language)('console:password.forgotTitle')
  return staticPage(context, { language, title, status, load: () => letter })
}

export default function ForgotPasswordRoute() {
  const letter = useStaticModel<typeof loader>()
  return (
    <PageFrame creditor={null}>
      <ForgotPasswordLetter {...letter} />
    </PageFrame>
  )
}

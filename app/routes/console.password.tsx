/** Changing one's own password. For everybody who is signed in. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { NewPasswordFields, type NewPasswordProblem } from '~/components/console/new-password-fields'
import { TextField } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import { MOST_PASSWORD_LENGTH } from '~/domain/password'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readSessionCookie } from '~/platform/http/cookies.server'
import { readForm } from '~/platform/http/request-body.server'
import type { OwnPasswordFailure } from '~/use-cases/change-own-password'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { creditor, user, t } = await requireConsoleVisit(request, context)
  const title = t('console:pageTitle', { page: t('console:password.title'), creditor: creditor.name })
  return { title, email: user.email }
}

const formSchema = z.object({
  current: z.string().max(MOST_PASSWORD_LENGTH),
  password: z.string().max(MOST_PASSWORD_LENGTH + 1),
  repeated: z.string(),
})

type Failure = OwnPasswordFailure | { reason: 'different' }

export async function action({ request, context }: ActionFunctionArgs) {
  const { creditor, user } = await requireConsoleVisit(request, context)
  const sessionToken = readSessionCookie(request, 'console', context.app.isSecure)
  const form = formSchema.safeParse(Object.fromEntries(await readForm(request)))
  if (!form.success || sessionToken === null) throw new Response(null, { status: 400 })
  const { current, password, repeated } = form.data
  const fail = (failure: Failure) => data({ failure }, { status: failure.reason === 'too_many_attempts' ? 429 : 422 })
  if (password !== repeated) return fail({ reason: 'different' })
  const changed = await context.app.changeOwnPassword({
    creditorId: creditor.id,
    userId: user.id,
    sessionToken,
    currentPassword: current,
    newPassword: password,
  })
  return changed.ok ? data({ failure: null }) : fail(changed.failure)
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function PasswordRoute() {
  const { email } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useTranslation('console')
  const failure = answer?.failure ?? null
  return (
    <>
      <TitleBlock title={t('password.title')} />
      <div className="stack">
        {answer?.failure === null ? <Callout tone="good">{t('password.changed')}</Callout> : null}
        {failure?.reason === 'too_many_attempts' ? (
          <Callout tone="bad">{t('signIn.tooMany', { count: Math.ceil(failure.retryAfterSeconds / 60) })}</Callout>
        ) : null}
        <Form method="post" key={answer?.failure === null ? 'changed' : 'open'}>
          <input type="hidden" name="username" autoComplete="username" value={email} />
          <TextField
            id="current-password"
            name="current"
            type="password"
            autoComplete="current-password"
            label={t('password.current')}
            problem={failure?.reason === 'wrong_password' ? t('password.failure.wrong_password') : undefined}
            maxLength={MOST_PASSWORD_LENGTH}
            required
          />
          <NewPasswordFields problem={findNewProblem(failure)} />
          <p className="actions">
            <button className="btn">{t('password.submit')}</button>
          </p>
        </Form>
      </div>
    </>
  )
}

function findNewProblem(failure: Failure | null): NewPasswordProblem | null {
  if (failure === null || failure.reason === 'wrong_password' || failure.reason === 'too_many_attempts') return null
  return failure.reason
}

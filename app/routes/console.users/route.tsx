/** The creditor's own people: who may do what, who is invited, who is shut out. For owners. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Callout } from '~/components/callout'
import { InviteUserForm } from '~/components/console/invite-user-form'
import { UserCards, type ShownUser } from '~/components/console/user-cards'
import { TitleBlock } from '~/components/title-block'
import { PASSWORD_LINK_DAYS } from '~/domain/password'
import { chooseLanguage } from '~/i18n/languages'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import type { ConsoleUserEntry } from '~/use-cases/ports/console-user-repository'
import { changeUser } from './change-user.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'users.manage')
  const { creditor, t } = visit
  const entries = await context.app.listConsoleUsers({ creditorId: creditor.id })
  return {
    title: t('console:pageTitle', { page: t('console:users.title'), creditor: creditor.name }),
    users: entries.map((entry) => describeUser(entry, visit)),
    /** Of the mail, unless another is chosen. */
    locale: chooseLanguage([creditor.defaultLocale]),
  }
}

function describeUser(
  { user, hasPassword, lastSignedInAt }: ConsoleUserEntry,
  { format, user: oneself }: ConsoleVisit,
): ShownUser {
  const { id, name, email, role, disabledAt } = user
  return {
    ...{ id, name, email, role },
    state: disabledAt !== null ? 'disabled' : hasPassword ? 'active' : 'invited',
    lastSignedIn: lastSignedInAt && format.instant(lastSignedInAt),
    isOneself: id === oneself.id,
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'users.manage')
  const change = await changeUser(context.app, visit, await readForm(request))
  if (!change) throw new Response(null, { status: 400 })
  return data(change, { status: change.kind === 'failed' ? 422 : 200 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

/** Where it is said that an invitation was not taken. */
const FIELDS = { bad_name: 'name', bad_email: 'email', address_taken: 'email' } as const

export default function UsersRoute() {
  const { users, locale } = useLoaderData<typeof loader>()
  const change = useActionData<typeof action>()
  const { t } = useTranslation('console')
  const failed = change?.kind === 'failed' ? { ...change, text: t(`users.failure.${change.failure}`) } : null
  const field = failed && failed.failure in FIELDS ? FIELDS[failed.failure as keyof typeof FIELDS] : null
  return (
    <>
      <TitleBlock title={t('users.title')}>
        <p>{t('users.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {change && change.kind !== 'failed' ? (
          <Callout tone="good">
            {t(`users.done.${change.kind}`, { email: 'email' in change ? change.email : '' })}
          </Callout>
        ) : null}
        {failed ? <Callout tone="bad">{failed.text}</Callout> : null}
        <UserCards
          users={users}
          problem={failed && failed.userId !== null ? { userId: failed.userId, text: failed.text } : null}
        />
        <InviteUserForm
          key={change?.kind}
          entry={failed?.entry ?? { name: '', email: '', role: 'viewer', locale }}
          problem={failed && field !== null ? { field, text: failed.text } : null}
          linkDays={PASSWORD_LINK_DAYS}
        />
      </div>
    </>
  )
}

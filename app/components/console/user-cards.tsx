/** The people of a console: who they are, what they may do, and what can be changed about it. */
import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { CONSOLE_ROLES, type ConsoleRole } from '~/domain/console-role'
import { Badge, type BadgeTone } from '../badge'
import { Facts } from '../facts'
import { ConfirmedAction } from './confirmed-action'

export interface ShownUser {
  id: string
  name: string
  email: string
  role: ConsoleRole
  state: 'active' | 'invited' | 'disabled'
  /** Null where it never signed in. */
  lastSignedIn: string | null
  /** Who is looking. */
  isOneself: boolean
}

export interface UserProblem {
  userId: string
  text: string
}

const TONES: Readonly<Record<ShownUser['state'], BadgeTone>> = { active: 'good', invited: 'note', disabled: 'bad' }

export function UserCards({ users, problem }: { users: readonly ShownUser[]; problem: UserProblem | null }) {
  return (
    <div className="cards">
      {users.map((user) => (
        <UserCard key={user.id} user={user} problem={problem?.userId === user.id ? problem.text : null} />
      ))}
    </div>
  )
}

function UserCard({ user, problem }: { user: ShownUser; problem: string | null }) {
  const { t } = useTranslation('console')
  const hasRoleField = !user.isOneself && user.state !== 'disabled'
  return (
    <section className="card stack">
      <div>
        <h2>
          <bdi>{user.name}</bdi>
        </h2>
        <p>
          {user.isOneself ? (
            <>
              <Badge>{t('users.you')}</Badge>{' '}
            </>
          ) : null}
          <Badge tone={TONES[user.state]}>{t(`users.${user.state}`)}</Badge>
        </p>
      </div>
      {problem === null ? null : <p className="error">{problem}</p>}
      <Facts
        facts={[
          { name: t('signIn.email'), value: <bdi dir="ltr">{user.email}</bdi> },
          // Of the others the form says it.
          { name: t('users.role'), value: hasRoleField ? null : t(`role.${user.role}`) },
          { name: t('users.lastSignIn'), value: user.lastSignedIn ?? t('users.never') },
        ]}
      />
      {user.isOneself ? <OwnAccess /> : <UserForms user={user} />}
    </section>
  )
}

function OwnAccess() {
  const { t } = useTranslation('console')
  return (
    <p className="soft">
      {t('users.failure.oneself')} <Link to="/console/password">{t('changePassword')}</Link>
    </p>
  )
}

function UserForms({ user }: { user: ShownUser }) {
  const { t } = useTranslation('console')
  const isDisabled = user.state === 'disabled'
  return (
    <Form method="post">
      <input type="hidden" name="user" value={user.id} />
      {isDisabled ? null : (
        <div className="field">
          <label htmlFor={`role-${user.id}`}>{t('users.role')}</label>
          <div className="with-button">
            <select key={user.role} id={`role-${user.id}`} name="role" defaultValue={user.role}>
              {CONSOLE_ROLES.map((role) => (
                <option key={role} value={role}>
                  {t(`role.${role}`)}
                </option>
              ))}
            </select>
            <button className="btn quiet" name="intent" value="change-role">
              {t('users.changeRole')}
            </button>
          </div>
        </div>
      )}
      <p className="actions">
        {isDisabled ? (
          <button className="btn quiet" name="intent" value="enable">
            {t('users.enable')}
          </button>
        ) : (
          <button className="btn quiet" name="intent" value="send-link">
            {user.state === 'invited' ? t('users.resend') : t('users.sendLink')}
          </button>
        )}
      </p>
      {isDisabled ? null : (
        <ConfirmedAction
          label={t('users.disable')}
          hint={t('users.disableHint')}
          confirm={t('users.disableConfirm')}
          intent="disable"
        />
      )}
    </Form>
  )
}

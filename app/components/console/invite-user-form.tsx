import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { CONSOLE_ROLES } from '~/domain/console-role'
import { LANGUAGE_NAMES, LANGUAGES } from '~/i18n/languages'
import { Choice, SelectField, TextField } from '../form-field'

/** What was typed, as it was typed. */
export interface InvitationEntry {
  name: string
  email: string
  role: string
  locale: string
}

interface InviteUserFormProps {
  entry: InvitationEntry
  problem: { field: 'name' | 'email'; text: string } | null
  linkDays: number
}

/** A form for another of the creditor's people, who then sets a password of its own. */
export function InviteUserForm({ entry, problem, linkDays }: InviteUserFormProps) {
  const { t } = useTranslation('console')
  const problemOf = (field: 'name' | 'email') => (problem?.field === field ? problem.text : undefined)
  return (
    <section className="stack" aria-labelledby="invite-title">
      <h2 id="invite-title">{t('users.inviteTitle')}</h2>
      <p className="soft">{t('users.inviteHint', { count: linkDays })}</p>
      <Form method="post">
        <TextField
          id="name"
          name="name"
          label={t('users.name')}
          autoComplete="off"
          defaultValue={entry.name}
          problem={problemOf('name')}
          maxLength={200}
          required
        />
        <TextField
          id="email"
          name="email"
          type="email"
          dir="ltr"
          label={t('signIn.email')}
          autoComplete="off"
          defaultValue={entry.email}
          problem={problemOf('email')}
          maxLength={254}
          required
        />
        <fieldset className="field">
          <legend>{t('users.role')}</legend>
          {CONSOLE_ROLES.map((role) => (
            <Choice
              key={role}
              id={`invite-${role}`}
              type="radio"
              name="role"
              value={role}
              defaultChecked={entry.role === role}
              hint={t(`users.meaning.${role}`)}
            >
              {t(`role.${role}`)}
            </Choice>
          ))}
        </fieldset>
        <SelectField
          id="locale"
          name="locale"
          label={t('users.language')}
          defaultValue={entry.locale}
          options={LANGUAGES.map((language) => ({ value: language, text: LANGUAGE_NAMES[language], lang: language }))}
        />
        <p className="actions">
          <button className="btn" name="intent" value="invite">
            {t('users.submit')}
          </button>
        </p>
      </Form>
    </section>
  )
}

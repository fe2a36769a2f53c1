import { useTranslation } from '~/i18n/use-translation'
import { LEAST_PASSWORD_LENGTH, MOST_PASSWORD_LENGTH } from '~/domain/password'
import { TextField } from '../form-field'

/** What can be wrong with a new password, and with the one typed twice. */
export type NewPasswordProblem = 'too_short' | 'too_long' | 'too_close_to_address' | 'different'

/** A new password, twice, because nobody sees what is typed. */
export function NewPasswordFields({ problem }: { problem: NewPasswordProblem | null }) {
  const { t } = useTranslation('console')
  const text = problem === null ? undefined : t(`password.failure.${problem}`, { count: LEAST_PASSWORD_LENGTH })
  const field = { type: 'password', autoComplete: 'new-password', maxLength: MOST_PASSWORD_LENGTH, required: true }
  return (
    <>
      <TextField
        {...field}
        id="new-password"
        name="password"
        label={t('password.new')}
        hint={t('password.hint', { count: LEAST_PASSWORD_LENGTH })}
        problem={problem === 'different' ? undefined : text}
      />
      <TextField
        {...field}
        id="repeated-password"
        name="repeated"
        label={t('password.repeat')}
        problem={problem === 'different' ? text : undefined}
      />
    </>
  )
}

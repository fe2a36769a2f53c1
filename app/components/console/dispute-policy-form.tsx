import { useTranslation } from 'react-i18next'
import { MOST_ANSWER_DAYS } from '~/domain/dispute-policy'
import { TextField } from '../form-field'
import { PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'
import type { SettingsEntries } from './settings-entry'

/** Within how many days each side of a dispute should answer. */
export function DisputePolicyForm({ entry, ...frame }: PolicyFormFrame & { entry: SettingsEntries['dispute'] }) {
  const { t } = useTranslation('claims')
  const problemOf = useProblemTexts(frame.problems)
  return (
    <PolicyForm kind="dispute" title={t('policy.title')} lead={t('policy.lead')} {...frame}>
      <div className="fields">
        <TextField
          id="creditorDays"
          name="creditorDays"
          inputMode="numeric"
          autoComplete="off"
          label={t('policy.creditorDays')}
          hint={t('policy.range', { most: MOST_ANSWER_DAYS })}
          defaultValue={entry.creditorDays}
          problem={problemOf('creditorDays')}
        />
        <TextField
          id="debtorDays"
          name="debtorDays"
          inputMode="numeric"
          autoComplete="off"
          label={t('policy.debtorDays')}
          hint={t('policy.range', { most: MOST_ANSWER_DAYS })}
          defaultValue={entry.debtorDays}
          problem={problemOf('debtorDays')}
        />
      </div>
    </PolicyForm>
  )
}

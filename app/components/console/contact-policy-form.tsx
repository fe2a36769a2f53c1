import { useTranslation } from 'react-i18next'
import { MOST_COOLING_DAYS, MOST_PAUSE_DAYS, MOST_PAUSES, PAUSE_MODES } from '~/domain/contact-policy'
import { TextField } from '../form-field'
import { PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'
import type { SettingsEntries } from './settings-entry'

/** What those who cannot pay now are permitted, and how long a new bank account waits. */
export function ContactPolicyForm({ entry, ...frame }: PolicyFormFrame & { entry: SettingsEntries['contact'] }) {
  const { t } = useTranslation('contact')
  const problemOf = useProblemTexts(frame.problems)
  const numbers = [
    { id: 'mostPauseDays', label: t('policy.mostPauseDays'), from: 1, most: MOST_PAUSE_DAYS },
    { id: 'pausesPerYear', label: t('policy.pausesPerYear'), from: 0, most: MOST_PAUSES },
    { id: 'accountCoolingDays', label: t('policy.accountCoolingDays'), from: 0, most: MOST_COOLING_DAYS },
  ] as const
  return (
    <PolicyForm kind="contact" title={t('policy.title')} lead={t('policy.lead')} {...frame}>
      <div className="field">
        <label htmlFor="pauses">{t('policy.pauses')}</label>
        <select id="pauses" name="pauses" defaultValue={entry.pauses}>
          {PAUSE_MODES.map((mode) => (
            <option key={mode} value={mode}>
              {t(`policy.mode.${mode}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="fields">
        {numbers.map(({ id, label, from, most }) => (
          <TextField
            key={id}
            id={id}
            name={id}
            inputMode="numeric"
            autoComplete="off"
            label={label}
            hint={t('policy.range', { from, most })}
            defaultValue={entry[id]}
            problem={problemOf(id)}
          />
        ))}
      </div>
    </PolicyForm>
  )
}

import { useTranslation } from 'react-i18next'
import { MOST_COOLING_DAYS, MOST_PAUSE_DAYS, MOST_PAUSES, PAUSE_MODES } from '~/domain/contact-policy'
import { SelectField } from '../form-field'
import { NumberFields, PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'
import type { SettingsEntries } from './settings-entry'

/** What those who cannot pay now are permitted, and how long a new bank account waits. */
export function ContactPolicyForm({ entry, ...frame }: PolicyFormFrame & { entry: SettingsEntries['contact'] }) {
  const { t } = useTranslation('contact')
  const problemOf = useProblemTexts(frame.problems)
  const range = (from: number, most: number) => t('policy.range', { from, most })
  const numbers = [
    { id: 'mostPauseDays', label: t('policy.mostPauseDays'), hint: range(1, MOST_PAUSE_DAYS) },
    { id: 'pausesPerYear', label: t('policy.pausesPerYear'), hint: range(0, MOST_PAUSES) },
    { id: 'accountCoolingDays', label: t('policy.accountCoolingDays'), hint: range(0, MOST_COOLING_DAYS) },
  ] as const
  return (
    <PolicyForm kind="contact" title={t('policy.title')} lead={t('policy.lead')} {...frame}>
      <SelectField
        id="pauses"
        name="pauses"
        label={t('policy.pauses')}
        defaultValue={entry.pauses}
        options={PAUSE_MODES.map((mode) => ({ value: mode, text: t(`policy.mode.${mode}`) }))}
      />
      <div className="fields">
        <NumberFields numbers={numbers} entry={entry} problemOf={problemOf} />
      </div>
    </PolicyForm>
  )
}

import { useTranslation } from 'react-i18next'
import { MOST_ANSWER_DAYS } from '~/domain/dispute-policy'
import { NumberFields, PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'
import type { SettingsEntries } from './settings-entry'

/** Within how many days each side of a dispute should answer. */
export function DisputePolicyForm({ entry, ...frame }: PolicyFormFrame & { entry: SettingsEntries['dispute'] }) {
  const { t } = useTranslation('claims')
  const problemOf = useProblemTexts(frame.problems)
  const hint = t('policy.range', { most: MOST_ANSWER_DAYS })
  const numbers = [
    { id: 'creditorDays', label: t('policy.creditorDays'), hint },
    { id: 'debtorDays', label: t('policy.debtorDays'), hint },
  ] as const
  return (
    <PolicyForm kind="dispute" title={t('policy.title')} lead={t('policy.lead')} {...frame}>
      <div className="fields">
        <NumberFields numbers={numbers} entry={entry} problemOf={problemOf} />
      </div>
    </PolicyForm>
  )
}

import { useTranslation } from 'react-i18next'
import { LONGEST_NOTE } from '~/domain/reminder-policy'
import { LANGUAGE_NAMES, LANGUAGES } from '~/i18n/languages'
import { Choice, TextAreaField, TextField } from '../form-field'
import { NumberField, PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'
import type { SettingsEntries } from './settings-entry'

/** When debtors are reminded, until when it is demanded, and when it is handed over. */
export function ReminderPolicyForm({ entry, ...frame }: PolicyFormFrame & { entry: SettingsEntries['reminder'] }) {
  const { t } = useTranslation('reminder')
  const problemOf = useProblemTexts(frame.problems)
  const lists = [
    { id: 'reminderDays', label: t('policy.reminderDays'), hint: t('policy.reminderDaysHint') },
    { id: 'demandDays', label: t('policy.demandDays'), hint: t('policy.demandDaysHint') },
  ] as const
  const numbers = [
    { id: 'demandTermDays', label: t('policy.demandTermDays') },
    { id: 'handOverDay', label: t('policy.handOverDay'), hint: t('policy.handOverDayHint') },
    { id: 'fromHour', label: t('policy.fromHour'), hint: t('policy.hourHint') },
    { id: 'untilHour', label: t('policy.untilHour'), hint: t('policy.hourHint') },
  ] as const
  const choices = [
    { id: 'weekdaysOnly', label: t('policy.weekdaysOnly') },
    { id: 'enclosesCopies', label: t('policy.enclosesCopies') },
  ] as const
  return (
    <PolicyForm kind="reminder" title={t('policy.title')} lead={t('policy.lead')} {...frame}>
      <Choice type="checkbox" id="isOn" name="isOn" value="yes" defaultChecked={entry.isOn}>
        {t('policy.isOn')}
      </Choice>
      <div className="fields">
        {lists.map((list) => (
          <TextField
            key={list.id}
            {...list}
            name={list.id}
            dir="ltr"
            autoComplete="off"
            defaultValue={entry[list.id]}
            problem={problemOf(list.id)}
          />
        ))}
        {numbers.map((number) => (
          <NumberField key={number.id} {...number} defaultValue={entry[number.id]} problem={problemOf(number.id)} />
        ))}
      </div>
      {choices.map(({ id, label }) => (
        <Choice key={id} type="checkbox" id={id} name={id} value="yes" defaultChecked={entry[id]}>
          {label}
        </Choice>
      ))}
      {LANGUAGES.map((language) => (
        <TextAreaField
          key={language}
          id={`note-${language}`}
          name={`note-${language}`}
          label={t('policy.note', { language: LANGUAGE_NAMES[language] })}
          hint={t('policy.noteHint', { most: LONGEST_NOTE })}
          lang={language}
          rows={2}
          defaultValue={entry.notes[language] ?? ''}
          problem={problemOf(`note-${language}`)}
        />
      ))}
    </PolicyForm>
  )
}

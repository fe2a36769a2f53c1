/** The form of reminders, read as the policy it means. */
import { LANGUAGES } from '~/i18n/languages'
import { Problems, readInteger, splitList, type FormReader } from './policy-form-fields.server'

export const readReminderForm: FormReader<'reminder'> = (form) => {
  const problems = new Problems()
  const text = (name: string) => form.get(name)?.trim() ?? ''
  const entry = {
    isOn: form.has('isOn'),
    reminderDays: text('reminderDays'),
    demandDays: text('demandDays'),
    demandTermDays: text('demandTermDays'),
    handOverDay: text('handOverDay'),
    enclosesCopies: form.has('enclosesCopies'),
    weekdaysOnly: form.has('weekdaysOnly'),
    fromHour: text('fromHour'),
    untilHour: text('untilHour'),
    notes: Object.fromEntries(LANGUAGES.map((language) => [language, text(`note-${language}`)])),
  }
  const number = (id: 'demandTermDays' | 'fromHour' | 'untilHour') =>
    problems.need(readInteger(entry[id]), id, 'not_a_number', 1)
  const days = (id: 'reminderDays' | 'demandDays') => {
    const parts = splitList(entry[id]).map(readDay)
    if (parts.some((part) => part === null)) problems.add(id, 'not_a_number')
    return parts.filter((part) => part !== null).sort((left, right) => left - right)
  }
  const written = LANGUAGES.filter((language) => entry.notes[language])
  return {
    entry,
    body: {
      ...{ isOn: entry.isOn, enclosesCopies: entry.enclosesCopies, weekdaysOnly: entry.weekdaysOnly },
      ...{ reminderDays: days('reminderDays'), demandDays: days('demandDays') },
      demandTermDays: number('demandTermDays'),
      handOverDay:
        entry.handOverDay === ''
          ? null
          : problems.need(readInteger(entry.handOverDay), 'handOverDay', 'not_a_number', 1),
      fromHour: number('fromHour'),
      untilHour: number('untilHour'),
      notes: written.map((language) => ({ language, text: entry.notes[language] ?? '' })),
    },
    problems: problems.list,
    findField(pointer) {
      const note = /^\/notes\/(\d+)/.exec(pointer)
      if (note) return `note-${written[Number(note[1])] ?? ''}`
      return pointer.split('/')[1] ?? null
    },
  }
}

/** A minus stands before the due date, however it is typed. */
function readDay(text: string): number | null {
  const match = /^([-\u2212\u2013])?(\d{1,4})$/.exec(text.replace(/[\u200e\u200f\u061c]/g, ''))
  if (!match) return null
  const days = Number(match[2])
  return match[1] === undefined || days === 0 ? days : -days
}

/** The form of what those who write to the creditor are permitted, read as the policy it means. */
import { DEFAULT_CONTACT_POLICY, isPauseMode } from '~/domain/contact-policy'
import { Problems, readInteger, type FormReader } from './policy-form-fields.server'

export const readContactForm: FormReader<'contact'> = (form) => {
  const problems = new Problems()
  const text = (name: string) => form.get(name)?.trim() ?? ''
  const entry = {
    pauses: text('pauses'),
    mostPauseDays: text('mostPauseDays'),
    pausesPerYear: text('pausesPerYear'),
    accountCoolingDays: text('accountCoolingDays'),
  }
  const number = (id: 'mostPauseDays' | 'pausesPerYear' | 'accountCoolingDays') =>
    problems.need(readInteger(entry[id]), id, 'not_a_number', 1)
  return {
    entry,
    body: {
      pauses: isPauseMode(entry.pauses) ? entry.pauses : DEFAULT_CONTACT_POLICY.pauses,
      mostPauseDays: number('mostPauseDays'),
      pausesPerYear: number('pausesPerYear'),
      accountCoolingDays: number('accountCoolingDays'),
    },
    problems: problems.list,
    findField: (pointer) => pointer.slice(1),
  }
}

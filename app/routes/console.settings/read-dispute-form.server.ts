/** The form of disputes, read as the policy it means. */
import { Problems, readInteger, type FormReader } from './policy-form-fields.server'

export const readDisputeForm: FormReader<'dispute'> = (form) => {
  const problems = new Problems()
  const text = (name: string) => form.get(name)?.trim() ?? ''
  const entry = { creditorDays: text('creditorDays'), debtorDays: text('debtorDays') }
  const number = (id: 'creditorDays' | 'debtorDays') => problems.need(readInteger(entry[id]), id, 'not_a_number', 1)
  return {
    entry,
    body: { creditorDays: number('creditorDays'), debtorDays: number('debtorDays') },
    problems: problems.list,
    findField: (pointer) => pointer.slice(1),
  }
}

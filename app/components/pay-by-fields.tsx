/** How much will be paid, and by which day: the two fields of a promise and of an offer. */
import { findProblem, TextField, type FieldProblem } from './form-field'

export interface PayByBounds {
  readonly currencySign: string
  /** ISO days for the field, and the last one written. */
  readonly earliestOn: string
  readonly latestOn: string
  readonly latest: string
}

interface PayByFieldsProps {
  /** `latestOn` is left out where a later day may be named too. */
  bounds: Pick<PayByBounds, 'currencySign' | 'earliestOn'> & { readonly latestOn?: string }
  amount: { readonly label: string; readonly hint: string; readonly typed: string }
  /** `name` is the field's own. */
  day: { readonly name: string; readonly label: string; readonly hint: string; readonly typed: string }
  problems: readonly FieldProblem[]
}

export function PayByFields({ bounds, amount, day, problems }: PayByFieldsProps) {
  return (
    <div className="fields">
      <TextField
        id="amount"
        name="amount"
        label={amount.label}
        hint={amount.hint}
        currencySign={bounds.currencySign}
        required
        defaultValue={amount.typed}
        problem={findProblem(problems, 'amount')}
      />
      <TextField
        id={day.name}
        name={day.name}
        type="date"
        label={day.label}
        hint={day.hint}
        required
        min={bounds.earliestOn}
        max={bounds.latestOn}
        defaultValue={day.typed}
        problem={findProblem(problems, day.name)}
      />
    </div>
  )
}

/** Which of a debtor's invoices a clerk means. Figures come written. */
import { Choice } from '../form-field'

interface InvoiceChoicesProps {
  readonly legend: string
  readonly hint?: string
  readonly invoices: readonly { readonly number: string; readonly due: string }[]
  readonly isChosen: (number: string) => boolean
}

export function InvoiceChoices({ legend, hint, invoices, isChosen }: InvoiceChoicesProps) {
  return (
    <fieldset className="field">
      <legend>{legend}</legend>
      {hint === undefined ? null : <p className="hint">{hint}</p>}
      {invoices.map(({ number, due }) => (
        <Choice
          key={number}
          id={`invoice-${number}`}
          type="checkbox"
          name="invoice"
          value={number}
          defaultChecked={isChosen(number)}
          hint={due}
        >
          <bdi>{number}</bdi>
        </Choice>
      ))}
    </fieldset>
  )
}

/** Invoices with what is due of each, and in all. Amounts come written. */

interface DueInvoicesTableProps {
  /** Tells the table apart from others of the page. */
  id: string
  invoices: readonly { readonly number: string; readonly due: string }[]
  total: string
  labels: { readonly caption: string; readonly number: string; readonly due: string; readonly total: string }
}

export function DueInvoicesTable({ id, invoices, total, labels }: DueInvoicesTableProps) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby={`${id}-caption`}>
      <table className="data">
        <caption id={`${id}-caption`}>{labels.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{labels.number}</th>
            <th scope="col" className="n">
              {labels.due}
            </th>
          </tr>
        </thead>
        <tbody>
          {invoices.map(({ number, due }) => (
            <tr key={number}>
              <td>
                <bdi>{number}</bdi>
              </td>
              <td className="n">{due}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{labels.total}</th>
            <td className="n">{total}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

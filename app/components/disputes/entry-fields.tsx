import { nameField, type DisputeEntry } from './dispute-entry'

/** Everything that was chosen and typed, unseen: for the next step of the form, or the one before. */
export function EntryFields({ entry, idempotencyKey }: { entry: DisputeEntry; idempotencyKey: string }) {
  const { invoices, reason, action, text } = entry
  return (
    <>
      {invoices.map(({ number, extent, ticked }, index) => (
        <span key={number} hidden>
          <input type="hidden" name="invoice" value={number} />
          <input type="hidden" name={nameField.extent(index)} value={extent} />
          {[...ticked].map(([position, line]) => (
            <span key={position}>
              <input type="hidden" name={nameField.line(index)} value={position} />
              {(['kind', 'quantity', 'price', 'amount'] as const).map((field) =>
                line[field] === '' ? null : (
                  <input key={field} type="hidden" name={nameField.claim(field, index, position)} value={line[field]} />
                ),
              )}
            </span>
          ))}
        </span>
      ))}
      <input type="hidden" name="reason" value={reason} />
      <input type="hidden" name="action" value={action} />
      <input type="hidden" name="text" value={text} />
      <input type="hidden" name="key" value={idempotencyKey} />
    </>
  )
}

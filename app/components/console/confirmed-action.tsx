/** A button that takes something away, in two steps: what follows from it is read before it can be pressed. */
export function ConfirmedAction({
  label,
  hint,
  confirm,
  intent,
}: {
  label: string
  hint: string
  /** On the button itself. */
  confirm: string
  intent: string
}) {
  return (
    <details className="confirmed">
      <summary>{label}</summary>
      <p>{hint}</p>
      <p className="actions">
        <button className="btn danger" name="intent" value={intent}>
          {confirm}
        </button>
      </p>
    </details>
  )
}

/** A secret that is shown this once, to be copied. */
export function ShownOnce({ id, label, hint, value }: { id: string; label: string; hint: string; value: string }) {
  return (
    <div className="callout good" role="status">
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
        <input
          id={id}
          readOnly
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={value}
          aria-describedby={`${id}-hint`}
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
    </div>
  )
}

/** The product's mark: a seal above a signature's two lines. */
export function QuittanceMark({ named = false }: { named?: boolean }) {
  const mark = (
    <svg viewBox="0 0 32 32" fill="none" stroke="currentColor" strokeLinecap="round" aria-hidden="true">
      <circle cx="16" cy="12.5" r="8.25" strokeWidth="2.5" />
      <path d="m18.4 15.4 4.2 5.1" strokeWidth="2.5" />
      <path d="M6 25.5h20M6 29h20" strokeWidth="1.5" />
    </svg>
  )
  return named ? (
    <span className="creditor">
      {mark}
      <span>Quittance</span>
    </span>
  ) : (
    mark
  )
}

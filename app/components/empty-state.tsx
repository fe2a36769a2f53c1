import type { ReactNode } from 'react'

/** Nothing to show, and that is fine: why, and where to go. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d="m5 13 4.5 4.5L19 7" />
      </svg>
      {/* It stands under headings of any level, and heads nothing itself. */}
      <p className="what">{title}</p>
      {children}
    </div>
  )
}

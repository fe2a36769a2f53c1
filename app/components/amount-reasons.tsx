import type { ReactNode } from 'react'

export interface AmountReason {
  readonly text: ReactNode
  /** Formatted, its sign included. */
  readonly amount: string
  /** The figures that make it. */
  readonly formula?: string
  /** The rule or document it rests on. */
  readonly source?: string
}

/** "Why this amount?": each step with its figures and its source; the last one is the result. */
export function AmountReasons({ title, reasons }: { title: string; reasons: readonly AmountReason[] }) {
  return (
    <details className="why">
      <summary>{title}</summary>
      <ol>
        {reasons.map(({ text, amount, formula, source }, index) => (
          <li key={index}>
            <span>{text}</span>
            <b>{amount}</b>
            {formula === undefined ? null : <code>{formula}</code>}
            {source === undefined ? null : <small>{source}</small>}
          </li>
        ))}
      </ol>
    </details>
  )
}

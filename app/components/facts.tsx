import type { ReactNode } from 'react'

export interface Fact {
  readonly name: string
  readonly value: ReactNode
}

/** Names and their values. Those without a value are left out. */
export function Facts({ facts, as = 'facts' }: { facts: readonly Fact[]; as?: 'facts' | 'parts' }) {
  const known = facts.filter(({ value }) => value !== null && value !== undefined && value !== '')
  return known.length === 0 ? null : (
    <dl className={as}>
      {known.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export interface TotalLine {
  readonly name: ReactNode
  /** A word on where it comes from. */
  readonly note?: string | undefined
  readonly amount: string
}

/** A sum being made: its parts, and the total under a double rule. */
export function Totals({ parts, total }: { parts: readonly TotalLine[]; total: TotalLine }) {
  return (
    <dl className="totals">
      {parts.map((part, index) => (
        <TotalsRow key={index} line={part} />
      ))}
      <TotalsRow line={total} className="total" />
    </dl>
  )
}

function TotalsRow({ line, className }: { line: TotalLine; className?: string }) {
  return (
    <div className={className}>
      <dt>
        {line.name}
        {line.note === undefined ? null : <small>{line.note}</small>}
      </dt>
      <dd>{line.amount}</dd>
    </div>
  )
}

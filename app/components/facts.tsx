import type { ReactNode } from 'react'
import { html, joinHtml, SafeHtml, type Written } from './html'
import { StaticHtml } from './static-page'

export interface Fact {
  readonly name: string
  readonly value: ReactNode | SafeHtml
}

/** One whose value is text, or null for none. */
export interface WrittenFact {
  readonly name: string
  readonly value: Written | null
}

/** Names and their values. Those without a value are left out. Where all values are text, it is written as text. */
export function Facts({ facts, as = 'facts' }: { facts: readonly Fact[]; as?: 'facts' | 'parts' }) {
  const known = facts.filter(({ value }) => value !== null && value !== undefined && value !== '')
  if (known.length === 0) return null
  if (known.every(isWritten)) return <StaticHtml as="dl" className={as} html={joinHtml(known.map(writeFact))} />
  return (
    <dl className={as}>
      {known.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          {value instanceof SafeHtml ? <StaticHtml as="dd" html={value} /> : <dd>{value}</dd>}
        </div>
      ))}
    </dl>
  )
}

function isWritten(fact: Fact): fact is WrittenFact {
  return typeof fact.value === 'string' || fact.value instanceof SafeHtml
}

/** The list as text; null where none has a value. */
export function writeFacts(facts: readonly WrittenFact[]): SafeHtml | null {
  const known = facts.filter(({ value }) => value !== null && value !== '')
  return known.length === 0 ? null : html`<dl class="facts">${joinHtml(known.map(writeFact))}</dl>`
}

function writeFact({ name, value }: WrittenFact): SafeHtml {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`
}

export interface TotalLine {
  readonly name: Written
  /** A word on where it comes from. */
  readonly note?: string | undefined
  readonly amount: string
}

interface TotalsProps {
  parts: readonly TotalLine[]
  total: TotalLine
}

/** A sum being made: its parts, and the total under a double rule. */
export function Totals(props: TotalsProps) {
  return <StaticHtml as="dl" className="totals" html={writeTotalLines(props)} />
}

/** The same as text. */
export function writeTotals(props: TotalsProps): SafeHtml {
  return html`<dl class="totals">${writeTotalLines(props)}</dl>`
}

function writeTotalLines({ parts, total }: TotalsProps): SafeHtml {
  const rows = parts.map((part) => html`<div>${writeTotalLine(part)}</div>`)
  return joinHtml([...rows, html`<div class="total">${writeTotalLine(total)}</div>`])
}

function writeTotalLine({ name, note, amount }: TotalLine): SafeHtml {
  return html`<dt>${name}${note === undefined ? null : html`<small>${note}</small>`}</dt><dd>${amount}</dd>`
}

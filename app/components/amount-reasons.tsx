import { html, joinHtml, type Written } from './html'
import { StaticHtml } from './static-page'

export interface AmountReason {
  readonly text: Written
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
      <StaticHtml as="ol" html={joinHtml(reasons.map(writeReason))} />
    </details>
  )
}

function writeReason({ text, amount, formula, source }: AmountReason) {
  const figures = formula === undefined ? null : html`<code>${formula}</code>`
  const ground = source === undefined ? null : html`<small>${source}</small>`
  return html`<li><span>${text}</span><b>${amount}</b>${figures}${ground}</li>`
}

import { html, joinHtml, type SafeHtml, type Written } from './html'
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

interface AmountReasonsProps {
  title: string
  reasons: readonly AmountReason[]
}

/** "Why this amount?": each step with its figures and its source; the last one is the result. */
export function AmountReasons(props: AmountReasonsProps) {
  return <StaticHtml as="details" className="why" html={writeSummaryAndReasons(props)} />
}

/** The same as text. */
export function writeAmountReasons(props: AmountReasonsProps): SafeHtml {
  return html`<details class="why">${writeSummaryAndReasons(props)}</details>`
}

function writeSummaryAndReasons({ title, reasons }: AmountReasonsProps): SafeHtml {
  return html`<summary>${title}</summary><ol>${joinHtml(reasons.map(writeReason))}</ol>`
}

function writeReason({ text, amount, formula, source }: AmountReason) {
  const figures = formula === undefined ? null : html`<code>${formula}</code>`
  const ground = source === undefined ? null : html`<small>${source}</small>`
  return html`<li><span>${text}</span><b>${amount}</b>${figures}${ground}</li>`
}

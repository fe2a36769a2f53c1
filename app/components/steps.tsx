import { html, joinHtml, type SafeHtml, type Written } from './html'
import { StaticHtml } from './static-page'

export interface Step {
  readonly state: 'done' | 'now' | 'next' | 'failed'
  readonly text: Written
  /** When, and how much. */
  readonly note: Written | null
}

/** What has happened and what comes next, in order. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return <StaticHtml as="ol" className="steps" html={joinHtml(steps.map(writeStep))} />
}

/** The same as text. */
export function writeSteps(steps: readonly Step[]): SafeHtml {
  return html`<ol class="steps">${joinHtml(steps.map(writeStep))}</ol>`
}

function writeStep({ state, text, note }: Step): SafeHtml {
  return html`<li data-state="${state}">${text}<small>${note}</small></li>`
}

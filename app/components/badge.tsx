/** A state in a word. The tone repeats what the word says, it never replaces it. */
import type { ReactNode } from 'react'
import { html, type SafeHtml } from './html'

export type BadgeTone = 'plain' | 'good' | 'note' | 'warn' | 'bad'

export interface BadgeText {
  readonly tone: BadgeTone
  readonly text: string
}

function getClassName(tone: BadgeTone): string {
  return tone === 'plain' ? 'badge' : `badge ${tone}`
}

export function Badge({ tone = 'plain', children }: { tone?: BadgeTone; children: ReactNode }) {
  return <span className={getClassName(tone)}>{children}</span>
}

/** The same for tables that are written as text. */
export function writeBadge({ tone, text }: BadgeText): SafeHtml {
  return html`<span class="${getClassName(tone)}">${text}</span>`
}

import type { ReactNode } from 'react'

export type CalloutTone = 'info' | 'good' | 'warn' | 'bad'

/** A message that stands out. Bad news is announced at once, other news when the reader pauses. */
export function Callout({ tone, children }: { tone: CalloutTone; children: ReactNode }) {
  return (
    <div className={tone === 'info' ? 'callout' : `callout ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <p>{children}</p>
    </div>
  )
}

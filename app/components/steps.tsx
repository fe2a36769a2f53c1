import type { ReactNode } from 'react'

export interface Step {
  readonly state: 'done' | 'now' | 'next' | 'failed'
  readonly text: ReactNode
  /** When, and how much. */
  readonly note: ReactNode
}

/** What has happened and what comes next, in order. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="steps">
      {steps.map(({ state, text, note }, index) => (
        <li key={index} data-state={state}>
          {text}
          <small>{note}</small>
        </li>
      ))}
    </ol>
  )
}

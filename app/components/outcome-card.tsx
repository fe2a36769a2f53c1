import type { ReactNode } from 'react'
import { Sum } from './sum'

export type OutcomeTone = 'good' | 'bad' | 'note' | 'plain'

const SIGNS: Readonly<Record<OutcomeTone, ReactNode>> = {
  good: <path d="m5 13 4.5 4.5L19 7" />,
  bad: <path d="m6 6 12 12M18 6 6 18" />,
  note: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5l3 2" />
    </>
  ),
  plain: <path d="M6 12h12" />,
}

/** How something ended, or stands: a seal, one sentence, the sum, what happens next. */
export function OutcomeCard({
  tone,
  title,
  sum,
  children,
}: {
  tone: OutcomeTone
  title: string
  sum: string
  children: ReactNode
}) {
  return (
    <section className="outcome card" aria-labelledby="outcome-title">
      <div className={tone === 'plain' ? 'seal' : `seal ${tone}`}>
        <svg
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeWidth={tone === 'note' ? 2 : 2.5}
          strokeLinecap="round"
          strokeLinejoin="round"
          aria-hidden="true"
        >
          {SIGNS[tone]}
        </svg>
      </div>
      <h1 id="outcome-title">{title}</h1>
      <Sum>{sum}</Sum>
      {children}
    </section>
  )
}

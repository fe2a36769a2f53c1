import type { ReactNode } from 'react'

/** What a page or a section is about, whose it is, and what can be done with it as a whole. */
export function TitleBlock({
  title,
  children,
  actions,
}: {
  title: ReactNode
  /** Paragraphs under the title. */
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="title">
      <div>
        <h1>{title}</h1>
        {children}
      </div>
      {actions === undefined ? null : <p className="actions">{actions}</p>}
    </div>
  )
}

/** Whose account it is, and of which day the figures are. */
export function AccountLines({ name, number, asOf }: { name: string; number: ReactNode; asOf: string }) {
  return (
    <>
      <p>
        <bdi>{name}</bdi>
      </p>
      <p>
        {number} · {asOf}
      </p>
    </>
  )
}

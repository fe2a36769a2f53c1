export interface Tab {
  readonly key: string
  readonly text: string
  /** How many there are behind it, formatted. */
  readonly count: string
  readonly href: string
}

/** States to choose from, as links. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav aria-label={label}>
      <ul className="tabs">
        {tabs.map(({ key, text, count, href }) => (
          <li key={key}>
            <a href={href} aria-current={key === current ? 'page' : undefined}>
              {text} <span>{count}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

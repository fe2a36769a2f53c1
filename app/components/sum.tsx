/** Longer than a million with its currency: on a phone, as large as the others, it would not stay on one line. */
const LONG = 14
const LONGER = 17

/** The one figure that matters on a page, as written for the reader; a long one is smaller where there is little room. */
export function Sum({ as: Tag = 'p', children }: { as?: 'p' | 'h1'; children: string }) {
  return <Tag className={chooseClass(children)}>{children}</Tag>
}

function chooseClass(figure: string): string {
  if (figure.length > LONGER) return 'sum longer'
  return figure.length > LONG ? 'sum long' : 'sum'
}

import { html, type SafeHtml } from './html'

/** Characters, its currency among them, up to which a sum stays on one line of a phone at each size, in a wide font. */
const SIZES = [
  { atMost: 11, className: 'sum' },
  { atMost: 14, className: 'sum long' },
  { atMost: 16, className: 'sum longer' },
] as const

/** The one figure that matters on a page, as written for the reader; a long one is smaller where there is little room. */
export function Sum({ as: Tag = 'p', children }: { as?: 'p' | 'h1'; children: string }) {
  return <Tag className={chooseClass(children)}>{children}</Tag>
}

/** The same as text. */
export function writeSum(figure: string): SafeHtml {
  return html`<p class="${chooseClass(figure)}">${figure}</p>`
}

function chooseClass(figure: string): string {
  return SIZES.find(({ atMost }) => figure.length <= atMost)?.className ?? 'sum longest'
}

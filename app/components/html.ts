/**
 * HTML written as text, for what a page mostly consists of: long tables, lists of facts, sums, a document. React renders
 * the page around them; text is several times cheaper, and is never hydrated.
 */

/** Text that is safe to put into a page as HTML. Made only by `html` and `joinHtml`. */
export class SafeHtml {
  constructor(readonly text: string) {}
}

const NEEDS_ESCAPE = /[&<>"']/
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character) : text
}

/** A text that is escaped where it is written, or HTML that is safe. */
export type Written = string | SafeHtml

/** A template whose values are escaped unless they are SafeHtml; false, null and undefined write nothing. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (SafeHtml | string | number | false | null | undefined)[]
): SafeHtml {
  let text = strings[0] ?? ''
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]
    if (value instanceof SafeHtml) text += value.text
    else if (typeof value === 'string') text += escapeHtml(value)
    else if (typeof value === 'number') text += String(value)
    text += strings[index + 1] ?? ''
  }
  return new SafeHtml(text)
}

/** The given pieces one after the other. */
export function joinHtml(pieces: Iterable<SafeHtml>): SafeHtml {
  let text = ''
  for (const piece of pieces) text += piece.text
  return new SafeHtml(text)
}

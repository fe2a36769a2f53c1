/** At most `longest` UTF-16 units, ended by an ellipsis where something is left out. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text
  // Half of a surrogate pair is no character.
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

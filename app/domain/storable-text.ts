/** Texts that JSON and tables can carry and a database cannot. */

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * The path (`buyer.name`, `notes.1`) of the first text inside `value` that holds a NUL character or half a surrogate
 * pair, which PostgreSQL stores neither of; null when there is none. Bytes are passed over.
 */
export function findUnstorableText(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') || LONE_SURROGATE.test(value) ? path : null
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return null
  for (const [key, child] of Object.entries(value)) {
    const found = findUnstorableText(child, path === '' ? key : `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}

/** The text with a replacement character for whatever PostgreSQL stores no text with. */
export function makeStorable(text: string): string {
  return text.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')
}

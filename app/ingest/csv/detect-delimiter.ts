const CANDIDATES = [',', ';', '\t', '|'] as const

/** The candidate that stands most often in the header outside quotes; a comma where none does. */
export function detectDelimiter(text: string): (typeof CANDIDATES)[number] {
  const counts = new Map<string, number>()
  let isQuoted = false
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && (character === '\n' || character === '\r')) break
    else if (!isQuoted) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  return CANDIDATES.reduce((best, candidate) =>
    (counts.get(candidate) ?? 0) > (counts.get(best) ?? 0) ? candidate : best,
  )
}

/** Names of businesses as banks write them: cut off, without accents, with or without the legal form. */

/** Legal forms, and the words that join partners; the same business is written with and without them. */
const LEGAL_FORMS = new Set(
  (
    'AB AG AKTIENGESELLSCHAFT AND APS AS ASA BV BVBA CO COMPANY CORP CORPORATION CV EG EIRL EK EU EURL EV FZE FZCO GBR GESMBH ' +
    'GMBH GMBHCO II INC INCORPORATED KFT KG KGAA LDA LIMITED LLC LLP LTD LTDA MBH NV OG OHG OOD OU OY OYJ PFA PLC PTE PTY SA SARL ' +
    'SAS SC SCA SCS SE SL SLU SNC SPA SPZOO SRL SRLS SRO UAB UG UND VOF ZRT'
  ).split(' '),
)

/**
 * What a name is looked up by: upper case without accents, legal form and punctuation, umlauts in either spelling.
 * Empty where nothing is left.
 */
export function normalizePartyName(name: string): string {
  return splitName(name).join(' ')
}

/**
 * `same`: the same words. `alike`: all words of the shorter are in the longer, where banks cut names off. Null where
 * either says nothing.
 */
export function comparePartyNames(one: string, other: string): 'same' | 'alike' | 'different' | null {
  const [shorter = [], longer = []] = [splitName(one), splitName(other)].sort((a, b) => a.length - b.length)
  if (shorter.length === 0) return null
  if (shorter.join(' ') === longer.join(' ')) return 'same'
  const isTelling = shorter.some((word) => word.length >= 4) && shorter.join('').length >= 5
  const last = shorter.at(-1)
  const isWithin = shorter.every(
    (word) =>
      longer.includes(word) || (word === last && word.length >= 4 && longer.some((whole) => whole.startsWith(word))),
  )
  return isTelling && isWithin ? 'alike' : 'different'
}

function splitName(name: string): string[] {
  const words = name
    .normalize('NFKD')
    .toUpperCase()
    .replace(/\p{M}+/gu, '')
    // B.V. and e.K. are written apart and together.
    .replace(/(?<=\b\p{L})\.\s?(?=\p{L}\b)/gu, '')
    .replace(/([AOU])E/g, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const telling = words.filter((word) => !LEGAL_FORMS.has(word))
  return telling.length > 0 ? telling : words
}

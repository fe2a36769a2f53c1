/** The page that an address names, counted from 1; the first where it names none that there can be. */
export function readPageNumber(parameters: URLSearchParams): number {
  const text = parameters.get('page') ?? ''
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 1
}

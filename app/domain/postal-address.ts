/** An address in the parts that payment standards want (ISO 20022, structured). */

export interface PostalAddress {
  readonly street: string | null
  readonly buildingNumber: string | null
  readonly postalCode: string
  readonly town: string
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string
}

/** "8001 Zürich", "CH-8001 Zürich", "1012 AB Amsterdam": the code before the town, as on the Continent. */
const TOWN_LINE = /^(?:[A-Z]{1,3}-)?(\d{4,6}(?: [A-Z]{2})?)[ ,]+(\D.*)$/
/** "Springfield, IL 60999", "Ottawa ON K1A 0B1", "Barton ACT 2600" */
const TOWN_STATE_LINE = /^(.*[^\s,]),? [A-Z]{2,3} (\d{4,5}(?:-\d{4})?|[A-Z]\d[A-Z] \d[A-Z]\d)$/
const STATE_COUNTRIES = new Set(['US', 'CA', 'AU'])
const STREET_LINE = /^(.*\D),? (\d+ ?[A-Za-z]?(?:[-/]\d+ ?[A-Za-z]?)?)$/

/**
 * Takes written address lines apart. Null where no line has a postal code before a town: then somebody has to say what
 * is what. The line before it is the street; others are left out.
 */
export function parseAddressLines(lines: readonly string[], countryCode: string): PostalAddress | null {
  const written = lines.map((line) => line.trim())
  const at = written.findLastIndex((line) => parseTownLine(line, countryCode) !== null)
  const place = parseTownLine(written[at] ?? '', countryCode)
  if (!place) return null
  const streetLine = written[at - 1] ?? ''
  const [, street = streetLine, buildingNumber = null] = STREET_LINE.exec(streetLine) ?? []
  return {
    street: street === '' ? null : street,
    buildingNumber,
    ...place,
    countryCode,
  }
}

function parseTownLine(line: string, countryCode: string): Pick<PostalAddress, 'postalCode' | 'town'> | null {
  const [, postalCode, town] = TOWN_LINE.exec(line) ?? []
  if (postalCode !== undefined && town !== undefined) return { postalCode, town }
  if (!STATE_COUNTRIES.has(countryCode)) return null
  const [, city, code] = TOWN_STATE_LINE.exec(line) ?? []
  return city === undefined || code === undefined ? null : { postalCode: code, town: city }
}

/** How the lines of an address are written in its country: where the postal code stands beside the town. */

/** The part of an address that countries order differently. Absent parts are left out. */
export interface TownParts {
  readonly postalCode?: string | undefined
  readonly city?: string | undefined
  /** State, province or county, as the document has it: "IL". */
  readonly region?: string | undefined
}

type Part = keyof TownParts

/** Lines of parts; before each part what separates it from one before it in its line. */
type Layout = readonly (readonly (readonly [separator: string, part: Part])[])[]

/** "60999 Ort", as on the Continent and wherever nothing else is known here. */
const CODE_FIRST: Layout = [
  [
    ['', 'postalCode'],
    [' ', 'city'],
  ],
  [['', 'region']],
]

/** "Springfield, IL 60999" */
const TOWN_STATE_CODE: Layout = [
  [
    ['', 'city'],
    [', ', 'region'],
    [' ', 'postalCode'],
  ],
]

/** "Ottawa ON K1A 0B1" */
const TOWN_PROVINCE_CODE: Layout = [
  [
    ['', 'city'],
    [' ', 'region'],
    [' ', 'postalCode'],
  ],
]

/** "London", and "SW1A 1AA" on the last line. */
const CODE_LAST: Layout = [[['', 'city']], [['', 'region']], [['', 'postalCode']]]

/** "Wellington 6011" */
const TOWN_CODE: Layout = [
  [
    ['', 'city'],
    [' ', 'postalCode'],
  ],
  [['', 'region']],
]

/** "00144 Roma RM" */
const CODE_TOWN_PROVINCE: Layout = [
  [
    ['', 'postalCode'],
    [' ', 'city'],
    [' ', 'region'],
  ],
]

/** "06000 Ciudad de México, CDMX" */
const CODE_TOWN_STATE: Layout = [
  [
    ['', 'postalCode'],
    [' ', 'city'],
    [', ', 'region'],
  ],
]

/**
 * Countries that differ from "code and town", by ISO 3166-1 alpha-2, as their post is usually addressed. What decides are
 * the country sheets of the Universal Postal Union's "Postal addressing systems in member countries" (its standard S42); the
 * table has not been compared with them yet.
 */
const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ...['US', 'PR', 'GU', 'VI', 'AS', 'MP'].map((code): [string, Layout] => [code, TOWN_STATE_CODE]),
  ...['CA', 'AU'].map((code): [string, Layout] => [code, TOWN_PROVINCE_CODE]),
  ...['GB', 'GG', 'IM', 'JE', 'IE', 'ZA', 'KE'].map((code): [string, Layout] => [code, CODE_LAST]),
  ...['NZ', 'SG', 'SA', 'BH', 'JO', 'IN', 'NP', 'BM'].map((code): [string, Layout] => [code, TOWN_CODE]),
  ['IT', CODE_TOWN_PROVINCE],
  ['MX', CODE_TOWN_STATE],
])

/** The lines with postal code, town and region, in the order of the country; none of what is absent. */
export function writeTownLines(parts: TownParts, countryCode: string | null | undefined): string[] {
  const layout = LAYOUTS.get(countryCode ?? '') ?? CODE_FIRST
  return layout.map((line) => writeLine(line, parts)).filter((line) => line !== '')
}

function writeLine(line: Layout[number], parts: TownParts): string {
  return line.reduce((written, [separator, name]) => {
    const text = parts[name]?.trim() ?? ''
    if (text === '') return written
    return written === '' ? text : `${written}${separator}${text}`
  }, '')
}

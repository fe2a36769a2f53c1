/** Holds the stylesheet to what cannot be seen in review: contrast in both schemes, mirroring, and no third party. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sheets = globSync('app/styles/**/*.css').map((path) => ({ path, text: readFileSync(path, 'utf8') }))
const tokens = readFileSync('app/styles/tokens.css', 'utf8')
const darkStartsAt = tokens.indexOf('@media screen and (prefers-color-scheme: dark)')

/** Colours given as #hex; of a var() with a fallback, the fallback (Quittance's own brand). */
function readColours(css: string): Record<string, string> {
  const declarations = css.matchAll(/--([\w-]+):\s*(?:var\(--[\w-]+,\s*)?(#[0-9a-f]{3,6})\b/g)
  const colours: Record<string, string> = {}
  for (const [, name = '', colour = ''] of declarations) colours[name] = colour
  return colours
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const digits = hex.slice(1)
  const full = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** The tokens themselves, paper, and the test gateway, which must not look like a creditor's page. */
const hasOwnColours = new Set(['tokens.css', 'print.css', 'sandbox.css'])

const grounds = ['paper', 'surface', 'sunken']
const states = ['bad', 'warn', 'good', 'note']
const text: [string, string][] = [
  ...['ink', 'ink-soft', 'accent', 'bad'].flatMap((front) =>
    grounds.map((ground): [string, string] => [front, ground]),
  ),
  ...states.flatMap((state): [string, string][] => [
    [state, `${state}-wash`],
    ['ink', `${state}-wash`],
  ]),
  ['ink', 'plain-wash'],
  ['on-accent', 'accent'],
]
const shapes: [string, string][] = [
  ...grounds.map((ground): [string, string] => ['focus', ground]),
  ['line-strong', 'paper'],
  ['line-strong', 'surface'],
  ...[0, 1, 2, 3, 4].map((step): [string, string] => [`age-${step}`, 'surface']),
]

describe.each([
  ['light', readColours(tokens.slice(0, darkStartsAt))],
  ['dark', { ...readColours(tokens.slice(0, darkStartsAt)), ...readColours(tokens.slice(darkStartsAt)) }],
])('colours of the %s scheme', (_, colours) => {
  const ratio = ([front, ground]: [string, string]) => contrast(colours[front] ?? '', colours[ground] ?? '')
  it.each(text)('text %s on %s has at least 4.5:1', (...pair) => expect(ratio(pair)).toBeGreaterThanOrEqual(4.5))
  it.each(shapes)('shape %s on %s has at least 3:1', (...pair) => expect(ratio(pair)).toBeGreaterThanOrEqual(3))
})

describe.each(sheets)('$path', ({ text: css }) => {
  const rules = css.replaceAll(/\/\*[^]*?\*\//g, '')
  it('names no physical side, so that it mirrors for right-to-left', () => {
    expect(
      rules.match(/(?:margin|padding|border|inset)-(?:left|right)|[;{]\s*(?:left|right)\s*:|:\s*(?:left|right)\s*;/g),
    ).toBeNull()
  })
  it('loads nothing from elsewhere', () => {
    expect(rules.match(/url\(|https?:|@font-face/g)).toBeNull()
  })
})

describe.each(sheets.filter(({ path }) => !hasOwnColours.has(path.split('/').at(-1) ?? '')))(
  '$path',
  ({ text: css }) => {
    it('takes its colours from the tokens', () => {
      expect(css.match(/#[0-9a-f]{3,8}\b/gi)).toBeNull()
    })
  },
)

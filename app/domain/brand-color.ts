/**
 * A creditor's colour made readable. Whatever colour a creditor has, text in it and text on it keeps at least the
 * contrast that WCAG 2.2 asks for (1.4.3: 4.5:1), on the lightest and darkest surfaces of the design.
 */

/** The four colours the stylesheet takes, as `#rrggbb`. */
export interface BrandColors {
  readonly light: string
  readonly lightContrast: string
  readonly dark: string
  readonly darkContrast: string
}

/** The surfaces the colour must be read on: the least favourable of each scheme (see styles/tokens.css). */
const LIGHT_SURFACE = '#f0ede6'
const DARK_SURFACE = '#262b31'

const MINIMUM_CONTRAST = 4.5

type Rgb = readonly [number, number, number]

/** Reads `#rrggbb`; null for anything else. */
export function parseHexColor(text: string): Rgb | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
  if (!match) return null
  const [, red = '', green = '', blue = ''] = match
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)]
}

/**
 * The creditor's colour for both schemes: as it is where that is readable, else darkened or lightened in small steps
 * until it is. Null when the text is not `#rrggbb`.
 */
export function deriveBrandColors(brandColor: string): BrandColors | null {
  const color = parseHexColor(brandColor)
  if (!color) return null
  const light = makeReadable(color, LIGHT_SURFACE, [0, 0, 0])
  const dark = makeReadable(color, DARK_SURFACE, [255, 255, 255])
  return {
    light: formatHexColor(light),
    lightContrast: '#ffffff',
    dark: formatHexColor(dark),
    darkContrast: '#0b0d0f',
  }
}

/** WCAG 2.2 contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function computeContrast(left: string, right: string): number {
  const [a, b] = [parseHexColor(left), parseHexColor(right)]
  if (!a || !b) throw new RangeError(`not colours: ${left}, ${right}`)
  const [lighter = 0, darker = 0] = [computeLuminance(a), computeLuminance(b)].sort((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

const STEPS = 100

function makeReadable(color: Rgb, surface: string, towards: Rgb): Rgb {
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = mix(color, towards, step / STEPS)
    if (computeContrast(formatHexColor(mixed), surface) >= MINIMUM_CONTRAST) return mixed
  }
  return towards
}

function mix(color: Rgb, towards: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2) => Math.round(color[index] + (towards[index] - color[index]) * share)
  return [channel(0), channel(1), channel(2)]
}

function formatHexColor(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** Relative luminance as WCAG 2.2 defines it. */
function computeLuminance([red, green, blue]: Rgb): number {
  return 0.2126 * linearize(red) + 0.7152 * linearize(green) + 0.0722 * linearize(blue)
}

function linearize(channel: number): number {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

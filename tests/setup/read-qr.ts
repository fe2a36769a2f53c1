/** What a scanner sees: pictures of QR codes read by a library that knows nothing of how they were drawn. */
import { Resvg } from '@resvg/resvg-js'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'

/** Pixels row by row, red, green, blue and opacity of each. */
interface Picture {
  data: Uint8Array
  width: number
  height: number
}

/** The text of the code in a picture, as UTF-8; null where no code can be read. */
export function readQrPicture({ data, width, height }: Picture): string | null {
  // The package is CommonJS with a default export inside.
  const read = 'default' in jsQR ? (jsQR.default as typeof jsQR) : jsQR
  const code = read(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' })
  return code === null ? null : new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(code.binaryData))
}

export function decodePng(png: Uint8Array): Picture {
  return PNG.sync.read(Buffer.from(png))
}

/** Draws the first SVG of a piece of HTML, so many pixels wide, with as wide a white margin as asked. */
export function drawSvg(html: string, { width = 800, margin = 0 } = {}): Picture {
  const svg = /<svg[\s\S]*?<\/svg>/.exec(html)?.[0]
  if (svg === undefined) throw new Error('no SVG')
  const named = svg.includes('xmlns=') ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
  const inner = new Resvg(named, {
    fitTo: { mode: 'width', value: width },
    background: '#fff',
    font: { loadSystemFonts: false },
  }).render()
  // Each reading of it is a copy.
  const { pixels } = inner
  if (margin === 0) return { data: pixels, width: inner.width, height: inner.height }
  const whole = { width: inner.width + 2 * margin, height: inner.height + 2 * margin }
  const data = Buffer.alloc(whole.width * whole.height * 4, 255)
  for (let row = 0; row < inner.height; row += 1) {
    const from = row * inner.width * 4
    const to = ((row + margin) * whole.width + margin) * 4
    pixels.copy(data, to, from, from + inner.width * 4)
  }
  return { data, ...whole }
}

/** Draws an SVG with others inside it, so many pixels wide. */
export function drawWhole(svg: string, width: number): Picture {
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    background: '#fff',
    font: { loadSystemFonts: false },
  }).render()
  return { data: drawn.pixels, width: drawn.width, height: drawn.height }
}

/** What a scanner sees: pictures of QR codes read by a library that knows nothing of how they were drawn. */
import { Resvg } from '@resvg/resvg-js'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'

/** The text of the code in a picture (PNG), as UTF-8; null where no code can be read. */
export function readQrPicture(png: Uint8Array): string | null {
  const { data, width, height } = PNG.sync.read(Buffer.from(png))
  // The package is CommonJS with a default export inside.
  const read = 'default' in jsQR ? (jsQR.default as typeof jsQR) : jsQR
  const code = read(new Uint8ClampedArray(data), width, height)
  return code === null ? null : new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(code.binaryData))
}

/** Draws the first SVG of a piece of HTML as a picture (PNG), so many pixels wide, with as wide a white margin as asked. */
export function drawSvg(html: string, { width = 800, margin = 0 } = {}): Uint8Array {
  const svg = /<svg[\s\S]*?<\/svg>/.exec(html)?.[0]
  if (svg === undefined) throw new Error('no SVG')
  const named = svg.includes('xmlns=') ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
  const drawn = new Resvg(named, { fitTo: { mode: 'width', value: width }, background: '#fff' }).render().asPng()
  const inner = PNG.sync.read(drawn)
  const whole = new PNG({ width: inner.width + 2 * margin, height: inner.height + 2 * margin })
  whole.data.fill(255)
  PNG.bitblt(inner, whole, 0, 0, inner.width, inner.height, margin, margin)
  return PNG.sync.write(whole)
}

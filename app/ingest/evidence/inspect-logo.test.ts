/** What is taken as a logo is drawn to the end by what draws documents; everything else is refused. */
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import PDFDocument from 'pdfkit'
import { describe, expect, it } from 'vitest'
import { LARGEST_LOGO_BYTES } from '~/domain/brand-policy'
import { createJpeg, createPng, type PngOptions } from '../../../tests/factories/pictures'
import { inspectLogo } from './inspect-logo.server'

async function inspect(content: Uint8Array) {
  const result = await inspectLogo({ filename: '../logo.exe', content })
  if (!result.ok) return result.failure
  const { mediaType, width, height } = result.value
  return `${mediaType} ${width}x${height}`
}

/** A document with the picture. An error while it is unpacked is thrown where nobody can catch it, and fails the run. */
async function draw(content: Uint8Array): Promise<string> {
  const pdf = new PDFDocument({ compress: false })
  pdf.image(Buffer.from(content), 0, 0, { width: 100 })
  pdf.end()
  const chunks: Buffer[] = []
  for await (const chunk of pdf) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('latin1')
}

describe('a logo', () => {
  it.each([0, 2, 3, 4, 6])('is a PNG of colour type %i', async (colourType) => {
    const content = createPng({ colourType, width: 40, height: 25 })
    expect(await inspect(content)).toBe('image/png 40x25')
    expect(await draw(content)).toMatch(/\/Width 40\n\/Height 25|\/Height 25\n\/Width 40/)
  })

  it('is a PNG with a palette in which some colours are transparent', async () => {
    const content = createPng({ colourType: 3, chunks: [['tRNS', Buffer.from([255, 0])]] })
    expect(await inspect(content)).toBe('image/png 4x3')
    expect(await draw(content)).toContain('/SMask')
  })

  it.each([1, 3])('is a JPEG of %i channels', async (channels) => {
    const content = createJpeg({ channels, width: 33, height: 17 })
    expect(await inspect(content)).toBe('image/jpeg 33x17')
    expect(await draw(content)).toContain('/DCTDecode')
  })

  it('is as large as it may be', async () => {
    expect(await inspect(createPng({ width: 2000, height: 2000, colourType: 0 }))).toBe('image/png 2000x2000')
    expect(await inspect(createJpeg({ width: 2000, height: 1 }))).toBe('image/jpeg 2000x1')
  })
})

describe('refused is', () => {
  const png = createPng()
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\nstartxref\n9\n%%EOF\n')
  const withPng = (options: PngOptions) => createPng(options)
  const cases: readonly [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(), 'empty'],
    ['a file that is too large', Buffer.concat([png, Buffer.alloc(LARGEST_LOGO_BYTES)]), 'too_large'],
    ['a drawing in SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'type'],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), 'type'],
    ['a PDF', pdf, 'type'],
    ['a table', Buffer.from('a,b\n1,2\n'), 'type'],
    ['a PNG with a PDF behind it', Buffer.concat([png, pdf]), 'mixed'],
    ['a PNG that is cut off', png.subarray(0, -6), 'damaged'],
    ['a PNG with a wrong checksum', Buffer.from(png).fill(0x41, 40, 41), 'damaged'],
    ['a PNG that is too wide', withPng({ width: 2001, colourType: 0 }), 'too_many_pixels'],
    ['a PNG that is too high', withPng({ height: 2001, colourType: 0 }), 'too_many_pixels'],
    ['a PNG without pixels', withPng({ width: 0 }), 'damaged'],
    ['a PNG of 16 bits', withPng({ bits: 16 }), 'unusual'],
    ['a PNG of 4 bits', withPng({ bits: 4, colourType: 3 }), 'unusual'],
    ['an interlaced PNG', withPng({ interlace: 1 }), 'unusual'],
    ['a PNG of one transparent colour', withPng({ colourType: 2, chunks: [['tRNS', Buffer.alloc(6)]] }), 'unusual'],
    [
      'a PNG with a palette it does not use',
      withPng({ colourType: 2, chunks: [['PLTE', Buffer.alloc(6)]] }),
      'unusual',
    ],
    ['a PNG with alpha twice', withPng({ colourType: 4, chunks: [['tRNS', Buffer.alloc(2)]] }), 'unusual'],
    ['a PNG with two palettes', withPng({ colourType: 3, chunks: [['PLTE', Buffer.alloc(6)]] }), 'damaged'],
    ['an animated PNG', withPng({ chunks: [['acTL', Buffer.alloc(8)]] }), 'type'],
    ['a PNG of an unknown colour type', withPng({ colourType: 5 }), 'damaged'],
    ['a PNG with an unknown filter', withPng({ pixels: Buffer.alloc(17 * 3).fill(5) }), 'damaged'],
    ['a PNG with too few pixels', withPng({ pixels: Buffer.alloc(17 * 2) }), 'damaged'],
    ['a PNG that unpacks to 200 MB', withPng({ packed: deflateSync(Buffer.alloc(200_000_000)) }), 'damaged'],
    ['a PNG that does not unpack', withPng({ packed: Buffer.from('no zlib stream') }), 'damaged'],
    ['a JPEG that is too wide', createJpeg({ width: 2001 }), 'too_many_pixels'],
    ['a JPEG in four inks', createJpeg({ channels: 4 }), 'unusual'],
    ['a JPEG of 12 bits', createJpeg({ bits: 12 }), 'unusual'],
    ['a lossless JPEG', createJpeg({ frame: 0xc3 }), 'unusual'],
    ['a JPEG that does not say how high it is', createJpeg({ height: 0 }), 'unusual'],
    ['a JPEG that is cut off', createJpeg().subarray(0, -2), 'damaged'],
  ]
  it.each(cases)('%s', async (_what, content, fault) => {
    expect(await inspect(content)).toBe(fault)
  })
})

it('is never taken where it cannot be drawn', async () => {
  const body = fc.uint8Array({ maxLength: 40 })
  const chunk = fc.tuple(fc.constantFrom('PLTE', 'tRNS', 'tRNS', 'IDAT', 'tEXt', 'tEXt', 'gAMA', 'IHDR'), body)
  const likely = <Value>(value: Value, others: fc.Arbitrary<Value>) =>
    fc.oneof({ weight: 9, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: others })
  const anything = fc.tuple(
    fc.record({
      width: fc.nat(9),
      height: fc.nat(9),
      bits: likely(8, fc.constantFrom(1, 2, 4, 16)),
      colourType: fc.constantFrom(0, 2, 3, 4, 5, 6),
      interlace: likely(0, fc.nat(2)),
      chunks: fc.array(chunk, { maxLength: 2 }),
    }),
    likely<PngOptions>(
      {},
      fc.oneof(fc.record({ pixels: fc.uint8Array({ maxLength: 300 }) }), fc.record({ packed: body })),
    ),
  )
  let taken = 0
  await fc.assert(
    fc.asyncProperty(anything, async ([options, data]) => {
      const content = createPng({ ...options, ...data })
      if (!(await inspectLogo({ filename: 'logo.png', content })).ok) return
      taken += 1
      expect(await draw(content)).toContain('%%EOF')
    }),
    { numRuns: 1_000 },
  )
  expect(taken).toBeGreaterThan(100)
})

it('is never taken with a byte changed that its checksums cover', async () => {
  const content = createPng({ chunks: [['tEXt', Buffer.from('Title\0Logo')]] })
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 8, max: content.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, by) => {
        const changed = Buffer.from(content)
        changed[at] = (changed[at] ?? 0) ^ by
        expect((await inspectLogo({ filename: 'logo.png', content: changed })).ok).toBe(false)
      },
    ),
    { numRuns: 200 },
  )
})

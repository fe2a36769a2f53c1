/** Pictures made byte by byte, so that each can be wrong in one way. */
import { crc32, deflateSync } from 'node:zlib'

export interface PngOptions {
  width?: number
  height?: number
  bits?: number
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  colourType?: number
  interlace?: number
  /** Between the header and the pixels. */
  chunks?: readonly (readonly [name: string, body: Uint8Array])[]
  /** What the pixels unpack to, and that packed; made of the rest unless given. */
  pixels?: Uint8Array
  packed?: Uint8Array
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

export function createPng(options: PngOptions = {}): Buffer<ArrayBuffer> {
  const { width = 4, height = 3, bits = 8, colourType = 6, interlace = 0, chunks = [] } = options
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([bits, colourType, 0, 0, interlace], 8)
  const row = 1 + Math.ceil((width * (CHANNELS[colourType] ?? 1) * bits) / 8)
  const pixels = options.pixels ?? Buffer.alloc(row * height).map((_, at) => (at % row === 0 ? (at / row) % 5 : at % 3))
  const palette = createChunk('PLTE', Buffer.from([200, 30, 40, 20, 60, 90, 255, 255, 255]))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    createChunk('IHDR', header),
    ...(colourType === 3 ? [palette] : []),
    ...chunks.map(([name, body]) => createChunk(name, body)),
    createChunk('IDAT', options.packed ?? deflateSync(pixels)),
    createChunk('IEND', Buffer.alloc(0)),
  ])
}

function createChunk(name: string, body: Uint8Array): Buffer<ArrayBuffer> {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** Of one even colour. `frame` is the marker of its frame: 0xc0 is baseline. */
export function createJpeg({ width = 16, height = 8, channels = 3, bits = 8, frame = 0xc0 } = {}): Buffer<ArrayBuffer> {
  const twoBytes = (value: number) => [value >> 8, value & 0xff]
  const segment = (marker: number, ...body: number[]) => [...[0xff, marker, ...twoBytes(body.length + 2)], ...body]
  const components = Array.from({ length: channels }, (_, index) => index + 1)
  // One code of one bit each: "no difference" and "no more coefficients". Two zero bits are a block.
  const oneCode = [1, ...new Array<number>(15).fill(0), 0]
  const zeroBits = Math.ceil(width / 8) * Math.ceil(height / 8) * channels * 2
  const scan = new Array<number>(Math.floor(zeroBits / 8)).fill(0)
  if (zeroBits % 8 > 0) scan.push((1 << (8 - (zeroBits % 8))) - 1)
  return Buffer.from([
    ...[0xff, 0xd8, ...segment(0xe0, ...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0)],
    ...segment(0xdb, 0, ...new Array<number>(64).fill(1)),
    ...segment(
      frame,
      bits,
      ...twoBytes(height),
      ...twoBytes(width),
      channels,
      ...components.flatMap((id) => [id, 0x11, 0]),
    ),
    ...[...segment(0xc4, 0x00, ...oneCode), ...segment(0xc4, 0x10, ...oneCode)],
    ...segment(0xda, channels, ...components.flatMap((id) => [id, 0]), 0, 63, 0),
    ...[...scan, 0xff, 0xd9],
  ])
}

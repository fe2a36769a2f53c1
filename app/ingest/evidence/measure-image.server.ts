/**
 * Reads of a picture what everything that shows it must agree on, and refuses what some of them show otherwise, or decode
 * without looking: a PDF's images are decoded by a library that trusts them.
 */
import { crc32, inflateSync } from 'node:zlib'
import { LONGEST_LOGO_SIDE, type LogoFault } from '~/domain/brand-policy'
import { fail, succeed, type Result } from '~/domain/result'

export interface ImageSize {
  /** Pixels. */
  readonly width: number
  readonly height: number
}

const PNG_SIGNATURE_LENGTH = 8

/** Channels by colour type (PNG, third edition, 11.2.1). */
const PNG_CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const INDEXED = 3
const LAST_FILTER = 4

/**
 * Eight bits a channel, not interlaced; every checksum right, and exactly as many pixels as it says.
 * Nothing is unpacked beyond that number.
 */
export function measurePng(content: Uint8Array): Result<ImageSize, LogoFault> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  let header: (ImageSize & { bits: number; colourType: number; interlace: number }) | null = null
  let paletteEntries = 0
  const data: Buffer[] = []
  for (let offset = PNG_SIGNATURE_LENGTH; ;) {
    if (offset + 12 > bytes.length) return fail('damaged')
    const length = bytes.readUInt32BE(offset)
    const end = offset + 8 + length
    if (end + 4 > bytes.length) return fail('damaged')
    const name = bytes.toString('latin1', offset + 4, offset + 8)
    if (crc32(bytes.subarray(offset + 4, end)) !== bytes.readUInt32BE(end)) return fail('damaged')
    const body = bytes.subarray(offset + 8, end)
    if ((name === 'IHDR') !== (offset === PNG_SIGNATURE_LENGTH)) return fail('damaged')
    if (name === 'IHDR') {
      if (length !== 13) return fail('damaged')
      header = {
        ...{ width: body.readUInt32BE(0), height: body.readUInt32BE(4), bits: body.readUInt8(8) },
        ...{ colourType: body.readUInt8(9), interlace: body.readUInt8(12) },
      }
    }
    if (name === 'PLTE' || name === 'tRNS') {
      // With pixels that are colours themselves, programs take a palette or a transparent colour for different things.
      if (header?.colourType !== INDEXED) return fail('unusual')
      if (name === 'PLTE' && (paletteEntries > 0 || length === 0 || length % 3 > 0)) return fail('damaged')
      if (name === 'PLTE') paletteEntries = length / 3
      if (data.length > 0 || paletteEntries === 0 || (name === 'tRNS' && length > paletteEntries))
        return fail('damaged')
    }
    if (name === 'IDAT') data.push(body)
    if (name === 'IEND') break
    offset = end + 4
  }
  if (!header) return fail('damaged')
  const { width, height, bits, colourType, interlace } = header
  const channels = PNG_CHANNELS[colourType]
  if (width === 0 || height === 0 || channels === undefined) return fail('damaged')
  if (Math.max(width, height) > LONGEST_LOGO_SIDE) return fail('too_many_pixels')
  if (bits !== 8 || interlace !== 0) return fail('unusual')
  if (colourType === INDEXED && (paletteEntries === 0 || paletteEntries > 256)) return fail('damaged')
  const row = 1 + width * channels
  const pixels = unpack(Buffer.concat(data), row * height)
  if (pixels?.length !== row * height) return fail('damaged')
  for (let start = 0; start < pixels.length; start += row) {
    if ((pixels[start] ?? 0) > LAST_FILTER) return fail('damaged')
  }
  return succeed({ width, height })
}

/** Null for what is no zlib stream, or unpacks to more. */
function unpack(packed: Buffer, length: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: length })
  } catch {
    return null
  }
}

/** Markers of JPEG (ITU-T T.81) that begin a frame, but those that are no frame: tables, and what stands in their row. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Baseline, extended and progressive, with Huffman's code: what every program decodes. */
const COMMON_FRAMES = [0xc0, 0xc1, 0xc2]
const START_OF_SCAN = 0xda

/** Grey or YCbCr in eight bits. Four channels are inks, which programs invert or not. */
export function measureJpeg(content: Uint8Array): Result<ImageSize, LogoFault> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  for (let offset = 2; offset + 4 <= bytes.length;) {
    if (bytes[offset] !== 0xff) return fail('damaged')
    const marker = bytes.readUInt8(offset + 1)
    if (marker === 0xff) {
      offset += 1
      continue
    }
    if (marker === START_OF_SCAN) return fail('damaged')
    if (isFrame(marker)) {
      if (offset + 10 > bytes.length) return fail('damaged')
      const [height, width] = [bytes.readUInt16BE(offset + 5), bytes.readUInt16BE(offset + 7)]
      const [bits, channels] = [bytes.readUInt8(offset + 4), bytes.readUInt8(offset + 9)]
      // A height of 0 is told after the scan, which hardly any program reads.
      if (!COMMON_FRAMES.includes(marker) || bits !== 8 || ![1, 3].includes(channels) || height === 0) {
        return fail('unusual')
      }
      if (width === 0) return fail('damaged')
      return Math.max(width, height) > LONGEST_LOGO_SIDE ? fail('too_many_pixels') : succeed({ width, height })
    }
    offset += 2 + bytes.readUInt16BE(offset + 2)
  }
  return fail('damaged')
}

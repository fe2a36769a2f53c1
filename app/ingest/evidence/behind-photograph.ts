/**
 * What phones and cameras put behind a photograph: filling, further pictures of the same moment, a film, the maker's own
 * records. Each is followed from its first byte to its last, so that nothing else can stand there.
 */
import { findJpegEnd } from './image-end'

/** NUL, tab, line feed, form feed, carriage return and space, and what flash memory is filled with. */
const FILLING: ReadonlySet<number> = new Set([0, 9, 10, 12, 13, 32, 0xff])

/** True where all that stands behind `end` is known; what the pictures, the film and the records show is not looked into. */
export function isKnownBehindPhotograph(content: Uint8Array, end: number): boolean {
  let at = end
  for (;;) {
    const next = skipFilling(content, at)
    if (next === content.byteLength) return true
    if (!isPicture(content, next)) return isFilm(content, at) || isSamsungTrailer(content, at)
    const pictureEnd = findJpegEnd(content.subarray(next))
    if (pictureEnd === null) return false
    at = next + pictureEnd
  }
}

/** Previews and gain maps are whole JPEGs (CIPA DC-007, Multi-Picture Format). */
function isPicture(content: Uint8Array, at: number): boolean {
  return content[at] === 0xff && content[at + 1] === 0xd8 && content[at + 2] === 0xff
}

/** To the first byte that is none, or that begins a picture, though it could be one. */
function skipFilling(content: Uint8Array, from: number): number {
  let at = from
  while (at < content.byteLength && FILLING.has(content[at] ?? 1) && !isPicture(content, at)) at += 1
  return at
}

/** Boxes of a film's outermost level (ISO 14496-12) that phones write. */
const FILM_BOXES: ReadonlySet<string> = new Set([
  'ftyp',
  'free',
  'skip',
  'wide',
  'mdat',
  'moov',
  'udta',
  'meta',
  'uuid',
])

/** A moving photograph: behind filling at most, box after box to the end of the file, and its kind first. */
function isFilm(content: Uint8Array, from: number): boolean {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  let at = Buffer.from(content.buffer, content.byteOffset, content.byteLength).indexOf('ftyp', from) - 4
  if (at < from || skipFilling(content.subarray(0, at), from) !== at) return false
  while (at + 8 <= content.byteLength) {
    if (!FILM_BOXES.has(readMark(content, at + 4))) return false
    const length = view.getUint32(at)
    if (length < 8) return false
    at += length
  }
  return at === content.byteLength
}

/**
 * Samsung's records (SEF): blocks, then their list, its length and a mark. Each block begins with its kind as the list has
 * it, and with filling at most they reach from the photograph to the list.
 */
function isSamsungTrailer(content: Uint8Array, from: number): boolean {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const end = content.byteLength - 8
  if (end < from || readMark(content, end + 4) !== 'SEFT') return false
  const length = view.getUint32(end, true)
  const list = end - length
  if (length < 12 || list < from || readMark(content, list) !== 'SEFH') return false
  const count = view.getUint32(list + 8, true)
  if (length !== 12 + count * 12) return false
  const blocks = Array.from({ length: count }, (_, index) => {
    const entry = list + 12 + index * 12
    const at = list - view.getUint32(entry + 4, true)
    return { at, end: at + view.getUint32(entry + 8, true), kind: view.getUint32(entry) }
  }).sort((left, right) => left.at - right.at)
  let at = from
  for (const block of blocks) {
    if (block.at < at || block.end < block.at + 8 || block.end > list) return false
    if (skipFilling(content.subarray(0, block.at), at) !== block.at || view.getUint32(block.at) !== block.kind)
      return false
    at = block.end
  }
  return skipFilling(content.subarray(0, list), at) === list
}

function readMark(content: Uint8Array, at: number): string {
  return String.fromCharCode(...content.subarray(at, at + 4))
}

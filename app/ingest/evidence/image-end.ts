/** Where an image ends: what comes after it no viewer shows, and another program may read. */

const PNG_SIGNATURE_LENGTH = 8

/** Offset after the last chunk of a PNG; null where its chunks do not lead there. */
export function findPngEnd(content: Uint8Array): number | null {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  let offset = PNG_SIGNATURE_LENGTH
  while (offset + 12 <= content.byteLength) {
    const name = String.fromCharCode(...content.subarray(offset + 4, offset + 8))
    // Length, name and checksum around the data.
    offset += 12 + view.getUint32(offset)
    if (name === 'IEND') return offset <= content.byteLength ? offset : null
  }
  return null
}

/** Markers of JPEG (ITU-T T.81) that stand alone: TEM, and those that restart the data of a scan. */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
const [MARK, START_OF_SCAN, END_OF_IMAGE, STUFFED] = [0xff, 0xda, 0xd9, 0x00]

/** Offset after the end of a JPEG's (first) image; null where its segments do not lead there. */
export function findJpegEnd(content: Uint8Array): number | null {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  let offset = 2
  while (offset + 2 <= content.byteLength) {
    if (content[offset] !== MARK) return null
    const marker = content[offset + 1] ?? 0
    if (marker === END_OF_IMAGE) return offset + 2
    if (marker === MARK) offset += 1
    else if (isAlone(marker)) offset += 2
    else {
      if (offset + 4 > content.byteLength) return null
      offset += 2 + view.getUint16(offset + 2)
      if (marker === START_OF_SCAN) offset = skipScan(content, offset)
    }
  }
  return null
}

/** To the marker after the data of a scan. */
function skipScan(content: Uint8Array, from: number): number {
  let offset = from
  for (;;) {
    offset = content.indexOf(MARK, offset)
    if (offset < 0) return content.byteLength
    const next = content[offset + 1] ?? 0
    if (next !== STUFFED && next !== MARK && !isAlone(next)) return offset
    offset += next === MARK ? 1 : 2
  }
}

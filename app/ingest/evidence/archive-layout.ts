/** Whether every byte of a ZIP archive (APPNOTE 6.3) belongs to it: nothing before, between or behind what it lists. */

const [ENTRY, LISTED, END, END_64, DESCRIPTOR] = [0x04034b50, 0x02014b50, 0x06054b50, 0x06064b50, 0x08074b50]
const [ENTRY_LENGTH, LISTED_LENGTH, END_LENGTH] = [30, 46, 22]

/** Of the end of a ZIP64 archive and of its locator, which stand before the ordinary end. */
const END_64_LENGTH = 56 + 20

/** A value too large for its field stands in the extra field of ZIP64. */
const ELSEWHERE = 0xffff_ffff

interface Extent {
  readonly from: number
  readonly packedLength: number
  readonly unpackedLength: number
  readonly checksum: number
  readonly isDescribedAfter: boolean
}

/** False also for what cannot be followed. */
export function isArchiveThroughout(content: Uint8Array): boolean {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  try {
    const list = findList(view)
    if (list === null) return false
    const extents = readList(view, list).sort((left, right) => left.from - right.from)
    let at = 0
    for (const [index, extent] of extents.entries()) {
      const { from, packedLength, isDescribedAfter } = extent
      if (from !== at || view.getUint32(from, true) !== ENTRY) return false
      const dataFrom = from + ENTRY_LENGTH + view.getUint16(from + 26, true) + view.getUint16(from + 28, true)
      const dataTo = dataFrom + packedLength
      at = extents[index + 1]?.from ?? list.from
      if (isDescribedAfter ? !isDescriptor(view, dataTo, at, extent) : dataTo !== at) return false
    }
    return at === list.from
  } catch (error) {
    // What it says leads out of the file.
    if (error instanceof RangeError) return false
    throw error
  }
}

/** What follows the data where its sizes are told only then: with or without a mark, in 32 or 64 bits (4.3.9). */
function isDescriptor(
  view: DataView,
  from: number,
  to: number,
  { checksum, packedLength, unpackedLength }: Extent,
): boolean {
  const isMarked = to - from === 16 || to - from === 24
  if (isMarked && view.getUint32(from, true) !== DESCRIPTOR) return false
  const at = isMarked ? from + 4 : from
  if (view.getUint32(at, true) !== checksum) return false
  const [packed, unpacked] =
    to - at === 12
      ? [view.getUint32(at + 4, true), view.getUint32(at + 8, true)]
      : [Number(view.getBigUint64(at + 4, true)), Number(view.getBigUint64(at + 12, true))]
  return (to - at === 12 || to - at === 20) && packed === packedLength && unpacked === unpackedLength
}

/** Where the list of entries lies: right before the end, which is the end of the file and has no comment. */
function findList(view: DataView): { from: number; to: number } | null {
  const end = view.byteLength - END_LENGTH
  if (view.getUint32(end, true) !== END) return null
  const [length, from] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)]
  const end64 = end - END_64_LENGTH
  if (end64 < 0 || view.getUint32(end64, true) !== END_64) return from + length === end ? { from, to: end } : null
  const from64 = Number(view.getBigUint64(end64 + 48, true))
  return from64 + Number(view.getBigUint64(end64 + 40, true)) === end64 ? { from: from64, to: end64 } : null
}

function readList(view: DataView, { from, to }: { from: number; to: number }): Extent[] {
  const extents: Extent[] = []
  let at = from
  while (at < to) {
    if (view.getUint32(at, true) !== LISTED) throw new RangeError('no entry is listed here')
    const [name, extra] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)]
    const extraFrom = at + LISTED_LENGTH + name
    const sizes = readSizes(view, at, extraFrom, extraFrom + extra)
    extents.push({
      ...sizes,
      checksum: view.getUint32(at + 16, true),
      isDescribedAfter: (view.getUint16(at + 8, true) & 0x08) !== 0,
    })
    at = extraFrom + extra + view.getUint16(at + 32, true)
  }
  if (at !== to) throw new RangeError('the list ends elsewhere')
  return extents
}

/** Of an entry that is listed at `at`: where it begins, and how long its data is. */
function readSizes(
  view: DataView,
  at: number,
  extraFrom: number,
  extraTo: number,
): Pick<Extent, 'from' | 'packedLength' | 'unpackedLength'> {
  let wide = findExtra64(view, extraFrom, extraTo)
  const read = (field: number) => {
    const value = view.getUint32(at + field, true)
    if (value !== ELSEWHERE) return value
    wide += 8
    return Number(view.getBigUint64(wide - 8, true))
  }
  // In the order in which the extra field has them (4.5.3): unpacked, packed, where it begins.
  return { unpackedLength: read(24), packedLength: read(20), from: read(42) }
}

function findExtra64(view: DataView, from: number, to: number): number {
  let at = from
  while (at + 4 <= to) {
    if (view.getUint16(at, true) === 0x0001) return at + 4
    at += 4 + view.getUint16(at + 2, true)
  }
  return view.byteLength
}

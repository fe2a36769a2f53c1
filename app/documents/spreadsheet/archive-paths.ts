/** Paths inside an archive: what invoices and their files are called was written by others. */

const LONGEST_PART = 80
/** Names that Windows keeps for devices, whatever follows the first point. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * One part of a path that every system takes: no separators, no control or invisible signs, nothing that leads out of the
 * folder, at most 80 characters with the extension kept.
 */
export function writePathPart(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '')
    .replace(/[<>:"/\\|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const kept = Array.from(plain)
  const [extension = ''] = /\.[A-Za-z0-9]{1,8}$/.exec(plain) ?? []
  const short =
    kept.length <= LONGEST_PART ? plain : `${kept.slice(0, LONGEST_PART - extension.length).join('')}${extension}`
  return short === '' || RESERVED.test(short) ? `_${short}` : short
}

/** Gives each path once, whatever the case: a second one of the same name becomes "name (2).ext". */
export function createPathRegister(): (folder: readonly string[], name: string) => string {
  const taken = new Set<string>()
  return (folder, name) => {
    const path = [...folder.map(writePathPart), writePathPart(name)].join('/')
    const [extension = ''] = /\.[A-Za-z0-9]{1,8}$/.exec(path) ?? []
    const stem = path.slice(0, path.length - extension.length)
    let free = path
    for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${stem} (${count})${extension}`
    taken.add(free.toLowerCase())
    return free
  }
}

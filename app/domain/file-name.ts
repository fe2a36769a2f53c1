/** Names of files that people send: kept as they called them, without what another system would act on. */

const LONGEST_NAME = 120

/** Directions turned around, and what cannot be seen: "gpj.exe" must not read as "exe.jpg". */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** What file systems and shells take for something else. */
const RESERVED = /[<>:"|?*]/g

/** Devices of Windows, whatever ending follows. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * A name that can be saved anywhere: without path, control characters and leading dots, at most 120 characters, with
 * one of `endings` (lower case, without the dot) at its end; the first of them is added where none is. `fallback` is the
 * name where nothing is left of it.
 */
export function cleanFileName(name: string, endings: readonly [string, ...string[]], fallback: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(UNSEEN, '')
    .replace(RESERVED, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .replace(DEVICE, '_$&')
  const ending = endings.find((known) => plain.toLowerCase().endsWith(`.${known}`))
  const stem = ending === undefined ? plain : plain.slice(0, -ending.length - 1)
  const suffix = ending === undefined ? `.${endings[0]}` : plain.slice(-ending.length - 1)
  const room = LONGEST_NAME - suffix.length
  // By characters, so that none is cut in two.
  const short = Array.from(stem)
    .slice(0, room)
    .join('')
    .replace(/[. ]+$/, '')
  return `${short === '' ? fallback : short}${suffix}`
}

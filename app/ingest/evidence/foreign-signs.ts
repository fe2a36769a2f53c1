/**
 * Signs of what some program would find and run or unpack wherever in a file they stand: a page processor its code, a
 * browser its scripts, an unpacker an archive behind a program. Each is long enough not to come about by chance.
 */

const CODE = ['<?php', '<script', '<!doctype', '<html']
/** RAR from version 1.5 on, 7z. */
const ARCHIVES = ['Rar!\x1a\x07', '7z\xbc\xaf\x27\x1c']

/** Bytes are read as Latin-1, capitals as small letters. */
export function holdsCode(content: Uint8Array): boolean {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1').toLowerCase()
  return CODE.some((sign) => text.includes(sign))
}

export function holdsPackedFiles(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  return ARCHIVES.some((sign) => bytes.includes(Buffer.from(sign, 'latin1')))
}

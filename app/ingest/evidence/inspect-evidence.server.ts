/**
 * What a file that somebody hands in really is. Its name and what the browser says of it count for nothing: the content
 * has to be one of the kinds that are taken, whole, and nothing else besides.
 */
import { fileTypeFromBuffer } from 'file-type'
import { EVIDENCE_FORMATS, LARGEST_EVIDENCE_BYTES, type EvidenceFault, type EvidenceType } from '~/domain/evidence-file'
import { cleanFileName } from '~/domain/file-name'
import { fail, succeed, type Result } from '~/domain/result'
import { refusalOf } from '../ingest-refusal'
import { openArchive, type Archive } from '../ledger/open-archive.server'
import { isArchiveThroughout } from './archive-layout'
import { isKnownBehindPhotograph } from './behind-photograph'
import { holdsCode, holdsPackedFiles } from './foreign-signs'
import { findJpegEnd, findPngEnd } from './image-end'

export interface EvidenceFile {
  readonly filename: string
  readonly mediaType: string
  readonly content: Uint8Array
}

/** The file under a name that can be saved anywhere and ends as its kind does; or why it is not taken. */
export async function inspectEvidence(file: {
  filename: string
  content: Uint8Array
}): Promise<Result<EvidenceFile, EvidenceFault>> {
  const { content } = file
  if (content.byteLength === 0) return fail('empty')
  if (content.byteLength > LARGEST_EVIDENCE_BYTES) return fail('too_large')
  const type = await identify(content)
  if (!type.ok) return type
  const { mediaType, endings } = EVIDENCE_FORMATS[type.value]
  return succeed({ filename: cleanFileName(file.filename, endings, 'file'), mediaType, content })
}

async function identify(content: Uint8Array): Promise<Result<EvidenceType, EvidenceFault>> {
  // An archive is opened by our own hand alone, which bounds what it unpacks to.
  if (startsWith(content, ZIP_ENTRY)) return asResult('xlsx', await findWorkbookFault(content))
  const known = await fileTypeFromBuffer(content)
  switch (known?.mime) {
    case 'application/pdf':
      return asResult('pdf', findPdfFault(content))
    case 'image/png':
      return asResult('png', findImageFault(content, findPngEnd(content), isFillingBehind))
    case 'image/jpeg':
      return asResult('jpeg', findImageFault(content, findJpegEnd(content), isKnownBehindPhotograph))
    // Two letters make a bitmap or a program; no text without control characters is one.
    case 'image/bmp':
    case 'application/x-msdownload':
    case undefined:
      return asResult('csv', findTableFault(content))
    default:
      return fail('type')
  }
}

function asResult(type: EvidenceType, fault: EvidenceFault | null): Result<EvidenceType, EvidenceFault> {
  return fault === null ? succeed(type) : fail(fault)
}

const ZIP_ENTRY = Buffer.from('PK\x03\x04', 'latin1')
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1')
const PDF_HEADER = Buffer.from('%PDF-', 'latin1')
const PDF_END = Buffer.from('%%EOF', 'latin1')

/** ZIP's last record is 22 bytes and a comment of at most 65,535; readers look for it from the end. */
const ZIP_END_REACH = 22 + 65_535

/** Readers of PDF look for its header in the first kilobyte. */
const PDF_HEADER_REACH = 1024

function startsWith(content: Uint8Array, sign: Buffer): boolean {
  return Buffer.compare(asBuffer(content).subarray(0, sign.length), sign) === 0
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** Whether a reader of archives would find one: its last record, with a directory that lies before it. */
function isAlsoArchive(content: Uint8Array): boolean {
  const bytes = asBuffer(content)
  const first = Math.max(0, bytes.length - ZIP_END_REACH)
  for (let at = bytes.lastIndexOf(ZIP_END); at >= first; at = at === 0 ? -1 : bytes.lastIndexOf(ZIP_END, at - 1)) {
    if (at + 22 > bytes.length) continue
    const [diskNumber, directorySize] = [bytes.readUInt16LE(at + 4), bytes.readUInt32LE(at + 12)]
    if (diskNumber === 0 && directorySize <= at) return true
  }
  return false
}

/**
 * It starts at the first byte, and after its end nothing follows but line breaks. Between them a browser would look for a
 * page in the beginning alone, and so does this: forms of PDF have scripts of their own further on.
 */
function findPdfFault(content: Uint8Array): EvidenceFault | null {
  const bytes = asBuffer(content)
  if (!/^%PDF-\d\.\d/.test(bytes.toString('latin1', 0, 8))) return 'damaged'
  const end = bytes.lastIndexOf(PDF_END)
  if (end < 0) return 'damaged'
  const isMixed =
    !isFilling(bytes.subarray(end + PDF_END.length)) ||
    isAlsoArchive(content) ||
    holdsPackedFiles(content) ||
    holdsCode(bytes.subarray(0, PDF_HEADER_REACH)) ||
    bytes.includes('<?php')
  return isMixed ? 'mixed' : null
}

/** NUL, tab, line feed, form feed, carriage return, space: white space of PDF (ISO 32000, 7.2.3). */
const PADDING: ReadonlySet<number> = new Set([0, 9, 10, 12, 13, 32])

function isFilling(bytes: Uint8Array): boolean {
  return bytes.every((byte) => PADDING.has(byte))
}

/** A PNG needs nothing behind it; some programs end their files with a line break, or fill them up. */
const LONGEST_FILLING = 1024

function isFillingBehind(content: Uint8Array, end: number): boolean {
  return content.byteLength - end <= LONGEST_FILLING && isFilling(content.subarray(end))
}

/** Behind it stands only what is known to, and nowhere in it what another program would take for its own. */
function findImageFault(
  content: Uint8Array,
  end: number | null,
  isKnownBehind: (content: Uint8Array, end: number) => boolean,
): EvidenceFault | null {
  if (end === null) return 'damaged'
  const bytes = asBuffer(content)
  const isMixed =
    !isKnownBehind(content, end) ||
    isAlsoArchive(content) ||
    holdsPackedFiles(content) ||
    holdsCode(content) ||
    bytes.subarray(end).includes(ZIP_ENTRY) ||
    bytes.subarray(end).includes(PDF_HEADER) ||
    bytes.subarray(0, PDF_HEADER_REACH).includes(PDF_HEADER)
  return isMixed ? 'mixed' : null
}

const WORKBOOK_LIMITS = { maxEntries: 1_000, maxUnpackedBytes: 100 * 1024 * 1024 }

/** The list of what an Office document's parts are (ECMA-376, part 2). */
const CONTENT_TYPES = '[content_types].xml'
const LARGEST_CONTENT_TYPES = 1024 * 1024
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'

async function findWorkbookFault(content: Uint8Array): Promise<EvidenceFault | null> {
  try {
    const archive = await openArchive(content, WORKBOOK_LIMITS)
    if (!archive.has(CONTENT_TYPES) || !archive.has('xl/workbook.xml')) return 'type'
    const types = await readText(archive, CONTENT_TYPES)
    if (types === null) return 'damaged'
    if (/macroenabled/i.test(types) || archive.names.some((name) => name.endsWith('vbaproject.bin'))) return 'macros'
    if (!types.includes(WORKBOOK)) return 'type'
    // Unpacked once to the end, which proves that nothing unpacks to more than it says.
    for (const name of archive.names) for await (const _chunk of archive.read(name));
    return isArchiveThroughout(content) ? null : 'mixed'
  } catch (error) {
    return refusalOf(error).code === 'limit_exceeded' ? 'unpacks_too_large' : 'damaged'
  }
}

async function readText(archive: Archive, name: string): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of archive.read(name)) {
    length += chunk.byteLength
    if (length > LARGEST_CONTENT_TYPES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Text in columns, in UTF-8, UTF-16 or Windows-1252, without control characters; no page and no program. */
function findTableFault(content: Uint8Array): EvidenceFault | null {
  const text = decodeText(content)
  if (text === null || CONTROL.test(text)) return 'type'
  const [head = ''] = text.trimStart().split(/[\r\n]/, 1)
  if (/^(?:<|#!|%!|\{\\rtf)/.test(head) || !/[,;\t|]/.test(head)) return 'type'
  const beginning = asBuffer(content).subarray(0, PDF_HEADER_REACH)
  return isAlsoArchive(content) || beginning.includes(PDF_HEADER) || holdsCode(Buffer.from(text)) ? 'mixed' : null
}

/** Everything below the space but tab and line breaks, and what Windows-1252 has no character for. */
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f\u0081\u008d\u008f\u0090\u009d]/

function decodeText(content: Uint8Array): string | null {
  const mark = ((content[0] ?? 0) << 8) | (content[1] ?? 0)
  const encodings = mark === 0xfffe ? ['utf-16le'] : mark === 0xfeff ? ['utf-16be'] : ['utf-8', 'windows-1252']
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(content)
    } catch {
      // It is not of this encoding.
    }
  }
  return null
}

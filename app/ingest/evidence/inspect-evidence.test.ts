import { deflateSync, gzipSync } from 'node:zlib'
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter, type ZipWriterConstructorOptions } from '@zip.js/zip.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LARGEST_EVIDENCE_BYTES } from '~/domain/evidence-file'
import { inspectEvidence } from './inspect-evidence.server'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const PDF = bytes('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n')

function createChunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, bytes(name), data, Buffer.alloc(4)])
}

const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  createChunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  createChunk('IDAT', deflateSync(Buffer.from([0, 0]))),
  createChunk('IEND', Buffer.alloc(0)),
])

/** Segments as a camera writes them; the data of the scan holds a stuffed byte and a restart. */
const JPEG = Buffer.from([
  ...[0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, ...bytes('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0],
  ...[0xff, 0xda, 0x00, 0x08, 1, 1, 0, 0, 0x3f, 0, 0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd9],
])

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'
const writeTypes = (type: string) => `<Types><Override PartName="/xl/workbook.xml" ContentType="${type}"/></Types>`

function createBox(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(8 + data.length)
  return Buffer.concat([length, bytes(name), data])
}

const FILM = Buffer.concat([
  createBox('ftyp', bytes('mp42\0\0\0\0isom')),
  createBox('mdat', Buffer.from([0x1f, 0x8b, 8, 1, 2])),
  createBox('moov', Buffer.alloc(9)),
])

/** What Samsung's phones put behind a photograph: blocks of a kind and a name, their list, its length. */
function createRecords(contents: readonly Buffer[]): Buffer {
  const blocks = contents.map((content, index) =>
    Buffer.concat([Buffer.from([0, 0, 1, 10 + index, 4, 0, 0, 0]), bytes('name'), content]),
  )
  const list = Buffer.alloc(12 + blocks.length * 12)
  list.write('SEFH', 'latin1')
  list.writeUInt32LE(106, 4)
  list.writeUInt32LE(blocks.length, 8)
  blocks.forEach((block, index) => {
    block.copy(list, 12 + index * 12, 0, 4)
    list.writeUInt32LE(Buffer.concat(blocks.slice(index)).length, 16 + index * 12)
    list.writeUInt32LE(block.length, 20 + index * 12)
  })
  const end = Buffer.alloc(4)
  end.writeUInt32LE(list.length)
  return Buffer.concat([...blocks, list, end, bytes('SEFT')])
}

async function pack(
  entries: Record<string, string | Uint8Array>,
  options: ZipWriterConstructorOptions = {},
): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options })
  for (const [name, content] of Object.entries(entries)) {
    await writer.add(name, typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content))
  }
  return Buffer.from(await (await writer.close()).arrayBuffer())
}

const packWorkbook = (added: Record<string, string | Uint8Array> = {}, type = WORKBOOK_TYPE) =>
  pack({ '[Content_Types].xml': writeTypes(type), 'xl/workbook.xml': '<workbook/>', ...added })

const inspect = async (content: Uint8Array, filename = 'file') => {
  const result = await inspectEvidence({ filename, content })
  return result.ok ? { type: result.value.mediaType, name: result.value.filename } : result.failure
}

describe('what is taken', () => {
  it('is told by the content, and named as what it is', async () => {
    expect(await inspect(PDF, 'Lieferschein.PDF')).toEqual({ type: 'application/pdf', name: 'Lieferschein.PDF' })
    expect(await inspect(PNG, '../photo.exe')).toEqual({ type: 'image/png', name: 'photo.exe.png' })
    expect(await inspect(JPEG, 'photo.jpeg')).toEqual({ type: 'image/jpeg', name: 'photo.jpeg' })
    expect(await inspect(await packWorkbook(), 'list.zip')).toMatchObject({ name: 'list.zip.xlsx' })
  })

  it.each([
    ['UTF-8', Buffer.from('number;amount\nA-1;12,50 €\n')],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('number\tamount\nA-1\t12,50 €\n', 'utf16le')])],
    ['Windows-1252', Buffer.from([...bytes('name,amount\nM'), 0xfc, ...bytes('ller,12.50\n')])],
    ['letters that begin a bitmap', bytes('BMW,amount\nA,1\n')],
  ])('a table in %s', async (_, content) => {
    expect(await inspect(content, 'list.csv')).toEqual({ type: 'text/csv', name: 'list.csv' })
  })

  it.each([
    ['another one', JPEG],
    [
      'others, and filling between and behind',
      Buffer.concat([Buffer.alloc(8), JPEG, Buffer.alloc(5, 0xff), JPEG, Buffer.alloc(9)]),
    ],
    ['a film', FILM],
    ['another one and a film', Buffer.concat([JPEG, Buffer.alloc(3), FILM])],
    ['the records of a Samsung phone', createRecords([bytes('Image_UTC_Data1762430015363')])],
    ['a preview, records and a film in them', Buffer.concat([JPEG, createRecords([bytes('Image_UTC_Data1'), FILM])])],
  ])('a photograph with %s behind it, as phones write them', async (_, behind) => {
    expect(await inspect(Buffer.concat([JPEG, behind]))).toMatchObject({ type: 'image/jpeg' })
  })

  it('a picture with a line break behind it', async () => {
    expect(await inspect(Buffer.concat([PNG, bytes('\r\n\0')]))).toMatchObject({ type: 'image/png' })
  })

  it('a workbook whose sizes stand behind its parts, or in the fields for large ones', async () => {
    const parts = { '[Content_Types].xml': writeTypes(WORKBOOK_TYPE), 'xl/workbook.xml': '<workbook/>' }
    for (const options of [{ dataDescriptor: false }, { zip64: true }, { zip64: true, dataDescriptor: false }]) {
      expect(await inspect(await pack(parts, options))).toMatchObject({ name: 'file.xlsx' })
    }
  })

  it('never throws, whatever the bytes', async () => {
    const start = fc.constantFrom(PDF, PNG, JPEG, bytes('PK\x03\x04'), bytes(''))
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 80 }), async (head, tail, cut) => {
        await inspectEvidence({ filename: 'x', content: Buffer.concat([head.subarray(0, head.length - cut), tail]) })
      }),
    )
  })
})

/** With something that no record holds. */
function moveList(records: Buffer): Buffer {
  const list = records.indexOf('SEFH')
  const moved = Buffer.concat([records.subarray(0, list), bytes('run!'), records.subarray(list)])
  moved.writeUInt32LE(moved.readUInt32LE(list + 4 + 16) + 4, list + 4 + 16)
  return moved
}

/** Tar's first block: a name, numbers, and its mark at 257. */
const TAR = Buffer.alloc(1024)
TAR.write('run.sh', 'latin1')
TAR.write('ustar\x0000', 257, 'latin1')

const FOREIGN: [string, Buffer][] = [
  ['RAR', bytes('Rar!\x1a\x07\x01\0 and so on')],
  ['7z', bytes('7z\xbc\xaf\x27\x1c\0\x04 and so on')],
  ['gzip', gzipSync('run')],
  ['tar', TAR],
  ['a program of Windows', Buffer.concat([bytes('MZ\x90\0'), Buffer.alloc(200)])],
  ['a program of Linux', Buffer.concat([bytes('\x7fELF\x02\x01\x01'), Buffer.alloc(60)])],
  ['code', bytes('<?php system($_GET["c"]); ?>')],
  ['a script', bytes('<script>alert(1)</script>')],
  ['a page', bytes('\n<!DOCTYPE html><html><body onload=alert(1)>')],
  ['a drawing', bytes('<svg onload="alert(1)"/>')],
  ['any text', bytes('and so on')],
]

describe('what is refused', () => {
  it.each(FOREIGN)('%s behind a picture, a photograph, a PDF or a workbook', async (_, behind) => {
    const workbook = await packWorkbook()
    for (const front of [PNG, JPEG, PDF]) expect(await inspect(Buffer.concat([front, behind]))).toBe('mixed')
    for (const filling of [Buffer.alloc(64), JPEG, Buffer.concat([JPEG, FILM])]) {
      expect(await inspect(Buffer.concat([JPEG, filling, behind]))).toBe('mixed')
    }
    expect(['mixed', 'damaged']).toContain(await inspect(Buffer.concat([workbook, behind])))
  })

  it.each(FOREIGN)('%s before any of them', async (_, before) => {
    for (const rest of [PNG, JPEG, PDF, await packWorkbook()]) {
      expect(['mixed', 'type']).toContain(await inspect(Buffer.concat([before, rest])))
    }
  })

  it.each([
    ['in a film', Buffer.concat([FILM, createBox('free', bytes('<?php run();'))])],
    ['in a box that no film has', Buffer.concat([FILM, createBox('exec', bytes('run'))])],
    ['behind a film of no length', Buffer.concat([FILM, Buffer.alloc(4), bytes('mdatrun')])],
    ['in records', createRecords([bytes('Rar!\x1a\x07\x01\0')])],
    ['before records', Buffer.concat([bytes('run'), createRecords([bytes('1')])])],
    ['between records and their list', moveList(createRecords([bytes('1')]))],
    ['in a second picture', Buffer.concat([JPEG.subarray(0, 20), bytes('\xff\xfe\0\x09<script'), JPEG.subarray(20)])],
    ['instead of a second picture', Buffer.concat([JPEG.subarray(0, 20), bytes('run'), JPEG.subarray(20)])],
  ])('what is hidden %s behind a photograph', async (_, behind) => {
    expect(await inspect(Buffer.concat([JPEG, behind]))).toBe('mixed')
  })

  it('code in the text of a picture, in a PDF, in a table', async () => {
    const text = createChunk('tEXt', bytes('Comment\0<?php run();'))
    expect(await inspect(Buffer.concat([PNG.subarray(0, 33), text, PNG.subarray(33)]))).toBe('mixed')
    const beginning = bytes('%PDF-1.7\n<html><script>run()</script>\n')
    expect(await inspect(Buffer.concat([beginning, PDF.subarray(9)]))).toBe('mixed')
    const [head, tail] = [PDF.subarray(0, 20), PDF.subarray(20)]
    expect(await inspect(Buffer.concat([head, bytes('\n% 7z\xbc\xaf\x27\x1c\n'), tail]))).toBe('mixed')
    for (const cell of ['<script>run()</script>', '<?PHP run(); ?>', '<HTML>']) {
      expect(await inspect(Buffer.from(`a,b\n1,"${cell}"\n`))).toBe('mixed')
      expect(await inspect(Buffer.from(`\ufeffa,b\n1,"${cell}"\n`, 'utf16le'))).toBe('mixed')
    }
  })

  it.each([true, false])(
    'a workbook with something between its parts, before its list or in a comment',
    async (dataDescriptor) => {
      const parts = { '[Content_Types].xml': writeTypes(WORKBOOK_TYPE), 'xl/workbook.xml': '<workbook/>' }
      const whole = await pack(parts, { dataDescriptor })
      const second = whole.indexOf(Buffer.from('PK\x03\x04', 'latin1'), 4)
      const list = whole.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
      const end = whole.length - 22
      const insert = (at: number, moved: readonly number[], from: number) => {
        const made = Buffer.concat([whole.subarray(0, at), bytes('run!'), whole.subarray(at)])
        for (const field of moved) made.writeUInt32LE(whole.readUInt32LE(field) + 4, field + 4)
        made.writeUInt32LE(from, made.length - 22 + 16)
        return made
      }
      const secondListed = whole.indexOf(Buffer.from('PK\x01\x02', 'latin1'), list + 4)
      expect(await inspect(insert(second, [secondListed + 42], list + 4))).toBe('mixed')
      expect(await inspect(insert(list, [], list + 4))).toBe('mixed')
      expect(await inspect(insert(end, [], list))).toBe('mixed')
      const commented = Buffer.concat([whole, bytes('run!')])
      commented.writeUInt16LE(4, end + 20)
      expect(await inspect(commented)).toBe('mixed')
    },
  )

  it.each([
    ['a program named as a PDF', Buffer.concat([bytes('MZ'), Buffer.alloc(200)]), 'type'],
    ['a page', bytes('<!doctype html><script>alert(1,2)</script>'), 'type'],
    ['a drawing with scripts', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="a(1,2)"/>'), 'type'],
    ['a script', bytes('#!/bin/sh\nrm -rf a,b\n'), 'type'],
    ['an animation', bytes('GIF89a,,,,,,,,,,'), 'type'],
    ['text with a NUL', bytes('a,b\n1,\0\n'), 'type'],
    ['text without columns', bytes('hello\n'), 'type'],
    ['nothing', bytes(''), 'empty'],
    ['a PDF that ends early', PDF.subarray(0, 40), 'damaged'],
    ['a PNG that ends early', PNG.subarray(0, PNG.length - 6), 'damaged'],
    ['a JPEG that ends early', JPEG.subarray(0, JPEG.length - 2), 'damaged'],
    ['a PDF behind other text', Buffer.concat([bytes('a,b\n'), PDF]), 'mixed'],
    ['a PDF with a program behind it', Buffer.concat([PDF, bytes('MZ\x90')]), 'mixed'],
    ['a photograph with a PDF behind it', Buffer.concat([JPEG, PDF]), 'mixed'],
    [
      'a picture with a PDF inside its beginning',
      Buffer.concat([PNG.subarray(0, 33), createChunk('teXt', PDF), PNG.subarray(33)]),
      'mixed',
    ],
    ['more than 10 MB', Buffer.alloc(LARGEST_EVIDENCE_BYTES + 1, 'a,'), 'too_large'],
  ])('%s', async (_, content, fault) => {
    expect(await inspect(content, 'file.pdf')).toBe(fault)
  })

  it('an archive behind a picture, a PDF or a table', async () => {
    const archive = await pack({ 'run.js': 'alert(1)' })
    for (const front of [PNG, JPEG, PDF]) expect(await inspect(Buffer.concat([front, archive]))).toBe('mixed')
    expect(await inspect(Buffer.concat([bytes('a,b\n'), archive]))).toBe('type')
    // With the end of a PDF as the archive's comment.
    const commented = Buffer.concat([archive.subarray(0, -2), Buffer.from([6, 0]), bytes('%%EOF\n')])
    expect(await inspect(Buffer.concat([PDF, commented]))).toBe('mixed')
  })

  it('an archive that is no workbook, and one with programs', async () => {
    expect(await inspect(await pack({ 'readme.txt': 'hello' }), 'list.xlsx')).toBe('type')
    expect(await inspect(await packWorkbook({}, 'application/vnd.ms-word.document.main+xml'), 'list.xlsx')).toBe('type')
    expect(await inspect(await packWorkbook({ 'xl/vbaProject.bin': 'x' }), 'list.xlsx')).toBe('macros')
    const macros = 'application/vnd.ms-excel.sheet.macroEnabled.main+xml'
    expect(await inspect(await packWorkbook({}, macros), 'list.xlsx')).toBe('macros')
    const whole = await packWorkbook()
    expect(await inspect(whole.subarray(0, whole.length - 30), 'list.xlsx')).toBe('damaged')
  })

  it('a workbook that unpacks to more than it may, or than it says, or into too many parts', async () => {
    const bomb = await packWorkbook({ 'xl/media/image1.bin': new Uint8Array(101 * 1024 * 1024) })
    expect(bomb.length).toBeLessThan(1024 * 1024)
    expect(await inspect(bomb)).toBe('unpacks_too_large')

    const lying = await packWorkbook({ 'xl/worksheets/sheet1.xml': new Uint8Array(3 * 1024 * 1024) })
    const directory = lying.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
    lying.writeUInt32LE(1000, directory + 24)
    expect(['unpacks_too_large', 'damaged']).toContain(await inspect(lying))

    const parts = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`xl/${index}`, '']))
    expect(await inspect(await packWorkbook(parts))).toBe('unpacks_too_large')
  })
})

import { deflateSync } from 'node:zlib'
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
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

async function pack(entries: Record<string, string | Uint8Array>): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false })
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

  it('a photograph with another one behind it, as phones write them', async () => {
    expect(await inspect(Buffer.concat([JPEG, JPEG]))).toMatchObject({ type: 'image/jpeg' })
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

describe('what is refused', () => {
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

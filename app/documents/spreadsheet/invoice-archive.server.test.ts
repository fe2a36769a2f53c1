import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { archiveInvoices, type InvoiceCopy } from './invoice-archive.server'

const invoice = {
  ...{ number: 'R/1', issueOn: calendarDay('2026-11-01'), dueOn: calendarDay('2026-12-01'), currency: 'EUR' },
  ...{ payableMinor: 119_00, openMinor: 119_00 },
} as unknown as InvoiceCopy['invoice']

const keep = (filename: string, text: string) => ({ filename, mediaType: 'text/plain', content: Buffer.from(text) })

describe('an archive of invoices', () => {
  it('has the original, our copy and everything attached, each under a name of its own, and lists them last', async () => {
    async function* copies(): AsyncGenerator<InvoiceCopy> {
      yield await Promise.resolve({
        invoice,
        original: keep('r1.xml', 'original'),
        async *readAttachments() {
          yield await Promise.resolve(keep('r1.xml', 'hours'))
          yield keep('drawing.txt', 'drawing')
        },
        async *print() {
          yield await Promise.resolve(Buffer.from('%PDF'))
        },
      })
    }
    const chunks: Uint8Array[] = []
    const writtenAt = new Date('2026-11-22T10:00:00Z')
    for await (const chunk of archiveInvoices(copies(), { language: 'en', separatorsOf: 'en-GB', writtenAt })) {
      chunks.push(chunk)
    }
    const entries = await new ZipReader(new BlobReader(new Blob([Buffer.concat(chunks)]))).getEntries()
    const read = await Promise.all(
      entries.map(async (entry) => [entry.filename, entry.directory ? '' : await entry.getData(new TextWriter())]),
    )
    expect(read.slice(0, -1)).toEqual([
      ['R_1/r1.xml', 'original'],
      ['R_1/R_1.pdf', '%PDF'],
      ['R_1/r1 (2).xml', 'hours'],
      ['R_1/drawing.txt', 'drawing'],
    ])
    expect(read.at(-1)?.[0]).toBe('invoices.csv')
    expect(read.at(-1)?.[1]).toContain('R_1/r1.xml')
  })
})

import { describe, expect, it } from 'vitest'
import { defaultIngestLimits, type IngestLimits } from '../ingest-limits'
import type { IngestRefusal } from '../ingest-refusal'
import { encodeText, makeUblInvoice } from '../testing/sample-documents'
import { readXmlDocument } from './read-xml-document'

const MEBIBYTE = 1024 * 1024

function refusalOf(xml: string | Uint8Array, limits: Partial<IngestLimits> = {}): IngestRefusal {
  const read = readXmlDocument(typeof xml === 'string' ? encodeText(xml) : xml, { ...defaultIngestLimits, ...limits })
  if (read.ok) throw new Error('was accepted')
  return read.failure
}

describe('hostile XML', { timeout: 60_000 }, () => {
  it('refuses nested entities without expanding them', () => {
    const levels = Array.from(
      { length: 10 },
      (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
    ).join('')
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">${levels}]><x>&l10;</x>`
    expect(refusalOf(bomb)).toMatchObject({ code: 'document_type_declaration', place: { line: 1 } })
  })

  it('refuses an external entity and an external subset', () => {
    const fileEntity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    expect(refusalOf(fileEntity).code).toBe('document_type_declaration')
    expect(refusalOf('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>').code).toBe('document_type_declaration')
  })

  it('refuses a declaration in an otherwise good invoice, in any letter of its encoding', () => {
    const xml = makeUblInvoice({ declaration: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE Invoice>' })
    expect(refusalOf(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml, 'utf16le')])).code).toBe(
      'document_type_declaration',
    )
  })

  it('refuses an entity that nothing declares', () => {
    expect(refusalOf(makeUblInvoice({ terms: '<b:Note>&unknown;</b:Note>' })).code).toBe('malformed')
  })

  it('refuses 100 MB of depth by its size, and at the 101st level where the size is allowed', () => {
    const deep = Buffer.alloc(100 * MEBIBYTE, '<d>')
    expect(refusalOf(deep)).toMatchObject({
      code: 'limit_exceeded',
      reason: expect.stringContaining('bytes') as string,
    })
    const before = process.memoryUsage().heapUsed
    expect(refusalOf(deep, { maxBytes: 200 * MEBIBYTE }).reason).toBe('elements are nested more than 100 levels deep')
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * MEBIBYTE)
  })

  it('refuses more elements than allowed, however flat', () => {
    const flat = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">${'<i/>'.repeat(600_000)}</Invoice>`
    expect(refusalOf(flat).reason).toBe('more than 500000 elements')
    expect(refusalOf(flat.replaceAll('<i/>', '<i xmlns="x:"/>')).reason).toBe('more than 500000 elements')
  })

  it('refuses huge attributes and hosts of them', () => {
    expect(refusalOf(`<Invoice a="${'x'.repeat(10 * MEBIBYTE)}"/>`).reason).toContain('attribute is longer than 65536')
    const many = Array.from({ length: 50_000 }, (_, index) => `a${index}="1"`).join(' ')
    expect(refusalOf(`<Invoice ${many}/>`).reason).toContain('more than 100 attributes')
  })

  it('stands 10 MB of text, comment or processing instruction in one piece', () => {
    const bulk = 'x'.repeat(10 * MEBIBYTE)
    for (const xml of [
      `<Invoice>${bulk}</Invoice>`,
      `<!--${bulk}--><Invoice/>`,
      `<?p ${bulk}?><Invoice/>`,
      `<![CDATA[${bulk}`,
    ]) {
      expect(['unknown_format', 'malformed']).toContain(refusalOf(xml).code)
    }
  })

  it('refuses XML that is cut off, unbalanced or empty, with its line', () => {
    const whole = makeUblInvoice()
    expect(refusalOf(whole.slice(0, -20)).code).toBe('malformed')
    expect(refusalOf('<a>\n<b>\n</a>')).toMatchObject({ code: 'malformed', place: { line: 3 } })
    expect(refusalOf('').code).toBe('malformed')
    expect(refusalOf('<a/><b/>').code).toBe('malformed')
    expect(refusalOf('<p:a/>').code).toBe('malformed')
  })

  it('does not look up members of objects by the names of a file', () => {
    expect(refusalOf('<__proto__ constructor="x" __proto__="y"><toString/></__proto__>').code).toBe('unknown_format')
  })
})

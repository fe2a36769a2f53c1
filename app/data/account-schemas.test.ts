import { describe, expect, it } from 'vitest'
import { invoiceSchema } from './account-schemas'

const line = {
  lineId: '1',
  name: 'Board',
  quantity: '2',
  unitCode: 'C62',
  unitPrice: '5.00',
  netMinor: 10_00,
  taxPercent: null,
  details: { sellerItemId: 'B-1', note: 'cut' },
}

const subLine = { lineId: '1.1', name: 'Screw', quantity: '4', netMinor: 1_00 }

const readLines = (...lines: unknown[]) => invoiceSchema.shape.lines.safeParse(lines)

describe('the lines of an answer', () => {
  it('are taken as they are where their details are texts, or none', () => {
    const plain = [line, { ...line, details: null, unitPrice: null }]
    expect(readLines(...plain).data).toEqual(plain)
  })

  it('are read by the schema where there is more to them', () => {
    const { data } = readLines({ ...line, details: { subLines: [subLine] } }, line)
    expect(data?.[0]?.details?.subLines?.[0]).toEqual({
      ...subLine,
      unitCode: null,
      unitPrice: null,
      taxPercent: null,
      details: {},
    })
    expect(data?.[1]).toEqual(line)
  })

  it.each([
    ['no object', 'Board'],
    ['a name that is no text', { ...line, name: 7 }],
    ['half a cent', { ...line, netMinor: 10.5 }],
    ['no details, not even null', { ...line, details: undefined }],
    ['a detail that is no text', { ...line, details: { note: 7 } }],
    ['a part without a name', { ...line, details: { subLines: [{ ...subLine, name: undefined }] } }],
  ])('are refused with %s', (_, wrong) => {
    expect(readLines(line, wrong).success).toBe(false)
  })
})

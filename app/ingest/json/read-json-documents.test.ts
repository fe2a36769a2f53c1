import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defaultIngestLimits } from '../ingest-limits'
import { encodeText } from '../testing/sample-documents'
import { jsonInvoicesBodySchema } from './json-invoice-schema'
import { readJsonDocuments } from './read-json-documents'

const invoice = {
  number: 'API-1',
  issueOn: '2026-01-31',
  currency: 'KWD',
  buyer: { name: 'شركة', identifiers: ['K-5'] },
  lines: [{ name: 'Service', netMinor: 10_000 }],
  taxBreakdown: [{ category: 'S', percent: '5', taxableMinor: 10_000, taxMinor: 500 }],
  totals: { payableMinor: 10_500 },
}

function read(body: unknown) {
  return readJsonDocuments(encodeText(typeof body === 'string' ? body : JSON.stringify(body)), defaultIngestLimits)
}

function readFailures(body: unknown): string[] {
  const results = read(body)
  if (!results.ok) return [results.failure.code]
  return results.value.map((result) =>
    result.ok ? 'ok' : `${result.failure.number ?? '-'} ${result.failure.place.element ?? ''}`,
  )
}

describe('JSON invoices', () => {
  it('fills what is left out and derives the totals', () => {
    const results = read(invoice)
    expect(results).toMatchObject({
      ok: true,
      value: [
        {
          ok: true,
          value: {
            kind: 'invoice',
            dueOn: null,
            debtorExternalId: 'K-5',
            lines: [{ lineId: '1', quantity: '1', netMinor: 10_000 }],
            totals: { lineNetMinor: 10_000, netMinor: 10_000, taxMinor: 500, grossMinor: 10_500, payableMinor: 10_500 },
          },
        },
      ],
    })
  })

  it('takes one, a list or a named list, each document for itself', () => {
    expect(readFailures([invoice, { ...invoice, totals: { payableMinor: 1.5 } }, invoice])).toEqual([
      'ok',
      'API-1 [1].totals.payableMinor',
      'ok',
    ])
    expect(readFailures({ documents: [invoice] })).toEqual(['ok'])
    expect(readFailures([])).toEqual(['no_document'])
  })

  it('refuses unknown members, impossible dates, currencies and buyers, naming the member', () => {
    expect(readFailures({ ...invoice, isueOn: '2026-01-31' })).toEqual(['API-1 '])
    expect(readFailures({ ...invoice, issueOn: '2026-02-30' })).toEqual(['API-1 issueOn'])
    expect(readFailures({ ...invoice, currency: 'XYZ' })).toEqual(['API-1 currency'])
    expect(readFailures({ ...invoice, paymentTerms: '#SKONTO#x' })).toEqual(['API-1 paymentTerms'])
    expect(readFailures({ ...invoice, settlementDiscounts: [{ deadlineOn: '2026-02-10', rateBps: 2.5 }] })).toEqual([
      'API-1 settlementDiscounts.0.rateBps',
    ])
    expect(readFailures({ ...invoice, attachments: [{ url: 'javascript:alert(1)' }] })).toEqual([
      'API-1 attachments.0.url',
    ])
    expect(readFailures('{"number": 1')).toEqual(['malformed'])
    expect(readFailures(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toHaveLength(1)
    expect(readFailures('null')).toEqual(['- '])
    expect(readFailures({ ...invoice, totals: { payableMinor: Number.MAX_SAFE_INTEGER } })).toEqual(['API-1 '])
    expect(readFailures({ ...invoice, debtorExternalId: 'K'.repeat(201) })).toEqual(['API-1 debtorExternalId'])
  })

  it('keeps an attachment’s bytes', () => {
    const results = read({
      ...invoice,
      attachments: [{ filename: 'a.txt', contentBase64: Buffer.from('hi').toString('base64') }],
    })
    expect(results).toMatchObject({
      value: [{ value: { attachments: [{ filename: 'a.txt', content: new Uint8Array([104, 105]) }] } }],
    })
  })

  it('can be described as JSON Schema', () => {
    const schema = z.toJSONSchema(jsonInvoicesBodySchema, { io: 'input' })
    expect(Object.keys(schema.$defs ?? {})).toContain('Invoice')
  })
})

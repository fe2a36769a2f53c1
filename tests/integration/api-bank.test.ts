/** Bank statements and what they say moved, by the API. */
import { describe, expect, it } from 'vitest'
import { makeCamt, makeCamtDetail, makeCamtEntry } from '~/ingest/testing/sample-camt'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

const STATEMENT = makeCamt({
  entries: [
    makeCamtEntry({ bankReference: 'B-1', details: makeCamtDetail({ text: 'RE-2026-0017' }) }),
    makeCamtEntry({ amount: '5.00', bankReference: 'B-2', details: makeCamtDetail({ text: 'unknown' }) }),
    makeCamtEntry({ amount: '9.00', direction: 'DBIT', bankReference: 'B-3' }),
  ],
})

const post = (text: string, contentType = 'application/xml') =>
  api.send('/bank-statements', { method: 'POST', body: text, headers: { 'Content-Type': contentType } })

describe('a bank statement', () => {
  it('is taken in, matched and listed; again it changes nothing', async () => {
    const debtor = await createDebtor(test, api.creditor, { name: 'Bakkerij de Vries' })
    await createInvoice(test, debtor, { number: 'RE-2026-0017', payableMinor: 119_00 })
    const answer = await post(STATEMENT)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json).toMatchObject({ isNew: true, newCount: 3, knownCount: 0, matchedCount: 1, openCount: 1 })
    expect(answer.json).toMatchObject({
      transactions: [
        {
          status: 'matched',
          amountMinor: 119_00,
          debtor: { externalId: debtor.externalId },
          remittance: ['RE-2026-0017'],
        },
        { status: 'open', decision: { kind: 'for_a_person', obstacles: [{ kind: 'nothing_found' }] } },
        { status: 'ignored', kind: 'outgoing', amountMinor: 9_00 },
      ],
    })
    expect((await post(STATEMENT)).json).toMatchObject({ isNew: false, newCount: 0, knownCount: 3 })
    expect((await api.send('/bank-transactions?status=open')).json).toMatchObject({
      transactions: [{ amountMinor: 5_00 }],
      hasMore: false,
    })
    const first = (await api.send('/bank-transactions?limit=1')).json as { transactions: { id: string }[] }
    const next = await api.send(`/bank-transactions?limit=5&after=${first.transactions[0]!.id}`)
    expect((next.json as { transactions: unknown[] }).transactions).toHaveLength(2)
  })

  it('is kept byte for byte, and given out to its creditor alone', async () => {
    // Not written as any program of ours would: what is kept is the bytes.
    const text = `${STATEMENT.replace('<?xml', '\ufeff<?xml')}\r\n<!-- ü -->\r\n`
    const { statementId } = (await post(text)).json as { statementId: string }
    await post(text)
    expect((await api.send('/bank-statements')).json).toMatchObject({
      statements: [
        {
          ...{ statementId, format: 'camt.053', transactionCount: 3, newCount: 3 },
          file: { filename: 'upload.xml', mediaType: 'application/xml', byteSize: Buffer.byteLength(text) },
        },
      ],
    })
    const kept = await api.app.readBankStatementFile({ creditorId: api.creditor.id, statementId })
    expect(Buffer.from(kept!.content).equals(Buffer.from(text))).toBe(true)
    const other = await createCreditor(test)
    expect(await api.app.readBankStatementFile({ creditorId: other.id, statementId })).toBeNull()
  })

  it('in a bank’s own columns is read by a saved mapping: by its name, or because it fits', async () => {
    const debtor = await createDebtor(test, api.creditor, { name: 'Bakkerij de Vries' })
    await createInvoice(test, debtor, { number: 'RE-2026-0017', payableMinor: 119_00 })
    const table = (day: string, text: string) =>
      `Buchungstag;Betrag;Name;Verwendungszweck\r\n${day};119,00;Bakkerij de Vries;${text}\r\n`
    const mapping = {
      ...{ delimiter: ';', decimalSign: ',', groupingSign: '.', dateFormat: 'DD.MM.YYYY' },
      fields: {
        ...{ booked_on: { column: 'Buchungstag' }, amount: { column: 'Betrag' }, currency: { constant: 'EUR' } },
        ...{ counterparty_name: { column: 'Name' }, remittance_information: { column: 'Verwendungszweck' } },
      },
    }
    expectProblem(await post(table('20.11.2026', 'RE-2026-0017'), 'text/csv'), 422, 'documents-refused')
    const save = (body: object) => api.send('/bank-table-mappings/Hausbank', { method: 'PUT', body })
    expectProblem(await save({ ...mapping, groupingSign: ',' }), 400, 'invalid-request')
    expect((await save(mapping)).status).toBe(200)
    expect((await post(table('20.11.2026', 'RE-2026-0017'), 'text/csv')).json).toMatchObject({
      transactions: [{ status: 'matched', bookedOn: '2026-11-20', amountMinor: 119_00 }],
    })
    const named = await api.send('/bank-statements?mapping=Hausbank', {
      ...{ method: 'POST', body: table('21.11.2026', 'other'), headers: { 'Content-Type': 'text/csv' } },
    })
    expect(named.json).toMatchObject({ newCount: 1, openCount: 1 })
    const unknown = await api.send('/bank-statements?mapping=Other', {
      ...{ method: 'POST', body: table('22.11.2026', 'other'), headers: { 'Content-Type': 'text/csv' } },
    })
    expectProblem(unknown, 400, 'invalid-request')
    expect((await api.send('/bank-table-mappings')).json).toMatchObject({ mappings: [{ name: 'Hausbank', mapping }] })
    expect((await api.send('/bank-table-mappings/Hausbank', { method: 'DELETE' })).status).toBe(204)
    expectProblem(await post(table('23.11.2026', 'other'), 'text/csv'), 422, 'documents-refused')
  })

  it('that cannot be read is refused in whole', async () => {
    expectProblem(await post('<Document/>'), 422, 'documents-refused')
    expectProblem(await post('{}', 'application/json'), 415, 'unsupported-media-type')
  })
})

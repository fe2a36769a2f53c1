/** Documents as PDF through the API. */
import { beforeEach, expect, it } from 'vitest'
import { createInvoice } from '../factories/invoices'
import { useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

beforeEach(() => createInvoice(test, api.debtor, { number: 'RE 1/a' }))

it('has statements and copies of invoices, in the language that is asked for', async () => {
  for (const [resource, filename] of [
    [`${api.debtorPath}/statement.pdf?language=de&lines=1`, 'Kontoauszug'],
    [`${api.debtorPath}/statement.pdf?language=ar&status=all&currency=EUR`, 'pdf'],
    [`${api.debtorPath}/invoices/${encodeURIComponent('RE 1/a')}/copy.pdf`, 'RE 1_a.pdf'],
  ] as const) {
    const answer = await api.send(resource)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toBe('application/pdf')
    expect(answer.headers.get('Content-Disposition')).toContain(filename)
    expect(answer.text.startsWith('%PDF-1.7')).toBe(true)
    expect(answer.text.trimEnd().endsWith('%%EOF')).toBe(true)
  }
  const issued = await test.inspect<{ kind: string }>('select kind from issued_document order by issued_at, kind')
  expect(issued.map(({ kind }) => kind).sort()).toEqual(['invoice_copy', 'statement', 'statement'])
  // What the creditor takes is no news to it.
  expect(await test.inspect(`select from outcome_event where type = 'statement.downloaded'`)).toEqual([])
})

it('says what there is none of, and what was asked wrongly', async () => {
  const missing = '00000000-0000-7000-8000-000000000000'
  expect((await api.send('/debtors/NOBODY/statement.pdf')).status).toBe(404)
  expect((await api.send(`${api.debtorPath}/invoices/NONE/copy.pdf`)).status).toBe(404)
  expect((await api.send(`/payments/${missing}/receipt.pdf`)).status).toBe(404)
  for (const wrong of ['from=yesterday', 'currency=EURO', 'language=xx', 'lines=2', 'other=1']) {
    expect((await api.send(`${api.debtorPath}/statement.pdf?${wrong}`)).status).toBe(400)
  }
  expect(await test.inspect('select from issued_document')).toEqual([])
})

/** A table of a bank's own, from the console's upload by way of its columns to the books. */
import type { AppLoadContext } from '~/load-context'
import { describe, expect, it } from 'vitest'
import { action as upload, loader as listing } from '~/routes/console.bank/route'
import { action, loader } from '~/routes/console.bank_.columns/route'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { examineBankUpload, forgetBankUpload, keepBankUpload } from '~/use-cases/examine-bank-upload'
import { useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'
import { useImports } from '../setup/import-harness'

const test = await useTestDatabase()
const api = useApiClient(test)
const { fileStore } = await useImports(test)

const TABLE = 'Buchungstag;Umsatz in Euro;Verwendungszweck\r\n20.11.2026;1.119,00;RE-2026-0017\r\n'

function describeCall(request: Request) {
  const user = { id: test.ids.uuid(), role: 'owner', locale: 'de', name: 'Anke', email: 'anke@example.com' }
  const identifyConsoleUser = () => Promise.resolve({ user, creditor: api.creditor })
  request.headers.set('Cookie', `quittance-console=${'x'.repeat(43)}; __Host-quittance-console=${'x'.repeat(43)}`)
  const context = { app: { ...api.app, identifyConsoleUser }, page: {} } as unknown as AppLoadContext
  return { request, context, params: {} }
}

async function sendFile(): Promise<string> {
  const form = new FormData()
  form.set('file', new File([TABLE], 'Hausbank.csv', { type: 'text/csv' }))
  const answer = await upload(describeCall(new Request('http://x/console/bank', { method: 'POST', body: form })))
  if (!(answer instanceof Response)) throw new Error(JSON.stringify(answer))
  expect(answer.status).toBe(303)
  return answer.headers.get('Location') ?? ''
}

const sendColumns = (address: string, fields: Record<string, string>) => {
  const body = new URLSearchParams({
    ...{
      intent: 'load',
      name: 'Hausbank',
      delimiter: ';',
      decimalSign: ',',
      groupingSign: '.',
      dateFormat: 'DD.MM.YYYY',
    },
    ...{ 'column-booked_on': 'Buchungstag', 'column-remittance_information': 'Verwendungszweck', ...fields },
  })
  return action(describeCall(new Request(`http://x${address}`, { method: 'POST', body })))
}

describe('a table that no mapping fits', () => {
  it('is asked about with what can be guessed, refused beside the field, loaded and then known', async () => {
    const address = await sendFile()
    expect(address).toMatch(/^\/console\/bank\/columns\?file=[0-9a-f]{64}&name=Hausbank.csv$/)
    const shown = await loader(describeCall(new Request(`http://x${address}`)))
    expect(shown).toMatchObject({
      ...{ name: 'Hausbank', header: ['Buchungstag', 'Umsatz in Euro', 'Verwendungszweck'] },
      layout: { dateFormat: 'DD.MM.YYYY', columns: { booked_on: 'Buchungstag' } },
      problems: [{ fieldId: 'column-amount' }],
    })

    const refused = { init: { status: 422 } }
    expect(await sendColumns(address, { 'constant-currency': 'EUR' })).toMatchObject({
      ...{ ...refused, data: { problems: [{ fieldId: 'column-amount' }], name: 'Hausbank' } },
    })
    const amount = { 'column-amount': 'Umsatz in Euro', 'constant-currency': 'EUR' }
    expect(await sendColumns(address, { ...amount, dateFormat: 'YYYY-MM-DD' })).toMatchObject({
      ...{ ...refused, data: { problems: [{ fieldId: 'column-booked_on' }] } },
    })
    expect(await sendColumns(address, { ...amount, name: ' ' })).toMatchObject({
      ...{ ...refused, data: { problems: [{ fieldId: 'name' }] } },
    })
    expect(await test.inspect('select 1 from bank_transaction')).toEqual([])

    const loaded = await sendColumns(address, amount)
    expect(loaded instanceof Response && loaded.headers.get('Location')).toMatch(
      /^\/console\/bank\?done=loaded&added=1/,
    )
    expect(await test.inspect('select amount_minor::int as amount from bank_transaction')).toEqual([
      { amount: 1_119_00 },
    ])
    expect(await sendFile()).toMatch(/^\/console\/bank\?done=loaded&added=0&known=1/)
  })

  it('is read otherwise when what was loaded is wrong, unless something of it was dealt with', async () => {
    const amount = { 'column-amount': 'Umsatz in Euro', 'constant-currency': 'EUR' }
    const loaded = await sendColumns(await sendFile(), { ...amount, 'constant-currency': 'CHF' })
    expect(loaded instanceof Response && loaded.status).toBe(303)
    const readBooks = () => test.inspect('select currency, amount_minor::int as amount, status from bank_transaction')
    expect(await readBooks()).toEqual([{ currency: 'CHF', amount: 1_119_00, status: 'open' }])

    const { files } = await listing(describeCall(new Request('http://x/console/bank')))
    const address = files[0]?.columnsHref ?? ''
    const shown = await loader(describeCall(new Request(`http://x${address}`)))
    expect(shown).toMatchObject({ name: 'Hausbank', layout: { constants: { currency: 'CHF' } } })
    expect(await sendColumns(address, amount)).toBeInstanceOf(Response)
    expect(await readBooks()).toEqual([{ currency: 'EUR', amount: 1_119_00, status: 'open' }])

    await test.inspect(`update bank_transaction set status = 'ignored', decided_by = 'user:1'`)
    expect(await sendColumns(address, { ...amount, 'constant-currency': 'CHF' })).toMatchObject({
      ...{ init: { status: 422 }, data: { problems: [{ fieldId: null }] } },
    })
    expect(await readBooks()).toEqual([{ currency: 'EUR', amount: 1_119_00, status: 'ignored' }])
  })

  it('is forgotten after a day when nobody has said how it is read', async () => {
    const services = { ...test, fileStore, bankStatementReader: createBankStatementReader() }
    const { id: creditorId } = api.creditor
    const content = Buffer.from(TABLE)
    const sha256 = (await keepBankUpload(services, { creditorId, content })) ?? ''
    const examine = () => examineBankUpload(services, { creditorId, sha256, mapping: null })
    test.clock.advance({ hours: 23 })
    await forgetBankUpload(services, { creditorId, sha256 })
    expect(await examine()).toMatchObject({ view: { header: ['Buchungstag', 'Umsatz in Euro', 'Verwendungszweck'] } })
    await keepBankUpload(services, { creditorId, content })
    test.clock.advance({ hours: 23 })
    // Of the first time; it was sent again since.
    await forgetBankUpload(services, { creditorId, sha256 })
    expect(await examine()).not.toBeNull()
    test.clock.advance({ hours: 1 })
    await forgetBankUpload(services, { creditorId, sha256 })
    expect(await examine()).toBeNull()
    expect(await keepBankUpload(services, { creditorId, content: Buffer.from('<Document/>') })).toBeNull()
  })
})

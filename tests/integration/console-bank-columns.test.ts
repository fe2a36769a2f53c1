/** A table of a bank's own, from the console's upload by way of its columns to the books. */
import type { AppLoadContext } from '~/load-context'
import { describe, expect, it } from 'vitest'
import { action as upload } from '~/routes/console.bank/route'
import { action, loader } from '~/routes/console.bank_.columns/route'
import { useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

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
})

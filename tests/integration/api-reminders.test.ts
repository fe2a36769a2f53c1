/** Reminders as a creditor's own systems see them: the policy, a day, holds, letters and hand-overs. */
import { describe, expect, it } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import { remindDebtors } from '~/use-cases/remind-debtors'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

const today = dayOfInstant(test.clock.now(), 'UTC')
const owe = (number: string, daysLate: number) =>
  createInvoice(test, api.debtor, {
    ...{ number, issueOn: addDays(today, -daysLate - 30), dueOn: addDays(today, -daysLate), payableMinor: 500_00 },
  })
const permit = (policy: object = {}) =>
  api.send('/policies/reminder', { method: 'PUT', body: { isOn: true, weekdaysOnly: false, ...policy } })
const post = (path: string, body: unknown) => api.send(path, { method: 'POST', body })

describe('reminders by the API', () => {
  it('are off until the policy turns them on, which is refused where a demand would not run its term', async () => {
    expect((await api.send('/policies/reminder')).json).toMatchObject({
      version: 0,
      policy: { isOn: false, reminderDays: [-5, 0, 7, 15, 30], demandDays: [60], handOverDay: 90 },
    })
    expect((await api.send('/reminders')).json).toMatchObject({ isOn: false, notices: [], planned: [] })
    const refused = expectProblem(await permit({ demandDays: [30, 60, 90] }), 422, 'policy-refused')
    expect(refused.errors).toEqual([{ in: 'body', pointer: '/handOverDay', detail: 'is out of range' }])
    expect((await permit({ demandDays: [30, 60, 90], handOverDay: 105 })).status).toBe(200)
  })

  it('say what will be said on a day, to whom, and of what nothing', async () => {
    await permit()
    await owe('R-1', 7)
    const on = addDays(today, 1)
    // Said today, the next word is due on day 15.
    expect((await api.send(`/reminders?on=${on}`)).json).toMatchObject({ on, isOn: true, notices: [], planned: [] })
    const read = (await api.send('/reminders')).json as { planned: { kind: string; invoices: unknown[] }[] }
    expect(read.planned).toMatchObject([
      {
        ...{ kind: 'reminder', debtor: { externalId: api.debtor.externalId }, to: { name: 'Greta Lüders' } },
        invoices: [{ number: 'R-1', dueMinor: 500_00, currency: 'EUR', stage: { kind: 'reminder', day: 7 } }],
      },
    ])
    expectProblem(await api.send('/reminders?on=tomorrow'), 400, 'invalid-request')
  })

  it('are held of an invoice or a debtor, and go on when the hold ends', async () => {
    await permit()
    await owe('R-1', 7)
    const body = { debtor: api.debtor.externalId, invoice: 'R-1', reason: 'A credit note is on its way.' }
    const placed = await post('/reminder-holds', body)
    expect(placed.status, placed.text).toBe(201)
    const { id } = placed.json as { id: string }
    expect((await api.send('/reminder-holds')).json).toMatchObject({ holds: [{ id, invoice: 'R-1', untilOn: null }] })
    expect((await api.send('/reminders')).json).toMatchObject({
      planned: [{ kind: null, held: [{ number: 'R-1', reason: 'on_hold' }] }],
    })
    expectProblem(await post('/reminder-holds', { ...body, invoice: 'R-9' }), 404, 'unknown-invoice')
    expectProblem(await post('/reminder-holds', { ...body, debtor: 'nobody' }), 404, 'unknown-debtor')
    expectProblem(await post('/reminder-holds', { ...body, untilOn: '2020-01-01' }), 422, 'hold-refused')
    expect((await post(`/reminder-holds/${id}/end`, {})).status).toBe(204)
    expectProblem(await post(`/reminder-holds/${id}/end`, {}), 404, 'unknown-hold')
    expect((await api.send('/reminders')).json).toMatchObject({ planned: [{ kind: 'reminder' }] })
  })

  it('end in a hand-over, whose whole file is an archive', async () => {
    await permit({ reminderDays: [], demandDays: [1], demandTermDays: 7, handOverDay: 90 })
    await owe('R-1', 100)
    for (const day of [addDays(today, -99), addDays(today, -10)]) {
      test.clock.set(`${day}T10:00:00Z`)
      await remindDebtors(test, { creditorId: api.creditor.id, on: day })
      await test.inspect(`update reminder_notice set sent_at = created_at where kind = 'demand'`)
    }
    const listed = (await api.send('/hand-overs')).json as { handOvers: { id: string; reference: string }[] }
    expect(listed.handOvers).toMatchObject([
      { kind: 'hand_over', state: 'handed_over', to: null, invoices: [{ number: 'R-1', dueMinor: 500_00 }] },
    ])
    const [handOver] = listed.handOvers
    const events = (await api.send('/events?type=account.handed_over')).json
    expect(events).toMatchObject({
      events: [{ data: { handOver: { id: handOver!.id, notices: [{ kind: 'demand' }] } } }],
    })
    const file = await api.send(`/hand-overs/${handOver!.id}/file.zip`)
    expect(file.status).toBe(200)
    expect(file.headers.get('Content-Type')).toBe('application/zip')
    expect(file.headers.get('Content-Disposition')).toContain(handOver!.reference)
    expect(file.text.startsWith('PK')).toBe(true)
    expectProblem(await api.send(`/hand-overs/${test.ids.uuid()}/file.zip`), 404, 'not-found')
    expectProblem(await api.send(`/reminders/${handOver!.id}/letter.pdf`), 404, 'not-found')
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import type { ContactDraft } from '~/domain/contact-draft'
import type { Debtor } from '~/domain/debtor'
import type { AccessLinkId } from '~/domain/ids'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { sendContactRequest } from '~/use-cases/send-contact-request'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

let requestId: string

beforeEach(async () => {
  const debtor = await createDebtor(test, api.creditor, { externalId: 'D-9' })
  requestId = await write(api.creditor.id, debtor)
})

const MESSAGE = { kind: 'message', subject: 'Hello', invoiceNumber: null } as const
const UNTIL = addDays(dayOfInstant(test.clock.now(), 'UTC'), 5)
const HARDSHIP = { kind: 'hardship', reason: 'other', untilOn: UNTIL } as const

async function write(creditorId: typeof api.creditor.id, debtor: Debtor, matter: ContactDraft['matter'] = MESSAGE) {
  const issued = await issueAccessLink(
    { ...test, publicOrigin: 'https://pay.example' },
    {
      ...{ creditorId, debtorExternalId: debtor.externalId, scope: ['view'], lifetimeHours: null },
      ...{ locale: null, recipient: null, issuedBy: 'api' },
    },
  )
  if (!issued.ok) throw new Error('not issued')
  const linkId: AccessLinkId = issued.value.link.id
  const id = test.ids.uuid()
  const fileStore = { put: () => Promise.reject(new Error('no files')), get: () => Promise.resolve(null) }
  const sent = await sendContactRequest(
    { ...test, fileStore },
    {
      sender: { creditorId, debtorId: debtor.id, linkId, isLimited: false, locale: 'en' },
      requestId: id,
      draft: {
        ...{ senderName: null, senderEmail: 'clerk@debtor.example', text: 'Hello' },
        matter,
      },
    },
  )
  if (!sent.ok) throw new Error(JSON.stringify(sent.failure))
  return id
}

const list = (query = '') => api.send(`/contact-requests${query}`)
const decide = (id: string, body: unknown, headers: Record<string, string> = {}) =>
  api.send(`/contact-requests/${id}/decision`, { method: 'POST', body, headers })

describe('requests by the API', () => {
  it('are listed with what was written, by state and debtor', async () => {
    expect((await list()).json).toMatchObject({
      requests: [{ id: requestId, kind: 'message', status: 'open', text: 'Hello', debtor: { externalId: 'D-9' } }],
    })
    expect((await list('?state=decided')).json).toEqual({ requests: [] })
    expect((await list('?debtor=D-9')).json).toMatchObject({ requests: [{ id: requestId }] })
    expect((await list('?debtor=none')).json).toEqual({ requests: [] })
  })

  it('are decided once, and a repetition gets the same answer', async () => {
    const headers = { 'Idempotency-Key': 'decide-1' }
    const first = await decide(requestId, { decision: 'done', text: 'Sent today.' }, headers)
    expect(first.status, first.text).toBe(200)
    expect(first.json).toMatchObject({ status: 'done', replies: [{ text: 'Sent today.' }] })
    expect((await decide(requestId, { decision: 'done', text: 'Sent today.' }, headers)).json).toEqual(first.json)
    expectProblem(await decide(requestId, { decision: 'done' }), 409, 'contact-request-decided')
  })

  it('refuse what is not for them', async () => {
    expectProblem(await decide(requestId, { decision: 'grant' }), 422, 'contact-decision-refused')
    expectProblem(await decide(requestId, { decision: 'reply' }), 422, 'contact-decision-refused')
    expectProblem(await decide(test.ids.uuid(), { decision: 'done' }), 404, 'unknown-contact-request')
  })

  it('of another creditor are not there', async () => {
    const other = await createCreditor(test)
    const foreign = await write(other.id, await createDebtor(test, other))
    expect((await list()).json).toMatchObject({ requests: [{ id: requestId }] })
    expectProblem(await decide(foreign, { decision: 'done' }), 404, 'unknown-contact-request')
  })

  it('on which a pause runs have it ended once, with a reason', async () => {
    const paused = await write(api.creditor.id, await createDebtor(test, api.creditor), HARDSHIP)
    const end = (id: string, body: unknown) => api.send(`/contact-requests/${id}/end-pause`, { method: 'POST', body })
    expect((await list('?state=decided')).json).toMatchObject({
      requests: [{ id: paused, status: 'granted', pause: { untilOn: UNTIL, endedAt: null } }],
    })
    expect((await end(paused, { reason: ' ' })).status).toBe(400)
    expect((await end(paused, { reason: 'As agreed by phone.' })).json).toMatchObject({
      pause: { endedAt: expect.any(String) as string, endedReason: 'As agreed by phone.' },
    })
    expectProblem(await end(paused, { reason: 'Again' }), 409, 'no-pause-running')
    expectProblem(await end(requestId, { reason: 'None' }), 409, 'no-pause-running')
    expectProblem(await end(test.ids.uuid(), { reason: 'None' }), 404, 'unknown-contact-request')
  })

  it('go by a policy that is put within its limits', async () => {
    const put = (body: unknown) => api.send('/policies/contact', { method: 'PUT', body })
    expect((await put({ mostPauseDays: 30, pauses: 'by_creditor' })).json).toMatchObject({
      policy: { pauses: 'by_creditor', mostPauseDays: 30, pausesPerYear: 2, accountCoolingDays: 7 },
    })
    expectProblem(await put({ accountCoolingDays: 61 }), 422, 'policy-refused')
  })
})

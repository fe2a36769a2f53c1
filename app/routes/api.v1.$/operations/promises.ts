import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { LONGEST_PROMISE_NOTE, PROMISE_STATUSES } from '~/domain/promise-to-pay'
import type { PromiseRefusal } from '~/use-cases/make-promise'
import type { ListedPromise } from '~/use-cases/ports/promise-repository'
import { defineOperation, describeCaller, type Operation } from '../operation'
import type { Problem } from '../problem'
import { chosenInvoices, currency, day, debtorNumber, instant, minor, namedDebtor, pageLimit } from '../schemas'

const promise = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    status: z.enum(PROMISE_STATUSES),
    debtor: namedDebtor,
    amountMinor: minor,
    currency,
    promisedOn: day,
    graceUntilOn: day.meta({ description: 'The last day on which the money may still come' }),
    pausesChasing: z.boolean(),
    receivedMinor: minor.meta({ description: 'Of the money that came for its invoices since, as counted last' }),
    invoices: z.array(z.object({ number: z.string(), amountMinor: minor })),
    note: z.string(),
    madeAt: instant,
    madeBy: z.string().meta({ description: 'link:<id>, user:<id> or key:<id>' }),
    endedAt: instant.nullable(),
    endedBy: z.string().nullable().meta({ description: 'policy where the money decided' }),
  })
  .meta({ id: 'PromiseToPay' })

const listPromises = defineOperation({
  method: 'GET',
  path: '/promises',
  id: 'listPromises',
  summary: 'What debtors promised to pay',
  description: 'Open ones come by their day, others newest first.',
  querySchema: z.strictObject({
    status: z.enum(PROMISE_STATUSES).optional(),
    debtor: z.string().optional().meta({ description: 'External id' }),
    limit: pageLimit(200, 50),
  }),
  output: { status: 200, schema: z.object({ promises: z.array(promise) }) },
  async handle({ app, creditor, query: { status, debtor, limit } }) {
    const promises = await app.listPromises({
      ...{ creditorId: creditor.id, limit },
      ...(status === undefined ? {} : { status }),
      ...(debtor === undefined ? {} : { debtorExternalId: debtor }),
    })
    return { body: { promises: promises.map(describe) } }
  },
})

const makePromise = defineOperation({
  method: 'POST',
  path: '/promises',
  id: 'makePromise',
  summary: 'Take down a promise to pay',
  description:
    'What a debtor promised to you by other ways, inside your own bounds unless you go beyond them. What is due does not change by it.',
  body: z.strictObject({
    debtor: debtorNumber,
    currency,
    invoices: chosenInvoices,
    amountMinor: minor,
    promisedOn: day,
    note: z.string().max(LONGEST_PROMISE_NOTE).default(''),
    beyondBounds: z.boolean().default(false).meta({
      description: 'Taken down also where your policy for debtors does not permit it; the event names its bounds',
    }),
  }),
  output: { status: 201, schema: promise },
  problems: ['unknown-debtor', 'unknown-invoice', 'promise-impossible', 'promise-refused'],
  async handle({ app, creditor, apiKeyId, body }) {
    const account = await app.findDebtor({ creditorId: creditor.id, externalId: body.debtor })
    const promisedOn = parseCalendarDay(body.promisedOn)
    const code = parseCurrencyCode(body.currency)
    if (!account) return { problem: 'unknown-debtor' }
    if (promisedOn === null || code === null) return { problem: 'promise-refused' }
    const made = await app.makePromise({
      ...{ creditorId: creditor.id, debtorId: account.id, promiseId: crypto.randomUUID(), currency: code },
      ...{ invoiceNumbers: body.invoices ?? null, amountMinor: body.amountMinor, promisedOn, note: body.note },
      maker: describeCaller({ creditor, apiKeyId }),
      isBeyondBounds: body.beyondBounds,
    })
    return made.ok ? { body: describe(made.value) } : toProblem(made.failure)
  },
})

const cancelPromise = defineOperation({
  method: 'POST',
  path: '/promises/{id}/cancel',
  id: 'cancelPromise',
  summary: 'End a promise without a verdict',
  description: 'The debtor is told by mail, and its invoices are chased again.',
  pathSchema: z.object({ id: z.uuid() }),
  output: { status: 200, schema: promise },
  problems: ['unknown-promise', 'promise-over'],
  async handle({ app, creditor, apiKeyId, path }) {
    const actor = describeCaller({ creditor, apiKeyId })
    const canceled = await app.cancelPromise({ actor, promiseId: path.id })
    if (canceled.ok) return { body: describe(canceled.value) }
    return { problem: canceled.failure === 'unknown_promise' ? 'unknown-promise' : 'promise-over' }
  },
})

const OBSTACLES: Readonly<Record<Exclude<PromiseRefusal['kind'], 'faults' | 'unknown_invoice'>, string>> = {
  not_offered: 'your policy takes no promises',
  nothing_due: 'nothing of these invoices is due',
  promised_already: 'one of the invoices is promised already',
  too_many: 'the debtor has made as many in 365 days as your policy permits',
  broken_before: 'the debtor has broken as many in 365 days as your policy permits',
  not_allowed: 'it is not permitted',
}

function toProblem(refusal: PromiseRefusal): Problem {
  if (refusal.kind === 'unknown_invoice') return { problem: 'unknown-invoice' }
  if (refusal.kind !== 'faults') return { problem: 'promise-impossible', detail: OBSTACLES[refusal.kind] }
  const pointers = { amount: '/amountMinor', promisedOn: '/promisedOn', note: '/note' }
  const errors = refusal.faults.map(({ field, code }) => ({ in: 'body', pointer: pointers[field], detail: code }))
  return { problem: 'promise-refused', members: { errors } }
}

function describe(listed: ListedPromise): z.input<typeof promise> {
  const { id, reference, status, amountMinor, currency: code, promisedOn, graceUntilOn, pausesChasing } = listed
  const { receivedMinor, note, madeBy, endedBy } = listed
  return {
    ...{ id, reference, status, amountMinor, currency: code, promisedOn, graceUntilOn, pausesChasing },
    ...{ receivedMinor, note, madeBy, endedBy },
    debtor: { externalId: listed.debtorExternalId, name: listed.debtorName },
    invoices: listed.invoices.map(({ number, amountMinor: ofInvoice }) => ({ number, amountMinor: ofInvoice })),
    madeAt: listed.madeAt.toISOString(),
    endedAt: listed.endedAt?.toISOString() ?? null,
  }
}

export const promiseOperations: readonly Operation[] = [listPromises, makePromise, cancelPromise]

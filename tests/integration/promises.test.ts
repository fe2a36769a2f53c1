/** Promises to pay: made inside the creditor's bounds, decided by the money that came, and chased again when broken. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { AccessLink } from '~/domain/access-link'
import type { Actor } from '~/domain/actor'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_PROMISE_POLICY, type PromisePolicy } from '~/domain/promise-policy'
import { renderMail } from '~/emails/render-mail.server'
import { changePolicy } from '~/use-cases/change-policy'
import { cancelPromise, decidePromises } from '~/use-cases/end-promise'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { makePromise, type MakePromiseInput } from '~/use-cases/make-promise'
import type { MailMessage } from '~/use-cases/ports/mailer'
import { readAccessLog } from '~/use-cases/read-access-log'
import { listPromises, readOwnPromises, readPromiseChoice } from '~/use-cases/read-promises'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { sendMail } from '~/use-cases/send-mail'
import { createInvoice } from '../factories/invoices'
import { withoutReceipts } from '../setup/mail'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, listReported, orderOf } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()
const account = { creditorId: creditor.id, debtorId: debtor.id }
const deps = { ...test, publicOrigin: 'https://pay.example' }

let link: AccessLink

const permit = (policy: Partial<PromisePolicy> = {}) =>
  changePolicy(test, {
    ...{ creditorId: creditor.id, kind: 'promise', changedBy: 'user:1', basedOn: null },
    body: { ...DEFAULT_PROMISE_POLICY, isOffered: true, leastShareBps: 5_000, ...policy },
  })

const promise = (input: Partial<MakePromiseInput> = {}) =>
  makePromise(test, {
    ...account,
    ...{ promiseId: test.ids.uuid(), currency: EURO, invoiceNumbers: null, note: 'After the fair' },
    ...{ amountMinor: 150_00, promisedOn: calendarDay('2026-11-27') },
    maker: {
      side: 'debtor',
      ...{ linkId: link.id, scope: ['view', 'pay'], isLimited: false, locale: 'en-GB' },
      ...{ name: 'Greta Lüders', email: 'greta@debtor.example' },
    },
    ...input,
  })

async function makeOne(input: Partial<MakePromiseInput> = {}) {
  const made = await promise(input)
  if (!made.ok) throw new Error(JSON.stringify(made.failure))
  return made.value
}

const enter = (amountMinor: number, receivedOn: string) =>
  recordManualPayment(services, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor, way: 'cheque' },
    ...{ receivedOn: calendarDay(receivedOn), externalReference: null, note: null, invoiceNumbers: null },
    ...{ idempotencyKey: test.ids.uuid(), recordedBy: 'user:1' },
  })

const readStatus = async () => (await listPromises(test, { creditorId: creditor.id }))[0]?.status

const findPauses = (on: string) =>
  test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ chasingPauses }) =>
    chasingPauses.findChasingPauses(creditor.id, [debtor.id], calendarDay(on)),
  )

async function sendLastMail(): Promise<MailMessage> {
  const sent: MailMessage[] = []
  const job = (await test.listWaitingJobs('send-mail')).findLast(({ kind }) => kind === 'promise-step')
  if (!job) throw new Error('no mail waits')
  const mailer = { send: (message: MailMessage) => Promise.resolve(void sent.push(message)) }
  await sendMail({ ...deps, ...withoutReceipts, mailer, renderMail }, job)
  return sent[0]!
}

beforeEach(async () => {
  for (const number of ['A', 'B']) await createInvoice(test, debtor, { number, payableMinor: 100_00 })
  const issued = await issueAccessLink(deps, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, scope: ['view', 'pay'], lifetimeHours: 240 },
    ...{ locale: 'en', recipient: { name: 'Greta Lüders', email: 'greta@debtor.example' }, issuedBy: 'api' },
  })
  if (!issued.ok) throw new Error('not issued')
  link = issued.value.link
  await permit()
})

describe('a promise', () => {
  it('is kept, reported and mailed; what is due stays', async () => {
    const made = await makeOne()
    expect(made).toMatchObject({ status: 'open', graceUntilOn: '2026-11-29', pausesChasing: true })
    expect(made.invoices.map(({ number, amountMinor }) => [number, amountMinor])).toEqual([
      ['A', 100_00],
      ['B', 100_00],
    ])
    const [event] = (await listReported(test)).slice(-1)
    expect(event).toMatchObject({
      type: 'promise.made',
      data: { promise: { reference: made.reference, amountMinor: 150_00, invoices: ['A', 'B'], madeBy: 'debtor' } },
    })
    const mail = await sendLastMail()
    expect(mail.subject).toBe('Your promise to pay €150.00 by 27 Nov 2026')
    expect(mail.text).toContain('Until 29 Nov 2026 you are not reminded of these invoices.')
  })

  it('is the same one when its form is sent again', async () => {
    const promiseId = test.ids.uuid()
    const [one, other] = [await makeOne({ promiseId }), await makeOne({ promiseId })]
    expect(other).toEqual(one)
    expect((await listReported(test)).filter(({ type }) => type === 'promise.made')).toHaveLength(1)
  })

  it('is made once by two who promise the same at once', async () => {
    const made = await Promise.all([promise(), promise()])
    expect(made.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(made.find(({ ok }) => !ok)).toEqual({ ok: false, failure: { kind: 'promised_already' } })
  })

  it('stays inside the creditor’s bounds', async () => {
    expect(await promise({ amountMinor: 99_99 })).toEqual({
      ok: false,
      failure: { kind: 'faults', faults: [{ field: 'amount', code: 'too_little' }] },
    })
    expect(await promise({ promisedOn: calendarDay('2026-12-06') })).toMatchObject({ failure: { kind: 'faults' } })
    expect(await promise({ invoiceNumbers: ['A', 'Z'] })).toMatchObject({ failure: { kind: 'unknown_invoice' } })
    await permit({ isOffered: false })
    expect(await promise()).toEqual({ ok: false, failure: { kind: 'not_offered' } })
    const choice = await readPromiseChoice(test, { ...account, currency: EURO, invoiceNumbers: ['A'] })
    expect(choice).toMatchObject({ dueMinor: 100_00, obstacle: 'not_offered' })
  })

  it('is not made of what was paid meanwhile, and says so', async () => {
    await enter(100_00, '2026-11-20')
    expect(await promise({ invoiceNumbers: ['A'] })).toEqual({ ok: false, failure: { kind: 'nothing_due' } })
    const asked = { ...account, currency: EURO }
    expect(await readPromiseChoice(test, { ...asked, invoiceNumbers: ['A'] })).toMatchObject({
      ...{ invoices: [], dueMinor: 0, obstacle: 'nothing_due' },
    })
    expect(await readPromiseChoice(test, { ...asked, invoiceNumbers: ['A', 'B'] })).toMatchObject({
      ...{ invoices: [{ number: 'B', dueNowMinor: 100_00 }], dueMinor: 100_00, obstacle: null },
    })
    expect(await readPromiseChoice(test, { ...asked, invoiceNumbers: ['A', 'Z'] })).toBeNull()
  })

  it('is not made by a link that may only look, or that opens a part', async () => {
    const maker = { side: 'debtor', linkId: link.id, name: null, email: null, locale: 'en' } as const
    const refused = { ok: false, failure: { kind: 'not_allowed' } }
    expect(await promise({ maker: { ...maker, scope: ['view'], isLimited: false } })).toEqual(refused)
    expect(await promise({ maker: { ...maker, scope: ['view', 'pay'], isLimited: true } })).toEqual(refused)
  })

  it('pauses the chasing of its invoices through its days of grace, as the creditor allows', async () => {
    await makeOne({ invoiceNumbers: ['A'], amountMinor: 100_00 })
    const [pause, ...others] = await findPauses('2026-11-29')
    expect(others).toEqual([])
    expect(pause).toMatchObject({ debtorId: debtor.id, because: 'promise', untilOn: '2026-11-29' })
    expect(await findPauses('2026-11-30')).toEqual([])
    await permit({ pausesChasing: false })
    await makeOne({ invoiceNumbers: ['B'], amountMinor: 100_00 })
    expect(await findPauses('2026-11-29')).toHaveLength(1)
  })
})

describe('the night', () => {
  it('leaves a promise open until its grace is over, then finds it broken, and says so once', async () => {
    await makeOne()
    test.clock.set('2026-11-29T22:59:00Z')
    expect(await decidePromises(test)).toBe(0)
    test.clock.set('2026-11-29T23:01:00Z')
    expect(await decidePromises(test)).toBe(1)
    expect(await decidePromises(test)).toBe(0)
    expect(await readStatus()).toBe('broken')
    expect(await findPauses('2026-11-29')).toEqual([])
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'promise.broken',
      data: { promise: { status: 'broken', receivedMinor: 0 } },
    })
    expect((await sendLastMail()).subject).toContain('we have not received €150.00')
  })

  it('tells the contact on file where the link of whoever promised was taken back', async () => {
    await makeOne()
    const [contact] = await test.inspect<{ email: string }>('select email from contact')
    await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ access }) =>
      access.revokeLink(creditor.id, link.id, test.clock.now(), 'user:1'),
    )
    test.clock.set('2026-11-29T23:01:00Z')
    await decidePromises(test)
    expect((await sendLastMail()).to).toBe(contact!.email)
  })

  it('finds it kept as soon as the money is there, whatever way it came', async () => {
    await makeOne()
    await enter(100_00, '2026-11-21')
    expect(await decidePromises(test)).toBe(0)
    const { checkoutId } = await harness.start(payer, orderOf({ B: 50_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await decidePromises(test)).toBe(1)
    const [kept] = (await readOwnPromises(test, { ...account, linkId: link.id })).promises
    expect(kept).toMatchObject({ status: 'kept', receivedMinor: 150_00, endedBy: 'policy' })
    expect((await listReported(test)).at(-1)?.type).toBe('promise.kept')
  })

  it('does not count money from before, nor what came too late', async () => {
    await enter(60_00, '2026-11-20')
    test.clock.set('2026-11-21T12:00:00Z')
    await makeOne({ amountMinor: 100_00 })
    test.clock.set('2026-12-01T10:00:00Z')
    await enter(100_00, '2026-12-01')
    expect(await decidePromises(test)).toBe(1)
    expect(await readStatus()).toBe('broken')
  })

  it('waits for a payment that is under way', async () => {
    await makeOne({ invoiceNumbers: ['A'], amountMinor: 100_00 })
    test.clock.set('2026-11-27T10:00:00Z')
    const { checkoutId } = await harness.start(payer, orderOf({ A: 100_00 }))
    await harness.act(checkoutId, 'pay_by_debit')
    await harness.deliverAll()
    test.clock.set('2026-12-02T10:00:00Z')
    expect(await decidePromises(test)).toBe(0)
    await harness.provider.settleDebit(checkoutId)
    await harness.deliverAll()
    // The bank says when the money came: too late for the day, and yet everything is paid.
    expect(await decidePromises(test)).toBe(1)
    expect(await readStatus()).not.toBe('open')
  })
})

it('either side can take a promise back, once', async () => {
  const { id: promiseId, reference } = await makeOne()
  const actor = { side: 'debtor', ...account, linkId: link.id, scope: ['view', 'pay'], name: null } as const
  expect(await cancelPromise(test, { actor, promiseId })).toMatchObject({ ok: true })
  const again = await cancelPromise(test, {
    actor: { side: 'creditor', creditorId: creditor.id, author: 'user:1', name: 'Ada' },
    promiseId,
  })
  expect(again).toEqual({ ok: false, failure: 'not_open' })
  expect((await listReported(test)).at(-1)).toMatchObject({
    type: 'promise.canceled',
    data: { promise: { canceledBy: 'debtor' } },
  })
  // Both stand in the log of who did what in the account.
  const log = await readAccessLog(test, { ...account, linkId: link.id })
  expect(log.map(({ action, subject }) => [action, subject]).sort()).toEqual([
    ['promise_canceled', reference],
    ['promise_made', reference],
  ])
})

it('what the debtor takes back counts among those of the year, what the creditor does is not counted', async () => {
  await permit({ promisesPerYear: 2 })
  const takeBack = async (actor: Actor) => cancelPromise(test, { promiseId: (await makeOne()).id, actor })
  const debtorSide: Actor = { side: 'debtor', ...account, linkId: link.id, scope: ['view', 'pay'], name: null }
  await takeBack({ side: 'creditor', creditorId: creditor.id, author: 'user:1', name: 'Ada' })
  await takeBack(debtorSide)
  await takeBack(debtorSide)
  expect(await promise()).toEqual({ ok: false, failure: { kind: 'too_many' } })
})

describe('a promise that somebody of the creditor takes down', () => {
  const clerk = { maker: { side: 'creditor', author: 'user:clara', name: 'Clara Clerk' } } as const
  const beyond = { ...clerk, isBeyondBounds: true } as const
  const far = { amountMinor: 20_00, promisedOn: calendarDay('2027-01-15') }

  it('names who did, is mailed to the contact on file, and is held to the bounds', async () => {
    expect(await promise({ ...clerk, ...far })).toMatchObject({
      failure: { kind: 'faults', faults: [{ code: 'too_little' }, { code: 'too_far' }] },
    })
    const made = await makeOne(clerk)
    expect(made).toMatchObject({ madeBy: 'user:clara', madeByName: 'Clara Clerk', linkId: null })
    const [event] = await listReported(test)
    expect(event?.data.promise).toMatchObject({ madeBy: 'creditor' })
    expect(event?.data.promise).not.toHaveProperty('outsideBounds')
  })

  it('goes beyond them where that is asked for, and the event says so', async () => {
    const made = await makeOne({ ...beyond, ...far })
    expect(made).toMatchObject({ amountMinor: 20_00, promisedOn: '2027-01-15', pausesChasing: true })
    const [event] = await listReported(test)
    expect(event).toMatchObject({
      type: 'promise.made',
      data: { promise: { outsideBounds: ['too_little', 'too_far'] } },
    })
  })

  it('can be where debtors are offered none, or have broken some', async () => {
    await permit({ isOffered: false })
    expect(await promise(clerk)).toEqual({ ok: false, failure: { kind: 'not_offered' } })
    await makeOne(beyond)
    const [event] = await listReported(test)
    expect(event?.data.promise?.outsideBounds).toEqual(['not_offered'])
  })

  it('is never of more than is due, of yesterday, of a year ahead, or of what is promised already', async () => {
    const refused = async (input: Parameters<typeof promise>[0]) => {
      const result = await promise({ ...beyond, ...input })
      return result.ok ? null : result.failure.kind === 'faults' ? result.failure.faults[0]?.code : result.failure.kind
    }
    expect(await refused({ amountMinor: 200_01 })).toBe('above_due')
    expect(await refused({ amountMinor: 0 })).toBe('amount_not_positive')
    expect(await refused({ promisedOn: calendarDay('2026-11-20') })).toBe('not_future')
    expect(await refused({ promisedOn: calendarDay('2027-11-20') })).toBe('too_far')
    expect(await refused({ invoiceNumbers: ['Z'] })).toBe('unknown_invoice')
    await makeOne(beyond)
    expect(await refused({})).toBe('promised_already')
  })
})

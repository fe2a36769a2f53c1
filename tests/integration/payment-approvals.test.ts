/** Two people for a large payment. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { AccessLink } from '~/domain/access-link'
import type { AccessRight } from '~/domain/access-scope'
import type { OneTimeCodePurpose } from '~/domain/one-time-code'
import { APPROVAL_LIFETIME_MS } from '~/domain/payment-approval'
import type { PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import { renderMail } from '~/emails/render-mail.server'
import { limitSession, withSessionLimit } from '~/platform/session-limit.server'
import { approvePayment, declinePayment } from '~/use-cases/decide-approval'
import { expireApprovals } from '~/use-cases/expire-approvals'
import { forwardAccessLink } from '~/use-cases/forward-access-link'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { issueOneTimeCode } from '~/use-cases/issue-one-time-code'
import { listPayables } from '~/use-cases/list-payables'
import type { MailMessage } from '~/use-cases/ports/mailer'
import { prepareCodeMail } from '~/use-cases/prepare-code-mail'
import { readApproval, readApprovals } from '~/use-cases/read-approvals'
import { revokeAccessLink } from '~/use-cases/revoke-access-link'
import { sendMail } from '~/use-cases/send-mail'
import { setApprovalLimit } from '~/use-cases/set-approval-limit'
import { startPayment } from '~/use-cases/start-payment'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { agreeTo } from '../setup/kept-method'
import { withoutReceipts } from '../setup/mail'
import { usePaymentAccount } from '../setup/payment-account'
import { createPayer, EURO, listReported, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor } = await usePaymentAccount()
const deps = { ...test, publicOrigin: 'https://pay.example' }
const account = { creditorId: creditor.id, debtorId: debtor.id }
const SESSION = '01900000-0000-7000-8000-0000000000aa'

let clerk: AccessLink
let head: AccessLink

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 500_00 })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 500_00 })
  clerk = await issue('Clara Clerk', 'clara@debtor.example')
  head = await issue('Hanno Head', 'hanno@debtor.example')
  await setLimit(300_00)
})

async function issue(name: string, email: string, scope: AccessRight[] = ['view', 'pay']): Promise<AccessLink> {
  const issued = await issueAccessLink(deps, {
    creditorId: creditor.id,
    debtorExternalId: debtor.externalId,
    scope,
    lifetimeHours: 24 * 20,
    locale: 'de',
    recipient: { name, email },
    issuedBy: 'api',
  })
  if (!issued.ok) throw new Error('not issued')
  return issued.value.link
}

async function requestCode(purpose: OneTimeCodePurpose): Promise<string> {
  const issued = await issueOneTimeCode(test, {
    ...account,
    sessionId: SESSION,
    recipientEmail: null,
    purpose,
    locale: 'de',
  })
  if (!issued.ok) throw new Error(issued.failure)
  const job = (await test.listWaitingJobs('send-mail')).findLast(({ kind }) => kind === 'one-time-code')
  if (job?.kind !== 'one-time-code') throw new Error('no code')
  const mail = await prepareCodeMail(test, job)
  if (mail?.kind !== 'one-time-code') throw new Error('nothing to send')
  return mail.code
}

async function setLimit(limitMinor: number | null) {
  const code = await requestCode('approval_limit')
  const set = { ...account, linkId: head.id, scope: head.scope, sessionId: SESSION, currency: EURO, limitMinor, code }
  expect(await setApprovalLimit(test, { ...set, clientHint: null })).toEqual({ ok: true, value: null })
}

const payerOf = (link: AccessLink) =>
  createPayer(creditor, debtor, {
    linkId: link.id,
    scope: link.scope,
    name: link.recipientName,
    email: link.recipientEmail,
  })

const start = (link: AccessLink, amountMinor: number, idempotencyKey = test.ids.uuid()) =>
  startPayment(services, { payer: payerOf(link), order: orderOf({ A: amountMinor }), idempotencyKey })

async function prepare(link = clerk, amountMinor = 400_00): Promise<string> {
  const started = await start(link, amountMinor)
  if (!started.ok || started.value.kind !== 'approval') throw new Error(JSON.stringify(started))
  return started.value.id
}

const approverOf = (link: AccessLink) => ({
  approver: { linkId: link.id, scope: link.scope, email: link.recipientEmail, name: link.recipientName },
  clientHint: null,
})

async function approve(link: AccessLink, id: string, shown?: string) {
  const prepared = await readApproval(services, { ...account, id, quoteId: null })
  const fingerprint = shown ?? prepared?.fingerprint ?? ''
  return approvePayment(services, { ...account, id, ...approverOf(link), shown: fingerprint, quoteId: null })
}

const countPayments = async () => (await test.inspect('select from payment')).length

describe('a payment above the limit', () => {
  it('waits and reserves nothing; one at the limit does not', async () => {
    const id = await prepare()
    expect(await countPayments()).toBe(0)
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 500_00, pending: 0 })
    expect((await readApprovals(services, account)).approvals).toMatchObject([
      { id, status: 'waiting', totalMinor: 400_00 },
    ])
    expect(await start(clerk, 300_00)).toMatchObject({ ok: true, value: { kind: 'gateway' } })
    const types = (await listReported(test)).map(({ type }) => type)
    expect(types).toEqual(['approval.limit_changed', 'payment.approval_requested', 'payment.started'])
  })

  it('goes on to the provider as it was prepared, once another person approves it', async () => {
    const id = await prepare()
    const approved = await approve(head, id)
    if (!approved.ok) throw new Error(JSON.stringify(approved.failure))
    const payment = await harness.readPayment({ creditorId: creditor.id, id: approved.value.openedId as PaymentId })
    expect(payment).toMatchObject({
      status: 'pending',
      amountMinor: 400_00,
      linkId: clerk.id,
      payerName: 'Clara Clerk',
    })
    expect(payment.expiresAt.getTime() - payment.createdAt.getTime()).toBe(24 * 3_600_000)
    expect(payment.redirectUrl).not.toBeNull()
    expect(await readInvoice(test, 'A')).toMatchObject({ pending: 400_00 })
    expect(await approve(head, id)).toMatchObject({ failure: { kind: 'not_waiting' } })
    const types = (await listReported(test)).map(({ type }) => type)
    expect(types.slice(1).sort()).toEqual(['payment.approval_requested', 'payment.approved', 'payment.started'])
  })

  it('is found again by the same form, before and after it was approved', async () => {
    const first = await start(clerk, 400_00, 'form')
    expect(await start(clerk, 400_00, 'form')).toEqual(first)
    if (!first.ok || first.value.kind !== 'approval') throw new Error('not held')
    const approved = await approve(head, first.value.id)
    expect(approved.ok).toBe(true)
    expect(await start(clerk, 400_00, 'form')).toMatchObject({ ok: true, value: { kind: 'gateway' } })
    expect(await start(clerk, 399_00, 'form')).toMatchObject({ failure: [{ kind: 'form_reused' }] })
    expect(await countPayments()).toBe(1)
  })

  it('is opened once, however many approve it at the same moment', async () => {
    const second = await issue('Sina Second', 'sina@debtor.example')
    const id = await prepare()
    const results = await Promise.all([head, second, head, second, head].map((link) => approve(link, id)))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await countPayments()).toBe(1)
  })

  it('is told to both people, and to all who may approve', async () => {
    const id = await prepare()
    await approve(head, id)
    const jobs = (await test.listWaitingJobs('send-mail')).filter(({ kind }) => kind !== 'one-time-code')
    expect(jobs.map(({ kind, to }) => [kind, to]).sort()).toEqual([
      ['approval-decided', 'clara@debtor.example'],
      ['approval-decided', 'hanno@debtor.example'],
      ['approval-requested', 'hanno@debtor.example'],
    ])
    const sent: (MailMessage & { messageId: string })[] = []
    const mailer = { send: (mail: MailMessage) => Promise.resolve(void sent.push(mail as (typeof sent)[number])) }
    for (const locale of ['en', 'de', 'ro', 'fy', 'ar']) {
      for (const job of jobs) await sendMail({ ...deps, ...withoutReceipts, mailer, renderMail }, { ...job, locale })
    }
    expect(sent).toHaveLength(15)
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(3)
    expect(sent.every(({ text }) => text.includes(`https://pay.example/approvals/${id}`))).toBe(true)
  })

  it('keeps no method', async () => {
    const payer = payerOf(clerk)
    const way = { kind: 'method', method: 'card' } as const
    const input = { payer, order: orderOf({ A: 400_00 }), idempotencyKey: 'k', way, keep: agreeTo('123456') }
    expect(await startPayment(services, input)).toMatchObject({ failure: [{ kind: 'approval_keeps_no_method' }] })
  })
})

describe('whoever prepared a payment', () => {
  it('cannot approve it, by the same link or under the same address', async () => {
    const id = await prepare()
    const again = await issue('Another Name', 'CLARA+x@debtor.example')
    const nameless = { ...head, recipientEmail: null }
    const viewer = await issue('Vera', 'vera@debtor.example', ['view'])
    expect(await approve(clerk, id)).toMatchObject({ failure: { kind: 'own_payment' } })
    expect(await approve(again, id)).toMatchObject({ failure: { kind: 'own_payment' } })
    expect(await approve(nameless, id)).toMatchObject({ failure: { kind: 'nameless' } })
    expect(await approve(viewer, id)).toMatchObject({ failure: { kind: 'not_allowed' } })
    expect(await countPayments()).toBe(0)
  })

  it('cannot let another mailbox pay without the code to the contact on file', async () => {
    const wish = {
      ...account,
      ...{ linkId: clerk.id, sessionId: SESSION, numbers: null, locale: 'de', clientHint: null },
      expiresAt: new Date(test.clock.now().getTime() + 3_600_000),
      recipient: { name: 'Me Again', email: 'other@private.example' },
    }
    const pays = { ...wish, scope: ['view', 'pay'] as const, caps: [] }
    expect(await forwardAccessLink(test, { ...pays, code: null })).toMatchObject({ failure: [{ kind: 'code_needed' }] })
    expect(await forwardAccessLink(test, { ...pays, code: '000000' })).toMatchObject({ failure: [{ kind: 'code' }] })
    expect(await forwardAccessLink(test, { ...wish, scope: ['view'], caps: [], code: null })).toMatchObject({
      ok: true,
    })
    const code = await requestCode('forward_pay')
    const capped = { ...pays, caps: [createMoney(399_99, EURO)], code }
    const forwarded = await forwardAccessLink(test, capped)
    if (!forwarded.ok) throw new Error(JSON.stringify(forwarded.failure))
    const id = await prepare()
    expect(await approve(forwarded.value, id)).toMatchObject({ failure: { kind: 'above_own_cap' } })
  })

  it('can withdraw it', async () => {
    const id = await prepare()
    expect(await declinePayment(services, { ...account, id, ...approverOf(clerk), reason: null })).toMatchObject({
      ok: true,
    })
    expect(await approve(head, id)).toMatchObject({ failure: { kind: 'not_waiting' } })
  })
})

describe('what changed meanwhile', () => {
  it('is shown again before it is approved', async () => {
    const id = await prepare()
    const seen = (await readApproval(services, { ...account, id, quoteId: null }))!
    await harness.start(payerOf(head), orderOf({ A: 50_00 }))
    expect(await approve(head, id, seen.fingerprint)).toMatchObject({ failure: { kind: 'changed_since' } })
    expect(await approve(head, id)).toMatchObject({ ok: true })
  })

  it('ends what cannot be paid any more, and tells both', async () => {
    const id = await prepare()
    await harness.start(payerOf(head), orderOf({ A: 200_00 }))
    expect((await readApproval(services, { ...account, id, quoteId: null }))!.refusals).toMatchObject([
      { kind: 'above_due_now' },
    ])
    expect(await approve(head, id)).toMatchObject({ failure: { kind: 'ended', refusals: [{ kind: 'above_due_now' }] } })
    expect((await readApprovals(services, account)).approvals).toMatchObject([{ status: 'changed' }])
    expect(await countPayments()).toBe(1)
  })

  it('is also the link of whoever prepared it: taken back, it pays nothing', async () => {
    const id = await prepare()
    await revokeAccessLink(deps, { creditorId: creditor.id, linkId: clerk.id, by: 'user:1' })
    expect(await approve(head, id)).toMatchObject({ failure: { kind: 'ended' } })
    expect(await countPayments()).toBe(0)
  })

  it('expires by itself', async () => {
    const id = await prepare()
    test.clock.set(new Date(test.clock.now().getTime() + APPROVAL_LIFETIME_MS).toISOString())
    expect(await approve(head, id)).toMatchObject({ failure: { kind: 'expired' } })
  })
})

describe('the time of a prepared payment', () => {
  const listDecided = async () =>
    (await test.listWaitingJobs('send-mail')).filter(({ kind }) => kind === 'approval-decided')
  const wait = (ms: number) => test.clock.set(new Date(test.clock.now().getTime() + ms).toISOString())

  it('ends once, and whoever prepared it is told once, whatever repeats', async () => {
    const id = await prepare()
    wait(APPROVAL_LIFETIME_MS - 1)
    expect(await expireApprovals(test)).toBe(0)
    wait(1)
    const counts = await Promise.all([1, 2, 3].map(() => expireApprovals(test)))
    expect(counts.reduce((sum, count) => sum + count)).toBe(1)
    expect(await expireApprovals(test)).toBe(0)
    expect((await readApprovals(services, account)).approvals).toMatchObject([{ id, status: 'expired' }])
    expect(await listDecided()).toMatchObject([{ to: 'clara@debtor.example', locale: 'de', approvalId: id }])
    const reported = await listReported(test)
    expect(reported.at(-1)).toMatchObject({ type: 'payment.approval_expired', data: { approval: { id } } })
    expect(await approve(head, id)).toMatchObject({ failure: { kind: 'expired' } })
    expect(await countPayments()).toBe(0)
  })

  it('is told in the words of each language', async () => {
    await prepare()
    wait(APPROVAL_LIFETIME_MS)
    await expireApprovals(test)
    const [job] = await listDecided()
    const sent: MailMessage[] = []
    const mailer = { send: (mail: MailMessage) => Promise.resolve(void sent.push(mail)) }
    for (const locale of ['en', 'de', 'ro', 'fy', 'ar']) {
      await sendMail({ ...deps, ...withoutReceipts, mailer, renderMail }, { ...job!, locale })
    }
    const words = ['within seven days', 'verfallen', 'a expirat', 'ferfallen', 'انتهت مدتها']
    expect(sent.map(({ text }, index) => text.includes(words[index]!))).toEqual([true, true, true, true, true])
  })

  it('that was decided before does not end again', async () => {
    const declined = await prepare()
    await declinePayment(services, { ...account, id: declined, ...approverOf(head), reason: 'No' })
    wait(APPROVAL_LIFETIME_MS)
    const told = await listDecided()
    expect(told.map((job) => 'to' in job && job.to).sort()).toEqual(['clara@debtor.example', 'hanno@debtor.example'])
    expect(await expireApprovals(test)).toBe(0)
    expect(await listDecided()).toHaveLength(told.length)
  })
})

describe('the page where payments are chosen', () => {
  it('says how many wait and of how much, to those who may see them', async () => {
    await createInvoice(test, debtor, { number: 'P', payableMinor: 900_00, currency: 'GBP' })
    await prepare()
    await prepare(head, 350_00)
    expect((await listPayables(services, account)).waiting).toEqual([{ currency: 'EUR', count: 2, totalMinor: 750_00 }])

    const limited = await forward(['A'])
    const seen = await withSessionLimit(() => {
      limitSession(limited.id)
      return listPayables(services, account)
    })
    expect(seen.waiting).toEqual([])

    test.clock.set(new Date(test.clock.now().getTime() + APPROVAL_LIFETIME_MS).toISOString())
    expect((await listPayables(services, account)).waiting).toEqual([])
  })
})

async function forward(numbers: string[]): Promise<AccessLink> {
  const forwarded = await forwardAccessLink(test, {
    ...account,
    ...{
      linkId: clerk.id,
      sessionId: SESSION,
      numbers,
      locale: 'de',
      clientHint: null,
      caps: [],
      scope: ['view', 'pay'],
    },
    expiresAt: new Date(test.clock.now().getTime() + 3_600_000),
    recipient: { name: 'Lena Limited', email: 'lena@debtor.example' },
    code: await requestCode('forward_pay'),
  })
  if (!forwarded.ok) throw new Error(JSON.stringify(forwarded.failure))
  return forwarded.value
}

describe('the limit', () => {
  it('takes the code, holds in its debtor alone, and can be ended', async () => {
    const wrong = {
      ...account,
      linkId: clerk.id,
      scope: clerk.scope,
      sessionId: SESSION,
      currency: EURO,
      clientHint: null,
    }
    await requestCode('approval_limit')
    expect(await setApprovalLimit(test, { ...wrong, limitMinor: null, code: '12' })).toMatchObject({ failure: 'wrong' })
    const stranger = await createDebtor(test, creditor)
    expect((await readApprovals(services, { creditorId: creditor.id, debtorId: stranger.id })).limits).toEqual([])
    test.clock.advance({ minutes: 61 })
    await setLimit(null)
    expect(await start(clerk, 400_00)).toMatchObject({ ok: true, value: { kind: 'gateway' } })
  })
})

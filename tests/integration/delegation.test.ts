/** Forwarded links: what they open, what they may pay, and how they end. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createVisitReader } from '~/data/access-repository.server'
import { createStatementReader } from '~/data/statement-reader.server'
import type { AccessLink } from '~/domain/access-link'
import { calendarDay } from '~/domain/calendar-day'
import type { PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import type { Payer } from '~/domain/payment-order'
import { parseStatementQuery } from '~/domain/statement-query'
import { limitSession, withSessionLimit } from '~/platform/session-limit.server'
import { renderMail } from '~/emails/render-mail.server'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { findPayment } from '~/use-cases/find-payment'
import { forwardAccessLink, type ForwardLinkInput } from '~/use-cases/forward-access-link'
import { hashSecret } from '~/use-cases/hash-secret'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { listPayables } from '~/use-cases/list-payables'
import { openAccessLink } from '~/use-cases/open-access-link'
import type { MailMessage } from '~/use-cases/ports/mailer'
import { readAccess } from '~/use-cases/read-access'
import { readBalanceForward } from '~/use-cases/read-balance-forward'
import { recordAccessStep } from '~/use-cases/record-access-step'
import { reportAccessLink } from '~/use-cases/report-access-link'
import { requestLinkRenewal } from '~/use-cases/request-link-renewal'
import { revokeForwardedLink } from '~/use-cases/revoke-forwarded-link'
import { revokeAccessLink } from '~/use-cases/revoke-access-link'
import { sendMail } from '~/use-cases/send-mail'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { withoutReceipts } from '../setup/mail'
import { usePaymentAccount } from '../setup/payment-account'
import { createPayer, EURO, listReported, orderOf } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor } = await usePaymentAccount()
const deps = { ...test, publicOrigin: 'https://pay.example' }
const account = { creditorId: creditor.id, debtorId: debtor.id }
const visits = createVisitReader(test.database.reader)
const reader = createStatementReader(test.database.reader)

let root: AccessLink
let rootToken: string

beforeEach(async () => {
  for (const number of ['A', 'B', 'C']) await createInvoice(test, debtor, { number, payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'N', kind: 'credit_note', payableMinor: 30_00 })
  const issued = await issueAccessLink(deps, {
    creditorId: creditor.id,
    debtorExternalId: debtor.externalId,
    scope: ['view', 'pay', 'dispute'],
    lifetimeHours: 240,
    locale: 'de',
    recipient: { name: 'Miriam Voss', email: 'miriam@debtor.example' },
    issuedBy: 'api',
  })
  if (!issued.ok) throw new Error('not issued')
  root = issued.value.link
  rootToken = issued.value.url.split('/l/')[1]!
})

const forward = (from: AccessLink, wish: Partial<ForwardLinkInput> = {}) =>
  forwardAccessLink(deps, {
    ...account,
    linkId: from.id,
    sessionId: test.ids.uuid(),
    scope: ['view', 'pay'],
    numbers: null,
    caps: [],
    expiresAt: new Date(test.clock.now().getTime() + 24 * 3_600_000),
    recipient: { name: 'Jonas Hartwig', email: 'jonas@debtor.example' },
    locale: 'fy',
    clientHint: 'Firefox, 192.0.2.…',
    code: null,
    ...wish,
  })

async function forwarded(from: AccessLink, wish: Partial<ForwardLinkInput> = {}): Promise<AccessLink> {
  const result = await forward(from, wish)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

const payerOf = (link: AccessLink): Payer =>
  createPayer(creditor, debtor, { linkId: link.id, scope: link.scope, name: link.recipientName })

/** As a request from a session of that link is answered. */
const as = <Value>(link: AccessLink, work: () => Promise<Value>) =>
  withSessionLimit(() => {
    if (link.delegation?.invoiceIds) limitSession(link.id)
    return work()
  })

const pay = (link: AccessLink, items: Record<string, number>, key = test.ids.uuid()) =>
  as(link, () => startPayment(services, { payer: payerOf(link), order: orderOf(items), idempotencyKey: key }))

const readStatement = (link: AccessLink, query = '') =>
  as(link, () =>
    reader.readStatement(
      account,
      { today: calendarDay('2026-11-21'), timeZone: 'Europe/Berlin', defaultCurrency: 'EUR', isLimited: false },
      parseStatementQuery(new URLSearchParams(query)).query,
    ),
  )

describe('a link for chosen invoices', () => {
  it('shows those alone: in totals, lists, searches, credits and documents', async () => {
    for (const number of ['P', 'Q']) await createInvoice(test, debtor, { number, payableMinor: 40_00 })
    const { checkoutId } = await harness.start(payerOf(root), orderOf({ P: 40_00, Q: 40_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    const link = await forwarded(root, { numbers: ['A', 'N', 'P'] })
    const all = await readStatement(root, 'status=all')
    expect(all.items.map(({ number }) => number).sort()).toEqual(['A', 'B', 'C', 'N', 'P', 'Q'])
    const paid = await readStatement(link, 'status=paid')
    expect(paid.items.map(({ number }) => number)).toEqual(['P'])
    const part = await readStatement(link, 'status=all')
    expect(part.items.map(({ number }) => number).sort()).toEqual(['A', 'N', 'P'])
    expect(part.counts).toMatchObject({ all: 3, paid: 1 })
    expect(part.groups.reduce((sum, group) => sum + group.openMinor, 0)).toBe(100_00)
    expect((await readStatement(link, 'status=all&q=B')).items).toEqual([])
    const find = (number: string) =>
      as(link, () =>
        reader.findInvoice(
          account,
          { number, kind: null },
          { timeZone: 'Europe/Berlin', today: calendarDay('2026-11-21') },
        ),
      )
    expect(await find('A')).not.toBeNull()
    expect(await find('B')).toBeNull()
    const { currencies } = await as(link, () => listPayables(services, account))
    expect(currencies.map(({ dueNowMinor, creditMinor }) => [dueNowMinor, creditMinor])).toEqual([[100_00, 30_00]])
  })

  it('hides what others paid, credits of the account, and the log of others', async () => {
    const link = await forwarded(root, { numbers: ['A'] })
    const { payment, checkoutId } = await harness.start(payerOf(root), orderOf({ A: 40_00, B: 100_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    await openAccessLink(deps, { token: rootToken, clientHint: 'Firefox' })
    const part = await readStatement(link, 'status=all')
    expect(part.payments).toEqual([])
    expect(part.items.map(({ number, openMinor }) => [number, openMinor])).toEqual([['A', 60_00]])
    expect(await as(link, () => findPayment(services, account, payment.id))).toBeNull()
    expect(await as(link, () => cancelPayment(services, payerOf(link), payment.id))).toMatchObject({
      failure: 'not_found',
    })
    const seen = await as(link, () => readAccess(deps, { ...account, linkId: link.id }))
    expect(seen.links).toEqual([])
    expect(seen.log.lines).toEqual([])
    const everything = await readAccess(deps, { ...account, linkId: root.id })
    expect(everything.log.lines.map(({ action }) => action)).toEqual(['opened', 'payment_opened', 'delegated'])
    // Of A's movements that payment is missing: they would not add up, and are not handed out.
    const context = { today: calendarDay('2026-11-21'), timeZone: 'Europe/Berlin', defaultCurrency: 'EUR' }
    const period = { currency: null, from: calendarDay('2026-01-01'), to: calendarDay('2026-12-31'), page: 1 }
    const readForward = (isLimited: boolean) =>
      readBalanceForward({ statementReader: reader }, account, { ...context, isLimited }, period)
    expect(await as(link, () => readForward(true))).toBeNull()
    expect((await readForward(false))?.balanceForward).toMatchObject({ closingMinor: 130_00, movementCount: 5 })
  })

  it('reads all of its log, a page at a time, however often somebody opened a link', async () => {
    const link = await forwarded(root, { numbers: ['A'] })
    await recordAccessStep(deps, { ...account, linkId: link.id, action: 'opened', subject: null })
    for (let visit = 0; visit < 120; visit += 1) {
      test.clock.advance({ minutes: 1 })
      await recordAccessStep(deps, { ...account, linkId: root.id, action: 'opened', subject: null })
    }
    const read = async (page: number) => (await readAccess(deps, { ...account, linkId: root.id }, { page })).log
    const first = await read(1)
    expect(first).toMatchObject({ page: 1, pageCount: 3, pageSize: 50 })
    const pages = [first, await read(2), await read(3)]
    const lines = pages.flatMap((part) => part.lines)
    expect(lines).toHaveLength(first.total)
    expect(new Set(lines.map(({ id }) => id)).size).toBe(first.total)
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort((one, other) => +other - +one))
    expect(pages[2]?.lines.some(({ recipientName }) => recipientName === link.recipientName)).toBe(true)
    expect(await read(99)).toEqual(pages[2])
    const own = (await as(link, () => readAccess(deps, { ...account, linkId: link.id }))).log
    expect(own).toMatchObject({ total: 1, lines: [{ action: 'opened' }] })
  })

  it('pays those alone, and the creditor is told the balance of the whole account', async () => {
    const link = await forwarded(root, { numbers: ['A'] })
    expect(await pay(link, { B: 10_00 })).toMatchObject({ failure: [{ kind: 'unknown_invoice' }] })
    expect(await pay(link, { A: 10_00, C: 10_00 })).toMatchObject({ failure: [{ kind: 'unknown_invoice' }] })
    expect(await pay(link, { A: 10_00 })).toMatchObject({ ok: true })
    const started = (await listReported(test)).find(({ type }) => type === 'payment.started')
    expect(started?.balanceAfter).toMatchObject([{ openMinor: 300_00, pendingMinor: 10_00, creditMinor: 30_00 }])
    const [row] = await test.inspect<{ id: PaymentId }>('select id from payment')
    expect(await as(link, () => findPayment(services, account, row!.id))).not.toBeNull()
    expect(await as(link, () => cancelPayment(services, payerOf(link), row!.id))).toMatchObject({ value: 'canceled' })
  })

  it('is refused where it is wider than the one it comes from', async () => {
    const link = await forwarded(root, {
      numbers: ['A', 'B'],
      scope: ['view', 'pay'],
      caps: [createMoney(50_00, EURO)],
    })
    const refused = async (wish: Partial<ForwardLinkInput>) => {
      const result = await as(link, () => forward(link, wish))
      return result.ok ? [] : result.failure.map(({ kind }) => kind)
    }
    expect(await refused({ scope: ['view', 'agree'] })).toEqual(['scope_wider'])
    expect(await refused({ numbers: ['C'] })).toEqual(['unknown_numbers'])
    expect(await refused({ numbers: [] })).toEqual(['no_invoices'])
    expect(await refused({ caps: [createMoney(50_01, EURO)] })).toEqual(['cap_wider'])
    expect(await refused({ expiresAt: new Date(link.expiresAt.getTime() + 1) })).toEqual(['expiry_later'])
    const child = await forwarded(link, { numbers: ['B'], expiresAt: link.expiresAt })
    expect(child.delegation).toMatchObject({ ancestorIds: [root.id, link.id], caps: [{ amountMinor: 50_00 }] })
    expect((await readStatement(child, 'status=all')).items.map(({ number }) => number)).toEqual(['B'])
    const inherited = await forwarded(link, { expiresAt: link.expiresAt })
    expect((await readStatement(inherited, 'status=all')).items).toHaveLength(2)
  })

  it('cannot be limited outside of a request', () => {
    expect(() => limitSession(root.id)).toThrow('outside of a request')
  })
})

describe('every table that says something of a debtor', () => {
  it('is bounded for a link that opens chosen invoices, or is known not to need it', async () => {
    const rows = await test.inspect<{ name: string }>(`
      select c.table_name as name from information_schema.columns c
      where c.table_schema = 'public' and c.column_name = 'debtor_id' and not exists (
        select from pg_policies p where p.tablename = c.table_name and p.policyname = 'limited')
      order by 1`)
    const open = rows.map(({ name }) => name)
    // Found by a secret or by the link itself; without amounts; or for the creditor's own people alone.
    const known = [
      'access_link',
      'access_link_invoice',
      'approval_limit',
      'bank_transaction',
      'contact',
      'debtor_session',
      'debtor_version',
      'fx_quote',
      'gateway_customer',
      'issued_document',
      'one_time_code',
      'reconciliation_difference',
    ]
    expect(open.filter((name) => !known.includes(name))).toEqual([])
  })
})

describe('a cap', () => {
  it('holds however many pay under it at once, by the link and by those below it', async () => {
    const link = await forwarded(root, { caps: [createMoney(100_00, EURO)] })
    const below = await forwarded(link, { caps: [createMoney(60_00, EURO)] })
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => pay(index % 2 ? link : below, { ['ABC'[index % 3]!]: 20_00 })),
    )
    const refused = results.flatMap((result) => (result.ok ? [] : result.failure))
    expect(refused.every(({ kind }) => kind === 'cap_exceeded')).toBe(true)
    expect(results.filter(({ ok }) => ok)).toHaveLength(5)
    const paidBy = async (...links: AccessLink[]) => {
      const [row] = await test.inspect<{ sum: string }>(
        'select coalesce(sum(amount_minor), 0) as sum from payment where link_id = any($1::uuid[])',
        [links.map(({ id }) => id)],
      )
      return Number(row?.sum)
    }
    expect(await paidBy(link, below)).toBe(100_00)
    expect(await paidBy(below)).toBeLessThanOrEqual(60_00)
    expect(await pay(root, { A: 1_00 })).toMatchObject({ ok: true })
  })

  it('counts credits that are used, and is given back by a payment that ended without money', async () => {
    const link = await forwarded(root, { caps: [createMoney(50_00, EURO)] })
    const [note] = await test.inspect<{ id: string }>(`select id from invoice where number = 'N'`)
    const order = orderOf({ A: 30_00 }, [{ kind: 'credit_note', id: note!.id, amountMinor: 30_00 }])
    expect(await startPayment(services, { payer: payerOf(link), order, idempotencyKey: 'credit' })).toMatchObject({
      ok: true,
    })
    expect(await pay(link, { B: 20_01 })).toMatchObject({
      failure: [{ kind: 'cap_exceeded', params: { left: { amountMinor: 20_00 } } }],
    })
    const { payment } = await harness.start(payerOf(link), orderOf({ B: 20_00 }))
    expect(await pay(link, { C: 1 })).toMatchObject({ failure: [{ kind: 'cap_exceeded' }] })
    await cancelPayment(services, payerOf(link), payment.id)
    expect(await pay(link, { C: 20_00 })).toMatchObject({ ok: true })
  })

  it('finds the first payment again for the same form, also when nothing is left', async () => {
    const link = await forwarded(root, { caps: [createMoney(20_00, EURO)] })
    const first = await pay(link, { A: 20_00 }, 'form')
    expect(await pay(link, { A: 20_00 }, 'form')).toEqual(first)
  })
})

describe('a forwarded link', () => {
  it('is mailed to the colleague in their language, says who forwarded it, and opens', async () => {
    const link = await forwarded(root, { numbers: ['A'], scope: ['view'], caps: [] })
    const [job] = await test.listWaitingJobs('send-mail')
    expect(JSON.stringify(job)).not.toMatch(/[\w-]{43}/)
    const sent: MailMessage[] = []
    const mailer = { send: (mail: MailMessage) => Promise.resolve(void sent.push(mail)) }
    await sendMail({ ...deps, ...withoutReceipts, mailer, renderMail }, job!)
    expect(sent[0]).toMatchObject({ to: 'jonas@debtor.example', locale: 'fy' })
    expect(sent[0]!.subject).toContain('Miriam Voss')
    const token = /\/l\/([\w-]{43})/.exec(sent[0]!.text)![1]!
    const opened = await openAccessLink(deps, { token, clientHint: null })
    if (!opened.ok) throw new Error('not opened')
    expect(await visits.findVisit(hashSecret(opened.value.sessionToken), test.clock.now())).toMatchObject({
      scope: ['view'],
      isLimited: true,
      linkId: link.id,
    })
    const types = (await listReported(test)).map(({ type, data }) => [type, data.link?.forwardedBy ?? null])
    expect(types).toEqual([
      ['link.delegated', 'Miriam Voss'],
      ['link.opened', null],
    ])
    test.clock.advance({ minutes: 25 * 60 })
    expect(await requestLinkRenewal(deps, { token, locale: 'de', clientHint: null })).toEqual({ refused: 'no_address' })
  })

  it('ends with the one above it, sessions and all; also one that is forwarded at that moment', async () => {
    const child = await forwarded(root)
    const [revoked, grandchild] = await Promise.all([
      revokeAccessLink(deps, { creditorId: creditor.id, linkId: root.id, by: 'user:1' }),
      forward(child),
    ])
    expect(revoked).toBe(true)
    const rows = await test.inspect<{ revoked: boolean }>('select revoked_at is not null as revoked from access_link')
    expect(rows).toHaveLength(grandchild.ok ? 3 : 2)
    expect(rows.every((row) => row.revoked)).toBe(true)
    expect(await forward(child)).toMatchObject({ ok: false })
  })

  it('is taken back by those above it alone', async () => {
    const left = await forwarded(root)
    const right = await forwarded(root)
    const below = await forwarded(left)
    const revoke = (link: AccessLink, target: AccessLink) =>
      revokeForwardedLink(deps, { ...account, linkId: link.id, target: target.id, clientHint: null })
    expect(await revoke(right, below)).toBe(false)
    expect(await revoke(below, left)).toBe(false)
    expect(await revoke(left, root)).toBe(false)
    expect(await revoke(root, left)).toBe(true)
    const states = (await readAccess(deps, { ...account, linkId: root.id })).links
    expect(states.map(({ link, isBelow }) => [link.id, link.revokedAt !== null, isBelow])).toEqual([
      [below.id, true, true],
      [right.id, false, true],
      [left.id, true, true],
    ])
    expect((await readAccess(deps, { ...account, linkId: right.id })).links).toEqual([])
  })

  it('is reported to the creditor by who may see it, and stays as it is', async () => {
    const left = await forwarded(root)
    const right = await forwarded(root)
    const report = (link: AccessLink, target: AccessLink) =>
      reportAccessLink(deps, { ...account, linkId: link.id, target: target.id, clientHint: null })
    expect(await report(left, right)).toBe(false)
    expect(await report(root, right)).toBe(true)
    const last = (await listReported(test)).at(-1)
    expect(last).toMatchObject({ type: 'link.reported', data: { link: { id: right.id, reportedBy: 'Miriam Voss' } } })
    const jobs = await test.listWaitingJobs('send-mail')
    expect(jobs.at(-1)).toMatchObject({ kind: 'link-reported', to: creditor.supportEmail })
  })
})

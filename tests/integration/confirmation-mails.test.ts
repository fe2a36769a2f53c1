/** A payment waits for its payer, who has gone: who is mailed a way to it, and how far that way leads. */
import { describe, expect, it } from 'vitest'
import type { AccessLink } from '~/domain/access-link'
import { parseCurrencyCode } from '~/domain/currency'
import type { AccessLinkId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import { carryOutCharge, chargeSavedMethod } from '~/use-cases/charge-saved-method'
import { hashSecret } from '~/use-cases/hash-secret'
import { prepareConfirmationMail } from '~/use-cases/prepare-confirmation-mail'
import { createInvoice } from '../factories/invoices'
import { keepMethod } from '../setup/kept-method'
import { usePaymentAccount } from '../setup/payment-account'
import { orderOf } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()
const euro = parseCurrencyCode('EUR')!

const issued: Omit<AccessLink, 'id' | 'createdAt' | 'expiresAt'> = {
  ...{ creditorId: creditor.id, debtorId: debtor.id, scope: ['view', 'pay', 'dispute'], revokedAt: null },
  ...{ recipientName: 'Head office', recipientEmail: 'office@debtor.example', locale: 'de' },
  ...{ issuedBy: 'console', delegation: null },
}

async function insertLink(change: Partial<AccessLink>, hours = 720): Promise<AccessLink> {
  const createdAt = test.clock.now()
  const expiresAt = new Date(createdAt.getTime() + hours * 3_600_000)
  const link: AccessLink = { ...issued, id: test.ids.uuid() as AccessLinkId, createdAt, expiresAt, ...change }
  await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ access }) =>
    access.insertLink(link, hashSecret(test.ids.secret())),
  )
  return link
}

/** A charge that the bank wants its payer for, begun by a link, with an address typed beside it. */
async function beginBy(link: AccessLink) {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'K', payableMinor: 100_00 })
  const kept = await keepMethod(test, harness, payer, 'K', ['pay_by_card_with_authentication', 'authenticate'])
  const opened = await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, (transaction) =>
    chargeSavedMethod(services, transaction, {
      ...{ creditorId: creditor.id, debtorId: debtor.id, savedMethodId: kept.id, order: orderOf({ A: 50_00 }) },
      ...{ idempotencyKey: 'by link', locale: 'de' },
    }),
  )
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  await test.inspect(`update payment set link_id = $1, payer_email = 'typed@elsewhere.example' where id = $2`, [
    link.id,
    opened.value,
  ])
  const payment = await harness.readPayment({ creditorId: creditor.id, id: opened.value })
  await carryOutCharge(services, payment)
  return (await test.listWaitingJobs('send-mail')).find(({ kind }) => kind === 'payment-to-confirm')
}

type Job = Awaited<ReturnType<typeof beginBy>>

async function prepare(job: Job) {
  if (job?.kind !== 'payment-to-confirm') throw new Error('no mail waits')
  return prepareConfirmationMail({ ...test, publicOrigin: 'https://portal.example' }, job)
}

const listMailed = () =>
  test.inspect<{ id: string; scope: string[]; ancestors: string[]; expires: Date }>(
    `select id, scope, ancestor_ids as ancestors, expires_at as expires from access_link where issued_by = 'payment'`,
  )

const forwardedFrom = (parent: AccessLink): Partial<AccessLink> => ({
  ...{ scope: ['view', 'pay'], recipientEmail: 'colleague@debtor.example', issuedBy: 'delegation' },
  delegation: { ancestorIds: [parent.id], invoiceIds: null, caps: [createMoney(100_00, euro)] },
})

describe('a payment that a forwarded link began', () => {
  it('is reached where that link was sent, by one that stands below it, however often the mail is tried', async () => {
    const parent = await insertLink({})
    const link = await insertLink(forwardedFrom(parent), 6)
    const job = await beginBy(link)
    expect(job).toMatchObject({ to: 'colleague@debtor.example' })
    const first = await prepare(job)
    const second = await prepare(job)
    expect(first).not.toBeNull()
    expect(second).not.toEqual(first)
    expect(await listMailed()).toEqual([
      expect.objectContaining({ scope: ['view', 'pay'], ancestors: [parent.id, link.id], expires: link.expiresAt }),
    ])
  })

  it('is reached by nobody once that link or the one above it was taken back', async () => {
    const parent = await insertLink({})
    const job = await beginBy(await insertLink(forwardedFrom(parent)))
    await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ access }) =>
      access.revokeLink(creditor.id, parent.id, test.clock.now(), 'user:1'),
    )
    expect(await prepare(job)).toBeNull()
    expect(await listMailed()).toEqual([])
  })
})

it('goes where the link of whoever began it was sent, not where somebody typed', async () => {
  const link = await insertLink({})
  const job = await beginBy(link)
  expect(job).toMatchObject({ to: 'office@debtor.example' })
  expect(await prepare(job)).not.toBeNull()
  expect(await listMailed()).toEqual([expect.objectContaining({ ancestors: [] })])
})

import { beforeEach, describe, expect, it } from 'vitest'
import { createDebtorDirectory } from '~/data/debtor-directory.server'
import type { Creditor } from '~/domain/creditor'
import { isCurrencyCode } from '~/domain/currency'
import type { Debtor } from '~/domain/debtor'
import type { CreditorId } from '~/domain/ids'
import type { OutcomeEventDraft, OutcomeEventType } from '~/domain/outcome-event'
import { GENESIS_HASH, verifyChain } from '~/domain/outcome-event-chain'
import { findDebtor } from '~/use-cases/list-debtors'
import { listOutcomeEvents } from '~/use-cases/list-outcome-events'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { readCollectionRecord } from '~/use-cases/read-collection-record'
import { verifyOutcomeLog } from '~/use-cases/verify-outcome-log'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const [euro, pound] = ['EUR', 'GBP'].filter(isCurrencyCode) as [never, never]

const directory = { ...test, debtorDirectory: createDebtorDirectory(test.database.reader) }

beforeEach(() => test.reset())

const draftFor = (debtor: Debtor, type: OutcomeEventType = 'link.opened'): OutcomeEventDraft => ({
  creditorId: debtor.creditorId,
  debtorId: debtor.id,
  type,
  occurredAt: test.clock.now(),
  data: { link: { id: test.ids.uuid(), scope: ['view'] } },
})

const append = (...drafts: OutcomeEventDraft[]) =>
  test.unitOfWork.run({ kind: 'creditor', creditorId: drafts[0]!.creditorId }, async ({ outcomeLog }) => {
    for (const draft of drafts) await outcomeLog.append(draft)
  })

const readLog = (creditor: Creditor) =>
  test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async ({ outcomeLog }) => ({
    events: await outcomeLog.list(creditor.id, { after: 0, limit: 1_000 }),
    head: await outcomeLog.readHead(creditor.id),
  }))

describe('the outcome log', () => {
  it('is gap-free and whole after 200 appends at once for two creditors', async () => {
    const creditors = [await createCreditor(test), await createCreditor(test)]
    const debtors = await Promise.all(
      creditors.flatMap((creditor) => [createDebtor(test, creditor), createDebtor(test, creditor)]),
    )
    const appends = Array.from({ length: 200 }, (_, index) => {
      const debtor = debtors[index % debtors.length]!
      // Every tenth transaction fails after it has appended, and must leave no gap.
      return test.unitOfWork.run({ kind: 'creditor', creditorId: debtor.creditorId }, async ({ outcomeLog }) => {
        await outcomeLog.append(draftFor(debtor))
        if (index % 10 === 9) throw new Error('rolled back')
      })
    })
    const settled = await Promise.allSettled(appends)
    expect(settled.filter((result) => result.status === 'rejected')).toHaveLength(20)

    let total = 0
    for (const creditor of creditors) {
      const { events, head } = await readLog(creditor)
      total += events.length
      expect(events.map((event) => event.body.sequence)).toEqual(events.map((_, index) => index + 1))
      expect(events.every((event) => event.body.creditor === creditor.slug)).toBe(true)
      expect(verifyChain(events, undefined, head)).toEqual({ whole: true, head })
      expect(await verifyOutcomeLog(test, { creditorId: creditor.id })).toEqual({ whole: true, head })
    }
    expect(total).toBe(180)
  })

  it('keeps the order of several events of one transaction', async () => {
    const creditor = await createCreditor(test)
    const debtor = await createDebtor(test, creditor)
    await append(
      draftFor(debtor, 'payment.succeeded'),
      draftFor(debtor, 'discount.taken'),
      draftFor(debtor, 'credit.applied'),
    )
    const { events } = await readLog(creditor)
    expect(events.map(({ body }) => [body.sequence, body.type])).toEqual([
      [1, 'payment.succeeded'],
      [2, 'discount.taken'],
      [3, 'credit.applied'],
    ])
    expect(events[0]?.previousHash).toBe(GENESIS_HASH)
  })

  it('states the debtor and its balance in each currency, by the day in the creditor’s zone', async () => {
    const creditor = await createCreditor(test, { timeZone: 'Pacific/Auckland' })
    const debtor = await createDebtor(test, creditor, { externalId: 'A 1/2', name: 'Țeavă & Fiii' })
    // In Auckland the 22nd has begun.
    test.clock.set('2026-11-21T11:30:00Z')
    await createInvoice(test, debtor, { dueOn: '2026-11-21', payableMinor: 1_000_00, openMinor: 600_00 })
    await createInvoice(test, debtor, {
      dueOn: '2026-11-22',
      payableMinor: 50_00,
      disputedMinor: 20_00,
      pendingMinor: 5_00,
    })
    await createInvoice(test, debtor, { kind: 'credit_note', payableMinor: 30_00 })
    await createInvoice(test, debtor, { currency: 'GBP', payableMinor: 7_00, openMinor: 0 })
    await createInvoice(test, await createDebtor(test, creditor), { payableMinor: 9_999_00 })
    await append({
      ...draftFor(debtor, 'payment.succeeded'),
      data: { invoices: [{ number: 'G1', kind: 'invoice', currency: pound, amountMinor: 7_00, openMinor: 0 }] },
    })
    const { events } = await readLog(creditor)
    expect(events[0]?.body).toEqual({
      id: events[0]?.id,
      creditor: creditor.slug,
      sequence: 1,
      type: 'payment.succeeded',
      occurredAt: '2026-11-21T11:30:00.000Z',
      debtor: { externalId: 'A 1/2', name: 'Țeavă & Fiii' },
      data: { invoices: [{ number: 'G1', kind: 'invoice', currency: pound, amountMinor: 7_00, openMinor: 0 }] },
      balanceAfter: [
        {
          currency: euro,
          openMinor: 650_00,
          overdueMinor: 600_00,
          disputedMinor: 20_00,
          plannedMinor: 0,
          pendingMinor: 5_00,
          creditMinor: 30_00,
          unappliedCreditMinor: 0,
          balanceMinor: 620_00,
        },
        {
          currency: pound,
          openMinor: 0,
          overdueMinor: 0,
          disputedMinor: 0,
          plannedMinor: 0,
          pendingMinor: 0,
          creditMinor: 0,
          unappliedCreditMinor: 0,
          balanceMinor: 0,
        },
      ],
    })
  })

  it('can be appended to on behalf of a debtor or of the system', async () => {
    const creditor = await createCreditor(test)
    const debtor = await createDebtor(test, creditor)
    const own = { creditorId: creditor.id, debtorId: debtor.id }
    await test.unitOfWork.run({ kind: 'debtor', ...own }, ({ outcomeLog }) => outcomeLog.append(draftFor(debtor)))
    await test.unitOfWork.run({ kind: 'system' }, ({ outcomeLog }) => outcomeLog.append(draftFor(debtor)))
    expect((await readLog(creditor)).head.sequence).toBe(2)
  })

  it('refuses to be rewritten by the application', async () => {
    const debtor = await createDebtor(test, await createCreditor(test))
    await append(draftFor(debtor))
    const pool = test.database.pool
    await expect(pool.query(`update outcome_event set type = 'promise.made'`)).rejects.toThrow(/permission denied/)
    await expect(pool.query('delete from outcome_event')).rejects.toThrow(/permission denied/)
  })

  it.each([
    [
      'a changed amount',
      `update outcome_event set body = jsonb_set(body, '{data,link,id}', '"x"') where sequence = 3`,
      3,
    ],
    ['a removed event', 'delete from outcome_event where sequence = 2', 2],
    ['a cut-off end', 'delete from outcome_event where sequence = 5', 5],
    ['a log begun anew', 'update outcome_event set previous_hash = hash where sequence = 1', 1],
  ])('shows %s that someone made past the application', async (_, tampering, sequence) => {
    const creditor = await createCreditor(test)
    const debtor = await createDebtor(test, creditor)
    for (let count = 0; count < 5; count += 1) await append(draftFor(debtor))
    await test.inspect(tampering)
    expect(await verifyOutcomeLog(test, { creditorId: creditor.id })).toMatchObject({
      whole: false,
      break: { sequence },
    })
  })

  it('is read page by page, whole or by type, and says where to go on', async () => {
    const creditor = await createCreditor(test)
    const debtor = await createDebtor(test, creditor)
    for (let count = 0; count < 5; count += 1) {
      await append(draftFor(debtor), draftFor(debtor, 'payment.succeeded'))
    }
    const creditorId = creditor.id
    const first = await listOutcomeEvents(test, { creditorId, after: 0, limit: 4 })
    expect(first).toMatchObject({ nextAfter: 4, hasMore: true, headSequence: 10 })
    const rest = await listOutcomeEvents(test, { creditorId, after: first.nextAfter, limit: 6 })
    expect(rest).toMatchObject({ nextAfter: 10, hasMore: false })
    expect([...first.events, ...rest.events].map((event) => event.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await listOutcomeEvents(test, { creditorId, after: 10, limit: 6 })).toMatchObject({
      events: [],
      nextAfter: 10,
    })
    const paid = await listOutcomeEvents(test, { creditorId, after: 2, limit: 2, types: ['payment.succeeded'] })
    expect(paid.events.map((event) => event.sequence)).toEqual([4, 6])
    expect(paid).toMatchObject({ hasMore: true, nextAfter: 6 })
  })

  it('moves on past events of other types, to the end of the log and never over one that was asked for', async () => {
    const creditor = await createCreditor(test)
    const debtor = await createDebtor(test, creditor)
    const list = (after: number, limit = 2) =>
      listOutcomeEvents(test, { creditorId: creditor.id, after, limit, types: ['payment.succeeded'] })
    expect(await list(0)).toMatchObject({ events: [], nextAfter: 0, headSequence: 0 })
    for (let count = 0; count < 3; count += 1) await append(draftFor(debtor))
    expect(await list(0)).toMatchObject({ events: [], nextAfter: 3, hasMore: false })
    await append(draftFor(debtor, 'payment.succeeded'), draftFor(debtor))
    expect(await list(3)).toMatchObject({ events: [{ sequence: 4 }], nextAfter: 5, hasMore: false })
    expect(await list(0, 1)).toMatchObject({ events: [{ sequence: 4 }], nextAfter: 5, hasMore: false })
    // Of a log that was restored to an earlier moment.
    expect(await list(9)).toMatchObject({ events: [], nextAfter: 9, headSequence: 5 })
  })

  it('does not step over an event that is added while it is read', async () => {
    const creditor = await createCreditor(test)
    const debtor = await createDebtor(test, creditor)
    await append(draftFor(debtor))
    const whileReading: UnitOfWork = {
      run: (scope, work) =>
        test.unitOfWork.run(scope, (transaction) => {
          const readHead = async (creditorId: CreditorId) => {
            const head = await transaction.outcomeLog.readHead(creditorId)
            await append(draftFor(debtor, 'payment.succeeded'))
            return head
          }
          return work({ ...transaction, outcomeLog: { ...transaction.outcomeLog, readHead } })
        }),
    }
    const types = ['payment.succeeded'] as const
    const page = await listOutcomeEvents(
      { unitOfWork: whileReading },
      { creditorId: creditor.id, after: 0, limit: 5, types },
    )
    expect(page).toMatchObject({ events: [{ sequence: 2 }], nextAfter: 2 })
  })

  it('hands on an event of a type that only a newer version knows', async () => {
    const creditor = await createCreditor(test)
    const debtor = await createDebtor(test, creditor, { externalId: 'K-1' })
    await append(draftFor(debtor))
    const newer = { type: 'plan.reviewed', data: { review: { by: 'Anke' } } }
    await test.inspect('update outcome_event set type = $1, body = body || $2::jsonb', [newer.type, newer])
    const { events } = await listOutcomeEvents(test, { creditorId: creditor.id, after: 0, limit: 5 })
    expect(events).toMatchObject([newer])
    const record = await readCollectionRecord(directory, { creditorId: creditor.id, externalId: 'K-1', before: null })
    expect(record?.events[0]?.event).toMatchObject(newer)
    const found = await findDebtor(directory, { creditorId: creditor.id, externalId: 'K-1' })
    expect(found?.lastEvent).toMatchObject({ sequence: 1, type: newer.type })
  })

  it('shows one creditor nothing of another', async () => {
    const [creditor, other] = [await createCreditor(test), await createCreditor(test)]
    await append(draftFor(await createDebtor(test, creditor)))
    const seen = await test.unitOfWork.run({ kind: 'creditor', creditorId: other.id }, ({ outcomeLog }) =>
      outcomeLog.list(creditor.id, { after: 0, limit: 10 }),
    )
    expect(seen).toEqual([])
  })
})

/** What a provider tells, kept with its job in one statement. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createGatewayIntake } from '~/data/gateway-intake.server'
import { createMoney } from '~/domain/money'
import type { GatewayEvent } from '~/use-cases/ports/payment-gateway'
import { useTestDatabase } from '../setup/database'
import { EURO } from '../setup/payment-harness'

const test = await useTestDatabase()
const intake = createGatewayIntake(test.database.pool)

beforeEach(() => test.reset())

function describeEvent(eventId: string): GatewayEvent {
  return {
    gateway: 'stripe',
    eventId,
    kind: 'payment_charged_back',
    transactionReference: 'pi_1',
    paymentId: test.ids.uuid(),
    occurredAt: test.clock.now(),
    amount: createMoney(119_00, EURO),
    reversal: { gatewayReference: 'du_1', reason: 'fraudulent' },
  }
}

const take = (...eventIds: string[]) =>
  intake.take(
    eventIds.map((eventId) => ({ id: test.ids.uuid(), event: describeEvent(eventId) })),
    test.clock.now(),
  )

describe('the intake of events', () => {
  it('keeps an event as the inbox reads it, with the job that decides it', async () => {
    const event = describeEvent('evt_1')
    const id = test.ids.uuid()
    expect(await intake.take([{ id, event }], test.clock.now())).toBe(1)
    const kept = await test.unitOfWork.run({ kind: 'system' }, ({ gatewayInbox }) => gatewayInbox.find(id))
    expect(kept).toEqual({ id, event, result: null })
    expect(await test.listWaitingJobs('process-gateway-event')).toEqual([{ inboxEntryId: id }])
  })

  it('adds the job that the job queue itself would add', async () => {
    const { unitOfWork, ids } = test
    await unitOfWork.run({ kind: 'system' }, ({ jobs }) =>
      jobs.enqueue('process-gateway-event', { inboxEntryId: ids.uuid() }),
    )
    await take('evt_1')
    const rows = await test.inspect<{ row: Record<string, unknown>; lifetime: string }>(
      `select to_jsonb(job) - 'id' - 'data' - 'created_on' - 'start_after' - 'keep_until' as row,
        (keep_until - start_after)::text as lifetime, start_after <= now() as is_due
       from pgboss.job where name = 'process-gateway-event'`,
    )
    expect(rows).toHaveLength(2)
    expect(rows[1]).toEqual(rows[0])
  })

  it('takes an event once, alone or with others, in whatever order and at the same time', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `evt_${index}`)
    const counts = await Promise.all(
      Array.from({ length: 12 }, (_, index) => take(...(index % 2 === 0 ? names : names.toReversed()))),
    )
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20)
    expect(await take('evt_3', 'evt_new')).toBe(1)
    expect(await take()).toBe(0)
    expect(await test.inspect('select event_id from gateway_inbox_entry')).toHaveLength(21)
    expect(await test.listWaitingJobs('process-gateway-event')).toHaveLength(21)
  })
})

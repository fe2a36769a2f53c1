/**
 * Every order of the six events of a payment's life, through the use cases and PostgreSQL: 720 payments that end in the
 * same books, told in as many ways and in the same sums.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Payment } from '~/domain/payment'
import type { Payer } from '~/domain/payment-order'
import type { GatewayEvent } from '~/use-cases/ports/payment-gateway'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useTestDatabase } from '../setup/database'
import { createPayer, createPaymentHarness, findContradictions, orderOf } from '../setup/payment-harness'
import { permute } from '../setup/permute'

const test = await useTestDatabase()
const harness = createPaymentHarness(test)
const { services } = harness

type Told = Pick<GatewayEvent, 'kind'> & { minor: number; reversal?: string }

const LIFE: readonly Told[] = [
  { kind: 'payment_processing', minor: 100_00 },
  { kind: 'payment_succeeded', minor: 100_00 },
  { kind: 'payment_refunded', minor: 40_00, reversal: 'refund' },
  { kind: 'payment_refund_failed', minor: 40_00, reversal: 'refund' },
  { kind: 'payment_charged_back', minor: 100_00, reversal: 'dispute' },
  { kind: 'payment_chargeback_won', minor: 100_00, reversal: 'dispute' },
]

/** The same life without its last two turns: a refund stands, and money was taken by the payer's bank. */
const UNSETTLED = LIFE.filter(({ kind }) => kind !== 'payment_refund_failed' && kind !== 'payment_chargeback_won')

/** A stop for what hangs: each takes seconds. */
const LIMIT = { timeout: 300_000 }

/** So many payments are told of at the same time, each of another creditor. */
const LANES = 6

/** Has the provider tell one payment everything in this order, with whatever has to wait for something else. */
async function live(payer: Payer, name: string, order: readonly Told[]): Promise<void> {
  const debtor = { id: payer.debtorId, creditorId: payer.creditorId } as Parameters<typeof createInvoice>[1]
  const numbers = { [`${name}-1`]: 60_00, [`${name}-2`]: 40_00 }
  for (const [number, payableMinor] of Object.entries(numbers)) {
    await createInvoice(test, debtor, { number, payableMinor, dueOn: `2026-11-0${number.at(-1)}` })
  }
  const { payment } = await harness.start(payer, orderOf(numbers))
  const entries = order.map((told, index) => ({
    id: test.ids.uuid(),
    event: describeEvent(payment, told, `${name} ${index}`),
  }))
  await services.gatewayIntake.take(entries, test.clock.now())
  const waiting: string[] = []
  for (const { id } of entries) if ((await recordGatewayEvent(services, id)) === 'waiting') waiting.push(id)
  // What waited is looked at again by a job that the event it waited for has added.
  for (const id of waiting) await recordGatewayEvent(services, id)
}

function describeEvent(payment: Payment, { kind, minor, reversal }: Told, eventId: string): GatewayEvent {
  return {
    gateway: 'sandbox',
    eventId,
    kind,
    gatewayReference: payment.gatewayReference ?? '',
    occurredAt: test.clock.now(),
    amount: { amountMinor: minor, currency: payment.currency },
    ...(reversal === undefined ? {} : { reversal: { gatewayReference: reversal } }),
  }
}

async function liveAll(orders: readonly (readonly Told[])[]): Promise<void> {
  const payers = await Promise.all(
    Array.from({ length: LANES }, async () => {
      const creditor = await createCreditor(test)
      return createPayer(creditor, await createDebtor(test, creditor))
    }),
  )
  let next = 0
  await Promise.all(
    payers.map(async (payer) => {
      for (let index = next++; index < orders.length; index = next++) {
        await live(payer, `O${index}`, orders[index] ?? [])
      }
    }),
  )
}

/** How often each end came about. */
function countEnds(sql: string) {
  return test.inspect<{ count: number } & Record<string, unknown>>(sql)
}

const PAYMENTS = `select status, received_minor::int as received, refunded_minor::int as refunded,
  charged_back_minor::int as "chargedBack", count(*)::int from payment group by 1, 2, 3, 4`
const INVOICES = `select payable_minor::int as payable, open_minor::int as open, pending_minor::int as pending,
  count(*)::int from invoice group by 1, 2, 3 order by 1 desc`
const REVERSALS = `select kind, status, count(*)::int from payment_reversal group by 1, 2 order by 1`
const UNAPPLIED = `select open_minor::int as open, count(*)::int from unapplied_credit where open_minor > 0 group by 1`
const INBOX = `select result, count(*)::int from gateway_inbox_entry
  where result not in ('applied', 'already_applied', 'ignored') or result is null group by 1`

/** What the creditor was told, summed over each payment, and what each invoice moved by in all. */
const TOLD = `select sum((body #>> '{data,payment,amountMinor}')::int) filter (where type = 'payment.succeeded')::int as succeeded,
    (coalesce(sum((body #>> '{data,payment,reversedMinor}')::int), 0)
      - coalesce(sum((body #>> '{data,payment,reinstatedMinor}')::int), 0))::int as gone,
    count(*) filter (where type = 'payment.started')::int as started, count(*) filter (where type = 'payment.failed')::int as failed
  from outcome_event group by body #>> '{data,payment,id}'`

describe('the events of a payment’s life', () => {
  beforeEach(() => test.reset())

  it('have 720 orders', () => {
    expect(new Set(permute(LIFE).map((order) => order.map(({ kind }) => kind).join())).size).toBe(720)
  })

  it.each(LIFE)('end in one state in each of the 120 orders that begin with $kind', LIMIT, async (first) => {
    const orders = permute(LIFE).filter(([begin]) => begin === first)
    await liveAll(orders)
    expect(await findContradictions(test)).toEqual([])
    expect(await countEnds(PAYMENTS)).toEqual([
      { status: 'succeeded', received: 100_00, refunded: 0, chargedBack: 0, count: 120 },
    ])
    expect(await countEnds(INVOICES)).toEqual([
      { payable: 60_00, open: 0, pending: 0, count: 120 },
      { payable: 40_00, open: 0, pending: 0, count: 120 },
    ])
    expect(await countEnds(REVERSALS)).toEqual([
      { kind: 'chargeback', status: 'returned', count: 120 },
      { kind: 'refund', status: 'returned', count: 120 },
    ])
    expect(await countEnds(UNAPPLIED)).toEqual([])
    expect(await countEnds(INBOX)).toEqual([])
    expect(await countEnds(`select *, count(*)::int from (${TOLD}) as told group by 1, 2, 3, 4`)).toEqual([
      { succeeded: 100_00, gone: 0, started: 1, failed: 0, count: 120 },
    ])
  })

  it('end in one state in each of 24 orders where the refund and the chargeback stand', LIMIT, async () => {
    const orders = permute(UNSETTLED)
    expect(orders).toHaveLength(24)
    await liveAll(orders)
    expect(await findContradictions(test)).toEqual([])
    expect(await countEnds(PAYMENTS)).toEqual([
      { status: 'charged_back', received: 100_00, refunded: 0, chargedBack: 100_00, count: 24 },
    ])
    expect(await countEnds(INVOICES)).toEqual([
      { payable: 60_00, open: 60_00, pending: 0, count: 24 },
      { payable: 40_00, open: 40_00, pending: 0, count: 24 },
    ])
    expect(await countEnds(INBOX)).toEqual([])
    const told = await countEnds(`select gone, count(*)::int from (${TOLD}) as told group by 1`)
    expect(told).toEqual([{ gone: 100_00, count: 24 }])
  })
})

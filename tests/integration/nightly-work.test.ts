/** What runs by the clock looks only at what there may be something to do of, and misses none of it. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import type { PaymentId } from '~/domain/ids'
import { DEFAULT_PROMISE_POLICY } from '~/domain/promise-policy'
import { DEFAULT_SETTLEMENT_OFFER_POLICY } from '~/domain/settlement-offer-policy'
import { changePolicy } from '~/use-cases/change-policy'
import { makePromise } from '~/use-cases/make-promise'
import { makeSettlementOffer } from '~/use-cases/make-settlement-offer'
import { openDisputes } from '~/use-cases/open-dispute'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { PlanAddress } from '~/use-cases/ports/plan-repository'
import type { Transaction } from '~/use-cases/ports/unit-of-work'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { runPlans } from '~/use-cases/run-plans'
import { carryOutCharge } from '~/use-cases/charge-saved-method'
import { createInvoice } from '../factories/invoices'
import { createChance } from '../faults/chance'
import { agreePlan } from '../factories/plans'
import { keepMethod } from '../setup/kept-method'
import { issuePlanLink } from '../setup/plan-account'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, orderOf } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()
const account = { creditorId: creditor.id, debtorId: debtor.id }

const inSystem = <Value>(work: (transaction: Transaction) => Promise<Value>) =>
  test.unitOfWork.run({ kind: 'system' }, work)

const listPlans = () => inSystem(({ plans }) => plans.listWithWork(test.clock.now(), null, 100))
const countPromises = () =>
  inSystem(async ({ promises }) => (await promises.listDecidable(test.clock.now(), null, 100)).length)
const countOffers = () =>
  inSystem(async ({ settlementOffers }) => (await settlementOffers.listUndecided(test.clock.now(), null, 100)).length)

/** The same services, but every plan in force is looked at. */
const thorough: PaymentServices = {
  ...services,
  unitOfWork: {
    run: (scope, work) =>
      services.unitOfWork.run(scope, (transaction) =>
        work({
          ...transaction,
          plans: {
            ...transaction.plans,
            listWithWork: () =>
              test.inspect<PlanAddress>(
                `select creditor_id as "creditorId", debtor_id as "debtorId", id from payment_plan
                where status in ('agreed', 'active')`,
              ),
          },
        }),
      ),
  },
}

/** All that taking a plan on could change. */
async function lookAt(planId: string): Promise<string> {
  const rows = await test.inspect(
    `select p.status, p.version, (select json_agg(n order by n.number) from instalment n where n.plan_id = p.id) as instalments,
      (select count(*) from pgboss.job where data::text like '%' || p.id || '%') as jobs,
      (select count(*) from payment where purpose_id = p.id) as payments
    from payment_plan p where p.id = $1`,
    [planId],
  )
  return JSON.stringify(rows)
}

const receive = (amountMinor: number, invoiceNumbers: string[] | null) =>
  recordManualPayment(services, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor, invoiceNumbers },
    ...{ way: 'cheque', receivedOn: calendarDay('2026-11-20'), externalReference: null, note: null },
    ...{ idempotencyKey: test.ids.uuid(), recordedBy: 'user:1' },
  })

async function chargeWhatWaits(): Promise<void> {
  const due = await test.inspect<{ id: string }>(
    `select id from payment where origin = 'saved_method' and status = 'created'`,
  )
  for (const { id } of due) await carryOutCharge(services, { ...account, id: id as never })
  await harness.deliverAll()
}

describe('plans', () => {
  it.each([1, 2])('are looked at whenever something is to be done of them (seed %i)', async (seed) => {
    const chance = createChance(seed)
    await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
    const behaviour = chance.pick(['pay_by_card', 'pay_by_card_declined_later'] as const)
    const method = await keepMethod(test, harness, payer, 'K', [behaviour])
    for (const number of ['A', 'B', 'C']) await createInvoice(test, debtor, { number, payableMinor: 400_00 })
    const firstOn = calendarDay('2026-12-09')
    const envelope = { graceDays: chance.between(3, 9), noticeDays: chance.between(0, 9), retryDays: [2, 3] }
    const terms = { firstOn, frequency: 'two_weekly', envelope } as const
    await agreePlan(test, creditor, debtor, ['A'], terms)
    await agreePlan(test, creditor, debtor, ['B'], { ...terms, savedMethodId: method.id })
    await agreePlan(test, creditor, debtor, ['C'], terms)
    const all = await test.inspect<{ id: string }>('select id from payment_plan')
    let idle = 0
    for (let step = 0; step < 45; step += 1) {
      test.clock.advance({ hours: chance.between(1, 30) })
      if (chance.happens(0.1)) await receive(chance.between(1, 120_00), [chance.pick(['A', 'B', 'C'])])
      await chargeWhatWaits()
      const listed = new Set<string>((await listPlans()).map(({ id }) => id))
      const before = new Map(await Promise.all(all.map(async ({ id }) => [id, await lookAt(id)] as const)))
      await runPlans(thorough)
      for (const { id } of all) {
        if (listed.has(id)) continue
        idle += 1
        expect(await lookAt(id)).toBe(before.get(id))
      }
    }
    // Of what is left out there is much.
    expect(idle).toBeGreaterThan(60)
  })
})

describe('promises', () => {
  it('are looked at once money came, nothing is due any more, or their time is over', async () => {
    await changePolicy(test, {
      ...{ creditorId: creditor.id, kind: 'promise', changedBy: 'user:1', basedOn: null },
      body: { ...DEFAULT_PROMISE_POLICY, isOffered: true, leastShareBps: 5_000 },
    })
    const link = await issuePlanLink(test, creditor, debtor)
    const promise = async (number: string) => {
      await createInvoice(test, debtor, { number, payableMinor: 100_00 })
      const made = await makePromise(test, {
        ...{ ...account, promiseId: test.ids.uuid(), currency: EURO, invoiceNumbers: [number], note: '' },
        ...{ amountMinor: 100_00, promisedOn: calendarDay('2026-11-27') },
        maker: { side: 'creditor', author: 'user:1', name: null },
      })
      expect(made.ok).toBe(true)
    }
    for (const number of ['A', 'B', 'C']) await promise(number)
    expect(await countPromises()).toBe(0)
    test.clock.advance({ hours: 1 })
    await receive(1, ['A'])
    expect(await countPromises()).toBe(1)
    const { creditorId, debtorId, id: linkId } = link
    const opened = await openDisputes(
      { ...test, fileStore: { put: () => Promise.reject(new Error()), get: () => Promise.resolve(null) } },
      {
        disputant: { creditorId, debtorId, linkId, scope: ['dispute'], name: null, email: null, locale: 'en' },
        ...{ idempotencyKey: test.ids.uuid(), reason: 'QUA', action: 'CNF', text: 'damaged', files: [] },
        invoices: [{ number: 'B', lines: [] }],
      },
    )
    expect(opened.ok).toBe(true)
    expect(await countPromises()).toBe(2)
    test.clock.set('2026-11-29T09:59:00Z')
    expect(await countPromises()).toBe(2)
    // The days of grace are over where it is the 30th: at first fourteen hours ahead of Greenwich.
    test.clock.set('2026-11-29T10:01:00Z')
    expect(await countPromises()).toBe(3)
  })
})

describe('payments', () => {
  it('whose time is over come page by page, and those behind others that have to wait come too', async () => {
    for (const number of ['A', 'B', 'C']) {
      await createInvoice(test, debtor, { number, payableMinor: 10_00 })
      await harness.start(payer, orderOf({ [number]: 10_00 }))
    }
    const list = (after: PaymentId | null) =>
      inSystem(({ payments }) => payments.listOverdue(test.clock.now(), test.clock.now(), after, 2))
    expect(await list(null)).toEqual([])
    test.clock.advance({ days: 1 })
    const first = await list(null)
    const rest = await list(first.at(-1)?.id ?? null)
    expect([first.length, rest.length]).toEqual([2, 1])
    expect(new Set([...first, ...rest].map(({ id }) => id)).size).toBe(3)
  })
})

describe('settlement offers', () => {
  it('are looked at once nobody answered in time', async () => {
    await changePolicy(test, {
      ...{ creditorId: creditor.id, kind: 'settlement-offer', changedBy: 'user:1', basedOn: null },
      body: { ...DEFAULT_SETTLEMENT_OFFER_POLICY, isOffered: true, answerDays: 5 },
    })
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00, dueOn: '2026-05-01' })
    const made = await makeSettlementOffer(test, {
      ...{ ...account, offerId: test.ids.uuid(), currency: EURO, invoiceNumbers: ['A'], text: '' },
      ...{ offeredMinor: 60_00, payByOn: calendarDay('2026-12-04') },
      maker: { side: 'creditor', author: 'user:1', name: null },
    })
    expect(made.ok).toBe(true)
    expect(await countOffers()).toBe(0)
    test.clock.set('2026-11-26T09:59:00Z')
    expect(await countOffers()).toBe(0)
    test.clock.set('2026-11-26T10:01:00Z')
    expect(await countOffers()).toBe(1)
  })
})

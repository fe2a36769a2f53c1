/** Interest and compensation that a settlement or a payoff quote lets go of: owed again where its money goes back, and told. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay, dayOfInstant } from '~/domain/calendar-day'
import { DEFAULT_INTEREST_POLICY, type InterestPolicy } from '~/domain/interest-policy'
import { computeLateInterest } from '~/domain/late-interest'
import type { OutcomeInterest } from '~/domain/outcome-interest'
import { changePolicy } from '~/use-cases/change-policy'
import { correctPayment } from '~/use-cases/correct-payment'
import { decideSettlementOffers } from '~/use-cases/decide-settlement-offers'
import { issuePayoffQuote } from '~/use-cases/issue-payoff-quote'
import { readLateness } from '~/use-cases/read-charges'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { reviewPayment } from '~/use-cases/review-payment'
import { readInterestWaivers } from '~/use-cases/read-interest-waivers'
import { EURO, listReported, readInvoice } from '../setup/payment-harness'
import { useSettlementOffers } from '../setup/settlement-offer-account'

const { test, harness, services, creditor, debtor, payer, account, agreeOne, readOffer, pay, readOpen } =
  await useSettlementOffers()

/** 18.25 % a year: 50 cents a day on 1,000.00; and 40 euro once. */
const TERMS: InterestPolicy = {
  ...DEFAULT_INTEREST_POLICY,
  ...{ enabled: true, statute: 'DE', compensation: true },
  interest: { kind: 'contract', rateBps: 1_825, per: 'year', graceDays: 0 },
}

async function charge(changes: Partial<InterestPolicy> = {}): Promise<void> {
  const change = { creditorId: creditor.id, kind: 'interest', changedBy: 'system', basedOn: null } as const
  expect(await changePolicy(services, { ...change, body: { ...TERMS, ...changes } })).toMatchObject({ ok: true })
}

/** What is owed of each invoice beside itself today, billed or not asked for. */
const readOwed = () =>
  test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async (transaction) => {
    const invoices = await transaction.invoices.findByNumbers(creditor.id, debtor.id, 'invoice', ['A', 'B'])
    const { policy, claims } = await readLateness(transaction, creditor, invoices)
    const today = dayOfInstant(test.clock.now(), creditor.timeZone)
    return invoices
      .toSorted((left, right) => (left.number < right.number ? -1 : 1))
      .map(({ id }) => {
        const claim = claims.get(id)
        if (!claim) throw new Error('it bears nothing')
        const { interestMinor, compensationMinor } = computeLateInterest(claim, policy, today)
        return { interestMinor, compensationMinor }
      })
  })

const NOTHING = [
  { interestMinor: 0, compensationMinor: 0 },
  { interestMinor: 0, compensationMinor: 0 },
]

const listTold = async (): Promise<[string, OutcomeInterest][]> =>
  (await listReported(test)).flatMap(({ type, data: { interest } }): [string, OutcomeInterest][] =>
    interest && type !== 'interest.charged' ? [[type, interest]] : [],
  )

const sumTold = async (type: string) =>
  (await listTold())
    .filter(([own]) => own === type)
    .reduce((sum, [, { interestMinor = 0, compensationMinor = 0 }]) => sum + interestMinor + compensationMinor, 0)

describe('a settlement lets go of what lateness had cost', () => {
  it('and tells how much, beside what it wrote off', async () => {
    await charge()
    const owed = await readOwed()
    expect(owed.map(({ compensationMinor }) => compensationMinor)).toEqual([40_00, 40_00])
    const agreed = await agreeOne()
    await pay(agreed)
    expect(await readOwed()).toEqual(NOTHING)
    const told = await listTold()
    expect(told.map(([type, { invoice, waivedBy, reason }]) => [type, invoice, waivedBy, reason])).toEqual([
      ['interest.waived', 'A', 'settlement', agreed.reference],
      ['interest.waived', 'B', 'settlement', agreed.reference],
    ])
    expect(told.map(([, { interestMinor, compensationMinor }]) => ({ interestMinor, compensationMinor }))).toEqual(owed)
    const types = (await listReported(test)).map(({ type }) => type)
    expect(types.slice(-4)).toEqual(['payment.succeeded', 'settlement.fulfilled', 'interest.waived', 'interest.waived'])
  })

  it('tells of nothing where the creditor charges nothing', async () => {
    await pay(await agreeOne())
    expect(await listTold()).toEqual([])
  })

  it.each(['refund', 'charge_back'] as const)('and owes it again at once after a %s', async (action) => {
    await charge()
    const owed = await readOwed()
    const agreed = await agreeOne()
    const { checkoutId } = await pay(agreed)
    await harness.act(checkoutId, action)
    await harness.deliverAll()
    expect(await readOpen()).toEqual([750_00, 250_00])
    expect(await readOwed()).toEqual(owed)
    const told = await listTold()
    expect(told.map(([type]) => type)).toEqual([
      ...['interest.waived', 'interest.waived', 'interest.reinstated', 'interest.reinstated'],
    ])
    // Each by the waiver that it takes back.
    expect(
      told
        .slice(2)
        .map(([, { waiverId }]) => waiverId)
        .toSorted(),
    ).toEqual(
      told
        .slice(0, 2)
        .map(([, { waiverId }]) => waiverId)
        .toSorted(),
    )
    expect(await sumTold('interest.reinstated')).toBe(await sumTold('interest.waived'))
    expect(await decideSettlementOffers(test)).toBe(1)
    expect((await readOffer(agreed.id)).offer).toMatchObject({ status: 'broken' })
    const waivers = await readInterestWaivers(test, { creditorId: creditor.id })
    expect(waivers.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, true])
    // What is owed again is asked for with the invoices.
    const reviewed = await reviewPayment(services, {
      ...{ payer, credits: 'none', purpose: null, selection: { kind: 'all', currency: EURO } },
    })
    const chargesMinor = owed.reduce((sum, one) => sum + one.interestMinor + one.compensationMinor, 0)
    expect(reviewed).toMatchObject({ ok: true, value: { plan: { settledMinor: 1_000_00, chargesMinor } } })
  })

  it('also where a cent goes back of one of its invoices', async () => {
    await charge()
    const owed = await readOwed()
    const { checkoutId } = await pay(await agreeOne())
    await harness.act(checkoutId, 'refund', 1)
    await harness.deliverAll()
    expect(await readOwed()).toEqual(owed)
  })

  it('again when a refund fails that had broken it: it is fulfilled as before', async () => {
    await charge()
    const agreed = await agreeOne()
    const { checkoutId, payment } = await pay(agreed)
    await harness.act(checkoutId, 'refund')
    await harness.deliverAll()
    expect(await decideSettlementOffers(test)).toBe(1)
    expect((await readOffer(agreed.id)).offer).toMatchObject({ status: 'broken', endedReason: 'money_went_back' })
    expect(await readOpen()).toEqual([750_00, 250_00])
    test.clock.advance({ days: 2 })
    await harness.act(checkoutId, 'fail_refund')
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded', refundedMinor: 0 })
    expect(await readOpen()).toEqual([0, 0])
    expect(await readOwed()).toEqual(NOTHING)
    expect(await decideSettlementOffers(test)).toBe(1)
    expect((await readOffer(agreed.id)).offer).toMatchObject({ status: 'fulfilled', endedReason: null })
    expect(await decideSettlementOffers(test)).toBe(0)
    const types = (await listReported(test)).map(({ type }) => type)
    expect(types.filter((type) => type.startsWith('settlement.')).slice(-3)).toEqual([
      ...['settlement.fulfilled', 'settlement.broken', 'settlement.fulfilled'],
    ])
    expect(types.filter((type) => type === 'interest.waived')).toHaveLength(4)
    // In full and final settlement: also of the days between.
    const waivers = await readInterestWaivers(test, { creditorId: creditor.id })
    const standing = waivers.filter(({ revokedAt }) => revokedAt === null)
    const today = dayOfInstant(test.clock.now(), creditor.timeZone)
    expect(standing.map(({ throughOn }) => throughOn)).toEqual([today, today])
  })

  it('by money in other ways, and owes it again when that goes back', async () => {
    await charge()
    const owed = await readOwed()
    const agreed = await agreeOne()
    const received = await recordManualPayment(services, {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor: 900_00 },
      ...{ way: 'cheque', receivedOn: dayOfInstant(test.clock.now(), creditor.timeZone), externalReference: null },
      ...{ note: null, invoiceNumbers: ['A', 'B'], idempotencyKey: test.ids.uuid(), recordedBy: 'user:1' },
    })
    if (!received.ok) throw new Error(JSON.stringify(received.failure))
    expect(await decideSettlementOffers(test)).toBe(1)
    expect(await readOpen()).toEqual([0, 0])
    expect(await readOwed()).toEqual(NOTHING)
    test.clock.advance({ days: 1 })
    const correction = { paymentId: received.value.id, amountMinor: null, reason: 'the cheque bounced' }
    const by = { creditorId: creditor.id, requestedBy: 'user:1', idempotencyKey: test.ids.uuid() }
    expect(await correctPayment(services, { ...correction, ...by })).toMatchObject({ ok: true })
    expect(await decideSettlementOffers(test)).toBe(1)
    expect((await readOffer(agreed.id)).offer).toMatchObject({ status: 'broken', endedReason: 'money_went_back' })
    expect(await readOpen()).toEqual([750_00, 250_00])
    expect(await readOwed()).toEqual(owed)
    expect(await sumTold('interest.reinstated')).toBe(await sumTold('interest.waived'))
  })
})

const histories = fc.array(
  fc.record({
    action: fc.constantFrom('refund', 'charge_back', 'fail_refund', 'win_chargeback', 'hour'),
    refundMinor: fc.integer({ min: 1, max: 900_00 }),
    days: fc.integer({ min: 0, max: 3 }),
  } as const),
  { minLength: 2, maxLength: 7 },
)

describe('what was let go and what is owed again add up', () => {
  it.each(fc.sample(histories, 8).map((history) => [JSON.stringify(history), history] as const))(
    'after %s',
    async (_, history) => {
      await charge()
      const before = sumOwed(await readOwed())
      const agreed = await agreeOne()
      const { checkoutId, payment } = await pay(agreed)
      for (const { action, refundMinor, days } of history) {
        test.clock.advance({ days })
        if (action === 'hour') await decideSettlementOffers(test)
        // Not all of it is possible at all times.
        else await harness.act(checkoutId, action, refundMinor).catch(() => undefined)
        await harness.deliverAll()
        const isWhole = (await harness.readPayment(payment)).status === 'succeeded'
        const owed = sumOwed(await readOwed())
        if (isWhole) expect(owed).toBe(0)
        else expect(owed).toBeGreaterThanOrEqual(before)
        const waivers = await readInterestWaivers(test, { creditorId: creditor.id })
        expect(waivers.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(isWhole ? 2 : 0)
      }
      await decideSettlementOffers(test)
      const isWhole = (await harness.readPayment(payment)).status === 'succeeded'
      expect((await readOffer(agreed.id)).offer.status).toBe(isWhole ? 'fulfilled' : 'broken')
      // What is owed again is what was let go by the same waiver.
      const told = await listTold()
      for (const [type, { waiverId, interestMinor, compensationMinor }] of told) {
        if (type !== 'interest.reinstated') continue
        const granted = told.find(([own, { waiverId: id }]) => own === 'interest.waived' && id === waiverId)
        expect(granted?.[1]).toMatchObject({ interestMinor, compensationMinor })
      }
    },
  )
})

const sumOwed = (owed: Awaited<ReturnType<typeof readOwed>>) =>
  owed.reduce((sum, { interestMinor, compensationMinor }) => sum + interestMinor + compensationMinor, 0)

describe('a payoff quote that was paid', () => {
  it('asks again for what it had promised not to where its money goes back, and lets it go when it comes again', async () => {
    await charge()
    const quoted = await issuePayoffQuote(services, {
      ...{ ...account, currency: EURO, numbers: ['A'], validThroughOn: calendarDay('2026-11-25') },
      ...{ language: 'de', linkId: null, requestedBy: 'key:1' },
    })
    if (!quoted.ok) throw new Error(quoted.failure.kind)
    await charge({ interest: { kind: 'contract', rateBps: 3_650, per: 'year', graceDays: 0 } })
    const [asked] = await readOwed()
    const purpose = { kind: 'payoff_quote', id: quoted.value.id } as const
    const reviewed = await reviewPayment(services, {
      ...{ payer, credits: 'none', purpose, selection: { kind: 'invoices', items: [{ number: 'A' }] } },
    })
    if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
    const { checkoutId } = await harness.start(payer, reviewed.value.order)
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect((await readOwed())[0]).toEqual(NOTHING[0])
    const [note] = (await listReported(test)).flatMap(({ type, data }) =>
      type === 'interest.charged' ? [data.interest?.interestMinor ?? 0] : [],
    )
    const beyondMinor = (asked?.interestMinor ?? 0) - (note ?? 0)
    expect(beyondMinor).toBeGreaterThan(0)
    expect(await listTold()).toMatchObject([
      ['interest.waived', { invoice: 'A', interestMinor: beyondMinor, waivedBy: 'quote', reason: quoted.value.number }],
    ])
    await harness.act(checkoutId, 'charge_back')
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 750_00 })
    expect((await readOwed())[0]).toEqual({ interestMinor: beyondMinor, compensationMinor: 0 })
    await harness.act(checkoutId, 'win_chargeback')
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect((await readOwed())[0]).toEqual(NOTHING[0])
    expect((await listTold()).map(([type]) => type)).toEqual([
      ...['interest.waived', 'interest.reinstated', 'interest.waived'],
    ])
  })
})

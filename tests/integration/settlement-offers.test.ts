/** Settlement offers: agreed by a code, paid as one sum, let go all at once or not at all, and broken by their own terms. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { renderMail } from '~/emails/render-mail.server'
import { decideSettlementOffers } from '~/use-cases/decide-settlement-offers'
import type { MailMessage } from '~/use-cases/ports/mailer'
import { readAccessLog } from '~/use-cases/read-access-log'
import { recordManualPayment } from '~/use-cases/record-manual-payment'
import { sendMail } from '~/use-cases/send-mail'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { withoutReceipts } from '../setup/mail'
import { EURO, listReported, orderOf } from '../setup/payment-harness'
import { useSettlementOffers } from '../setup/settlement-offer-account'

const {
  test,
  harness,
  services,
  creditor,
  debtor,
  payer,
  account,
  deps,
  permit,
  offer,
  makeOne,
  answer,
  agree,
  agreeOne,
  readOffer,
  review,
  pay,
  readOpen,
  getLink,
} = await useSettlementOffers()

describe('an offer', () => {
  it('inside the bounds has the creditor’s word at once and waits for the debtor’s consent', async () => {
    const made = await makeOne()
    expect(made).toMatchObject({ status: 'offered', owedMinor: 1_000_00, offeredMinor: 900_00, openedBy: 'debtor' })
    expect(made.invoices.map(({ number, waivedMinor }) => [number, waivedMinor])).toEqual([
      ['A', 75_00],
      ['B', 25_00],
    ])
    const { entries } = await readOffer(made.id)
    expect(entries.map(({ step, side, author }) => [step, side, author])).toEqual([
      ['proposed', 'debtor', `link:${getLink().id}`],
      ['accepted', 'creditor', 'policy'],
    ])
  })

  it('below them is the creditor’s to answer: other terms, and other terms again', async () => {
    const made = await makeOne({ offeredMinor: 600_00 })
    expect(made.status).toBe('proposed')
    expect(await agree(made)).toEqual({ ok: false, failure: { kind: 'not_possible' } })
    const terms = { step: 'countered', payByOn: calendarDay('2026-12-01') } as const
    expect(await answer(made.id, 'debtor', { ...terms, offeredMinor: 700_00 })).toMatchObject({ ok: false })
    expect(await answer(made.id, 'creditor', { ...terms, offeredMinor: 800_00 })).toMatchObject({
      value: { status: 'offered', offeredMinor: 800_00, payByOn: '2026-12-01' },
    })
    expect(await answer(made.id, 'debtor', { ...terms, offeredMinor: 700_00 })).toMatchObject({
      value: { status: 'proposed' },
    })
    expect(await answer(made.id, 'creditor', { step: 'accepted' })).toMatchObject({
      value: { status: 'offered', offeredMinor: 700_00 },
    })
    expect((await listReported(test)).map(({ type }) => type).filter((type) => type.startsWith('settlement.'))).toEqual(
      ['settlement.proposed', 'settlement.countered', 'settlement.countered', 'settlement.offered'],
    )
  })

  it('is refused with what is wrong', async () => {
    expect(await offer({ offeredMinor: 499_99 })).toEqual({
      ok: false,
      failure: { kind: 'faults', faults: [{ field: 'amount', code: 'too_little' }] },
    })
    await createInvoice(test, debtor, { number: 'C', payableMinor: 10_00, dueOn: '2026-11-01' })
    expect(await offer({ invoiceNumbers: ['A', 'C'] })).toEqual({ ok: false, failure: { kind: 'too_early' } })
    await makeOne({ invoiceNumbers: ['A'], offeredMinor: 700_00 })
    expect(await offer()).toEqual({ ok: false, failure: { kind: 'offered_already' } })
    await permit({ isOffered: false })
    expect(await offer({ invoiceNumbers: ['B'] })).toEqual({ ok: false, failure: { kind: 'not_offered' } })
  })

  it('leaves each step of the debtor’s in the log of the account, and none of the creditor’s', async () => {
    const listSteps = async () =>
      (await readAccessLog(test, { ...account, linkId: getLink().id })).map(({ action }) => action)
    const { id, reference } = await makeOne({ offeredMinor: 600_00 })
    const terms = { step: 'countered', payByOn: calendarDay('2026-12-01') } as const
    await answer(id, 'creditor', { ...terms, offeredMinor: 800_00 })
    expect(await listSteps()).toEqual(['settlement_offered'])
    await answer(id, 'debtor', { ...terms, offeredMinor: 700_00 })
    await answer(id, 'creditor', { step: 'accepted' })
    await answer(id, 'debtor', { step: 'declined' })
    await agreeOne()
    const steps = ['settlement_agreed', 'settlement_continued', 'settlement_ended']
    expect((await listSteps()).sort()).toEqual([...steps, 'settlement_offered', 'settlement_offered'])
    const log = await readAccessLog(test, { ...account, linkId: getLink().id })
    expect(log.find(({ action }) => action === 'settlement_ended')?.subject).toBe(reference)
    expect(log.find(({ action }) => action === 'settlement_agreed')?.clientHint).toBe('Firefox, 192.0.2.…')
  })

  it('takes an invoice once, however many offer it at the same time', async () => {
    const made = await Promise.all([offer(), offer(), offer()])
    expect(made.filter(({ ok }) => ok)).toHaveLength(1)
  })

  it('ends when nobody answers in time, and frees its invoices', async () => {
    const made = await makeOne({ offeredMinor: 600_00 })
    test.clock.set('2026-11-30T22:30:00Z')
    expect(await decideSettlementOffers(test)).toBe(0)
    test.clock.set('2026-11-30T23:30:00Z')
    expect(await decideSettlementOffers(test)).toBe(1)
    expect((await readOffer(made.id)).offer).toMatchObject({ status: 'expired' })
    expect(await answer(made.id, 'creditor', { step: 'accepted' })).toMatchObject({ ok: false })
    expect(await offer({ payByOn: calendarDay('2026-12-05') })).toMatchObject({ ok: true })
  })
})

describe('an agreed settlement', () => {
  it('is paid as one sum; the rest is written off with it, and both add up', async () => {
    const agreed = await agreeOne()
    const reviewed = await review(agreed)
    expect(reviewed).toMatchObject({ ok: true, value: { plan: { cashMinor: 900_00, concessionMinor: 100_00 } } })
    const { payment } = await pay(agreed)
    expect(payment.amountMinor).toBe(900_00)
    expect(await readOpen()).toEqual([0, 0])
    expect((await readOffer(agreed.id)).offer).toMatchObject({ status: 'fulfilled', paymentId: payment.id })
    const [settled, fulfilled] = (await listReported(test)).slice(-2)
    expect(settled?.data.invoices?.map(({ settledBy, amountMinor }) => [settledBy, amountMinor])).toEqual([
      ['cash', 675_00],
      ['cash', 225_00],
      ['write_off', 75_00],
      ['write_off', 25_00],
    ])
    expect(fulfilled).toMatchObject({ type: 'settlement.fulfilled' })
    expect(fulfilled?.data.invoices).toBe(undefined)
    const waivers = await test.inspect<{ waived_by: string }>('select waived_by from interest_waiver')
    expect(waivers.map(({ waived_by }) => waived_by)).toEqual(Array(2).fill(`settlement:${agreed.id}`))
    expect(await review(agreed)).toMatchObject({ ok: false })
  })

  it('is not paid in part, nor with a part of what it lets go', async () => {
    const agreed = await agreeOne()
    const purpose = { kind: 'settlement_offer', id: agreed.id } as const
    const order = { ...orderOf({ A: 750_00 }), items: [{ number: 'A', amountMinor: 750_00, concessionMinor: 75_00 }] }
    const started = await startPayment(services, {
      payer,
      order: { ...order, purpose },
      idempotencyKey: test.ids.uuid(),
    })
    expect(started).toMatchObject({ ok: false })
    expect(await readOpen()).toEqual([750_00, 250_00])
  })

  it('that nobody pays is broken when the days of grace are over: nothing is let go', async () => {
    const agreed = await agreeOne()
    test.clock.set('2026-12-03T22:30:00Z')
    expect(await decideSettlementOffers(test)).toBe(0)
    expect(await review(agreed)).toMatchObject({ ok: false })
    test.clock.set('2026-12-03T23:30:00Z')
    expect(await decideSettlementOffers(test)).toBe(1)
    expect((await readOffer(agreed.id)).offer).toMatchObject({ status: 'broken', endedReason: 'not_paid' })
    expect(await readOpen()).toEqual([750_00, 250_00])
  })

  it('is fulfilled by money that came in other ways, and what is left is written off then', async () => {
    const agreed = await agreeOne()
    await recordManualPayment(services, {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, currency: EURO, amountMinor: 900_00 },
      ...{ way: 'cheque', receivedOn: calendarDay('2026-11-21'), externalReference: null, note: null },
      ...{ invoiceNumbers: null, idempotencyKey: test.ids.uuid(), recordedBy: 'user:1' },
    })
    expect(await readOpen()).toEqual([0, 100_00])
    expect(await decideSettlementOffers(test)).toBe(1)
    expect(await readOpen()).toEqual([0, 0])
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'settlement.fulfilled',
      data: {
        settlement: { reference: agreed.reference },
        invoices: [{ number: 'B', amountMinor: 100_00, settledBy: 'write_off' }],
      },
    })
  })

  it('is broken when the money goes back: what was let go is owed again', async () => {
    const agreed = await agreeOne()
    const { checkoutId } = await pay(agreed)
    await harness.act(checkoutId, 'refund', 1)
    await harness.deliverAll()
    // A cent is missing on one of them, and nothing is let go of either.
    expect((await readOpen()).reduce((sum, minor) => sum + minor, 0)).toBe(100_01)
    await harness.act(checkoutId, 'charge_back')
    await harness.deliverAll()
    expect(await readOpen()).toEqual([750_00, 250_00])
    expect(await decideSettlementOffers(test)).toBe(1)
    expect((await readOffer(agreed.id)).offer).toMatchObject({ status: 'broken', endedReason: 'money_went_back' })
  })

  it('is broken when money that came in other ways goes back, and fulfilled again when it comes again', async () => {
    const agreed = await agreeOne()
    const { checkoutId } = await harness.start(payer, orderOf({ A: 750_00, B: 150_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await decideSettlementOffers(test)).toBe(1)
    expect(await readOpen()).toEqual([0, 0])
    test.clock.set('2026-11-25T12:00:00Z')
    await harness.act(checkoutId, 'charge_back')
    await harness.deliverAll()
    expect(await decideSettlementOffers(test)).toBe(1)
    expect(await readOpen()).toEqual([750_00, 250_00])
    expect((await readOffer(agreed.id)).offer).toMatchObject({ status: 'broken', endedReason: 'money_went_back' })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'settlement.broken',
      data: { invoices: [{ number: 'B', amountMinor: -100_00, settledBy: 'write_off' }] },
    })
    expect(await decideSettlementOffers(test)).toBe(0)
    test.clock.set('2026-11-26T12:00:00Z')
    await harness.act(checkoutId, 'win_chargeback')
    await harness.deliverAll()
    expect(await decideSettlementOffers(test)).toBe(1)
    expect(await readOpen()).toEqual([0, 0])
    expect((await readOffer(agreed.id)).offer).toMatchObject({ status: 'fulfilled', endedReason: null })
    expect(await decideSettlementOffers(test)).toBe(0)
  })

  it('is told of by mail, to either side', async () => {
    const agreed = await agreeOne()
    const sent: MailMessage[] = []
    const mailer = { send: (message: MailMessage) => Promise.resolve(void sent.push(message)) }
    for (const job of await test.listWaitingJobs('send-mail')) {
      if (job.kind === 'settlement-step') await sendMail({ ...deps, ...withoutReceipts, mailer, renderMail }, job)
    }
    const subjectsTo = (isCreditor: boolean) =>
      sent.filter(({ to }) => (to === creditor.supportEmail) === isCreditor).map(({ subject }) => subject)
    expect(subjectsTo(false)).toEqual([
      `Settlement offer ${agreed.reference} is accepted`,
      `Settlement ${agreed.reference} is agreed: €900.00 by 30 Nov 2026`,
    ])
    expect(subjectsTo(true)).toHaveLength(2)
    const toDebtor = sent.findLast(({ to }) => to !== creditor.supportEmail)
    expect(toDebtor?.text).toContain(`https://pay.example/offers/${agreed.id}`)
  })
})

/** Consent to a settlement by a mailed code, and steps of both sides at the same time. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import type { CreditorId } from '~/domain/ids'
import type { Transaction, UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { readSettlementAgreement } from '~/use-cases/read-settlement-offers'
import { listReported, orderOf } from '../setup/payment-harness'
import { useSettlementOffers } from '../setup/settlement-offer-account'

const { test, harness, payer, account, deps, makeOne, answer, requestCode, agree, readOffer, getLink } =
  await useSettlementOffers()

describe('consent', () => {
  it('takes the code, keeps the agreement byte for byte, and names its hash', async () => {
    const made = await makeOne()
    expect(await agree(made, { code: '000000' })).toEqual({ ok: false, failure: { kind: 'code', fault: 'expired' } })
    const code = await requestCode()
    const wrong = code === '111111' ? '222222' : '111111'
    expect(await agree(made, { code: wrong })).toEqual({ ok: false, failure: { kind: 'code', fault: 'wrong' } })
    const agreed = await agree(made, { code })
    if (!agreed.ok) throw new Error(JSON.stringify(agreed.failure))
    const { documentSha256, consent } = agreed.value
    expect(consent).toMatchObject({ name: 'Greta Lüders', linkId: getLink().id, clientHint: 'Firefox, 192.0.2.…' })
    const file = await readSettlementAgreement(deps, { ...account, offerId: made.id })
    expect(createHash('sha256').update(file!.content).digest('hex')).toBe(documentSha256)
    expect(file!.filename).toBe(`Settlement agreement ${made.reference}.pdf`)
    const [issued] = await test.inspect<{ kind: string; sha256: string }>(
      `select kind, encode(sha256, 'hex') as sha256 from issued_document`,
    )
    expect(issued).toEqual({ kind: 'settlement_agreement', sha256: documentSha256 })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'settlement.agreed',
      data: { settlement: { agreementSha256: documentSha256, waivedMinor: 100_00 } },
    })
    expect(await agree(made)).toMatchObject({ failure: { kind: 'not_possible' } })
  })

  it('is to what was read, and to what is still due', async () => {
    const made = await makeOne()
    const read = { offeredMinor: 899_99, payByOn: made.payByOn }
    expect(await agree(made, { read })).toEqual({ ok: false, failure: { kind: 'changed' } })
    const { checkoutId } = await harness.start(payer, orderOf({ A: 10_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await agree(made)).toEqual({ ok: false, failure: { kind: 'changed' } })
  })
})

describe('steps at the same time', () => {
  const settlementTypes = async () =>
    (await listReported(test)).map(({ type }) => type).filter((type) => type.startsWith('settlement.'))

  it('agree once by one form, however often it comes', async () => {
    const made = await makeOne()
    const form = { code: await requestCode(), entryId: test.ids.uuid() }
    const results = await Promise.all([agree(made, form), agree(made, form), agree(made, form)])
    const again = await agree(made, form)
    const [first] = results
    if (!first.ok) throw new Error(JSON.stringify(results))
    for (const result of [...results, again]) {
      expect(result).toMatchObject({ value: { status: 'agreed', documentSha256: first.value.documentSha256 } })
    }
    expect(await test.inspect(`select 1 from issued_document`)).toHaveLength(1)
    expect(await settlementTypes()).toEqual(['settlement.proposed', 'settlement.offered', 'settlement.agreed'])
  })

  for (const read of ['findById', 'findEntry'] as const) {
    it(`answer what stands by then, where the same form goes through just after ${read}`, async () => {
      const made = await makeOne()
      const form = { code: await requestCode(), entryId: test.ids.uuid() }
      let isThrough = false
      const interruptOnce = (transaction: Transaction): Transaction => {
        const offers = transaction.settlementOffers
        const interrupted = async (creditorId: CreditorId, offerId: string, entryId: string) => {
          const found = await (read === 'findById'
            ? offers.findById(creditorId, offerId)
            : offers.findEntry(creditorId, offerId, entryId))
          if (!isThrough) {
            isThrough = true
            expect(await agree(made, form)).toMatchObject({ value: { status: 'agreed' } })
          }
          return found
        }
        return { ...transaction, settlementOffers: { ...offers, [read]: interrupted } }
      }
      const unitOfWork: UnitOfWork = {
        run: (scope, work) => test.unitOfWork.run(scope, (transaction) => work(interruptOnce(transaction))),
      }
      expect(await agree(made, form, unitOfWork)).toMatchObject({ value: { status: 'agreed' } })
      expect(isThrough).toBe(true)
      expect(await settlementTypes()).toEqual(['settlement.proposed', 'settlement.offered', 'settlement.agreed'])
    })
  }

  it('let one form agree where two are sent', async () => {
    const made = await makeOne()
    const code = await requestCode()
    const results = await Promise.all([agree(made, { code }), agree(made, { code })])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toEqual({ ok: false, failure: { kind: 'not_possible' } })
  })

  it('answer once by one form, and never another thing by it', async () => {
    const made = await makeOne({ offeredMinor: 600_00 })
    const countered = { step: 'countered', offeredMinor: 800_00, payByOn: calendarDay('2026-12-01') } as const
    const entryId = test.ids.uuid()
    const results = await Promise.all([1, 2, 3].map(() => answer(made.id, 'creditor', countered, entryId)))
    for (const result of results) expect(result).toMatchObject({ value: { status: 'offered', offeredMinor: 800_00 } })
    expect((await readOffer(made.id)).entries.map(({ step }) => step)).toEqual(['proposed', 'countered'])
    for (const other of [{ step: 'withdrawn' }, { ...countered, offeredMinor: 700_00 }] as const) {
      expect(await answer(made.id, 'creditor', other, entryId)).toEqual({
        ok: false,
        failure: { kind: 'not_possible' },
      })
    }
    expect((await readOffer(made.id)).offer).toMatchObject({ status: 'offered', offeredMinor: 800_00 })
  })

  it('of which one ends what the other would agree to, are one of the two', async () => {
    const made = await makeOne()
    const code = await requestCode()
    const [agreed, withdrawn] = await Promise.all([
      agree(made, { code }),
      answer(made.id, 'creditor', { step: 'withdrawn' }),
    ])
    expect([agreed.ok, withdrawn.ok].filter(Boolean)).toHaveLength(1)
    const { offer: after, entries } = await readOffer(made.id)
    expect(after.status).toBe(agreed.ok ? 'agreed' : 'withdrawn')
    expect(entries).toHaveLength(3)
    const lost = agreed.ok ? withdrawn : agreed
    expect(lost).toEqual({ ok: false, failure: { kind: 'not_possible' } })
    expect(await test.inspect(`select 1 from issued_document`)).toHaveLength(agreed.ok ? 1 : 0)
  })
})

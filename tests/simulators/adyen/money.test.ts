import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catchRefusal, startHarness, type Harness } from './harness'
import type { EventCode } from './notice'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.close())

/** Events of standard webhooks so far, with whether they say it went well. */
function listEvents(): string[] {
  return harness.adyen.webhooks.all.flatMap(({ item }) => (item ? [`${item.eventCode} ${item.success}`] : []))
}

function findItem(eventCode: EventCode) {
  return harness.adyen.webhooks.all.findLast(({ event }) => event === eventCode)!.item!
}

const modify = (value: number, reference?: string) => ({
  merchantAccount: harness.adyen.merchantAccount,
  amount: { currency: 'EUR', value },
  ...(reference === undefined ? {} : { reference }),
})

describe('capture', () => {
  it('is part of the authorisation where it is automatic, and not reported', async () => {
    const pspReference = await harness.payNew()
    expect(harness.adyen.books().get(pspReference)).toMatchObject({
      status: 'authorised',
      currency: 'EUR',
      merchantReference: 'P-1',
      authorisedMinor: 1000,
      capturedMinor: 1000,
    })
    expect(listEvents()).toEqual(['AUTHORISATION true'])
  })

  it('is reported where Adyen was asked to', async () => {
    harness.adyen.settings.reportsAutomaticCapture = true
    await harness.payNew()
    expect(listEvents()).toEqual(['AUTHORISATION true', 'CAPTURE true'])
  })

  it('is asked for where it is manual, within what was authorised', async () => {
    harness.adyen.settings.capture = 'manual'
    const pspReference = await harness.payNew()
    const { ModificationsApi } = harness.checkout
    expect(harness.adyen.books().get(pspReference)!.capturedMinor).toBe(0)
    const tooMuch = await ModificationsApi.captureAuthorisedPayment(pspReference, modify(1001))
    expect(tooMuch).toMatchObject({ status: 'received', paymentPspReference: pspReference })
    expect(findItem('CAPTURE')).toMatchObject({ success: 'false', reason: 'Insufficient balance on payment' })
    const part = await ModificationsApi.captureAuthorisedPayment(pspReference, modify(400, 'CAP-1'))
    expect(findItem('CAPTURE')).toMatchObject({
      success: 'true',
      pspReference: part.pspReference,
      originalReference: pspReference,
      merchantReference: 'CAP-1',
      amount: { currency: 'EUR', value: 400 },
    })
    // What one capture leaves is given back.
    await ModificationsApi.captureAuthorisedPayment(pspReference, modify(100))
    expect(findItem('CAPTURE').success).toBe('false')
    expect(harness.adyen.books().get(pspReference)!.capturedMinor).toBe(400)
  })

  it('is possible in parts where the account has it', async () => {
    Object.assign(harness.adyen.settings, { capture: 'manual', severalCaptures: true })
    const pspReference = await harness.payNew()
    for (const value of [400, 600, 1]) {
      await harness.checkout.ModificationsApi.captureAuthorisedPayment(pspReference, modify(value))
    }
    expect(listEvents()).toEqual(['AUTHORISATION true', 'CAPTURE true', 'CAPTURE true', 'CAPTURE false'])
    expect(harness.adyen.books().get(pspReference)!.capturedMinor).toBe(1000)
  })

  it('can be delayed, fail later, and expire', async () => {
    const pspReference = await harness.payNew({ captureDelayHours: 48 })
    harness.adyen.bank.captureWhenDue(pspReference)
    expect(harness.adyen.books().get(pspReference)!.capturedMinor).toBe(1000)
    harness.adyen.bank.failCapture(pspReference)
    expect(harness.adyen.books().get(pspReference)!.capturedMinor).toBe(0)
    harness.adyen.bank.expireAuthorisation(pspReference)
    expect(listEvents().slice(1)).toEqual(['CAPTURE true', 'CAPTURE_FAILED true', 'EXPIRE true'])
  })
})

describe('refund', () => {
  it('never exceeds what was captured', async () => {
    const pspReference = await harness.payNew()
    const { ModificationsApi } = harness.checkout
    const first = await ModificationsApi.refundCapturedPayment(pspReference, modify(700, 'R-1'))
    expect(first).toMatchObject({ status: 'received', reference: 'R-1' })
    await ModificationsApi.refundCapturedPayment(pspReference, modify(301))
    await ModificationsApi.refundCapturedPayment(pspReference, modify(300))
    expect(listEvents().slice(1)).toEqual(['REFUND true', 'REFUND false', 'REFUND true'])
    expect(harness.adyen.books().get(pspReference)).toMatchObject({ capturedMinor: 1000, refundedMinor: 1000 })
    // Without a reference of its own it carries the payment's.
    expect(findItem('REFUND')).toMatchObject({ merchantReference: 'P-1', originalReference: pspReference })
  })

  it('is declined before the capture, and when it is told to', async () => {
    harness.adyen.settings.capture = 'manual'
    const pspReference = await harness.payNew()
    await harness.checkout.ModificationsApi.refundCapturedPayment(pspReference, modify(1))
    expect(findItem('REFUND').reason).toBe("Transaction hasn't been captured, refund not possible")
    harness.adyen.settings.capture = 'automatic'
    harness.adyen.bank.declineNext('refund')
    await harness.checkout.ModificationsApi.refundCapturedPayment(await harness.payNew(), modify(1))
    expect(listEvents().at(-1)).toBe('REFUND false')
  })

  it('can fail and be reversed after it was accepted', async () => {
    const pspReference = await harness.payNew()
    const { ModificationsApi } = harness.checkout
    const refund = await ModificationsApi.refundCapturedPayment(pspReference, modify(250))
    harness.adyen.bank.failRefund(refund.pspReference)
    expect(findItem('REFUND_FAILED')).toMatchObject({
      pspReference: refund.pspReference,
      originalReference: pspReference,
    })
    await ModificationsApi.refundCapturedPayment(pspReference, modify(250))
    harness.adyen.bank.reverseRefund(pspReference)
    expect(listEvents().at(-1)).toBe('REFUNDED_REVERSED true')
    expect(harness.adyen.books().get(pspReference)!.refundedMinor).toBe(0)
  })

  it.each([
    ['of another payment', 'AAAAAAAAAAAAAAAA', 'EUR', 1, '167'],
    ['in another currency', null, 'USD', 1, '138'],
    ['of nothing', null, 'EUR', 0, '137'],
  ])('%s is refused', async (_what, reference, currency, value, errorCode) => {
    const pspReference = reference ?? (await harness.payNew())
    const request = { ...modify(1), amount: { currency, value } }
    const refusal = await catchRefusal(harness.checkout.ModificationsApi.refundCapturedPayment(pspReference, request))
    expect(refusal).toMatchObject({ statusCode: 422, errorCode })
  })
})

describe('cancellation and reversal', () => {
  it('cancels what is not captured', async () => {
    harness.adyen.settings.capture = 'manual'
    const { ModificationsApi } = harness.checkout
    const pspReference = await harness.payNew()
    const { merchantAccount } = harness.adyen
    await ModificationsApi.cancelAuthorisedPaymentByPspReference(pspReference, { merchantAccount })
    await ModificationsApi.captureAuthorisedPayment(pspReference, modify(1000))
    await ModificationsApi.refundOrCancelPayment(await harness.payNew(), { merchantAccount })
    expect(listEvents()).toEqual([
      'AUTHORISATION true',
      'CANCELLATION true',
      'CAPTURE false',
      'AUTHORISATION true',
      'CANCEL_OR_REFUND true',
    ])
    expect(harness.adyen.books().get(pspReference)!.status).toBe('cancelled')
  })

  it('does not cancel what is captured, and refunds it on reversal', async () => {
    const { ModificationsApi } = harness.checkout
    const pspReference = await harness.payNew()
    const { merchantAccount } = harness.adyen
    await ModificationsApi.cancelAuthorisedPaymentByPspReference(pspReference, { merchantAccount })
    await ModificationsApi.refundOrCancelPayment(pspReference, { merchantAccount })
    expect(listEvents().slice(1)).toEqual(['CANCELLATION false', 'CANCEL_OR_REFUND true'])
    expect(harness.adyen.books().get(pspReference)!.refundedMinor).toBe(1000)
  })
})

describe('disputes and what else happens', () => {
  it('takes the money, gives it back, and takes it again', async () => {
    const pspReference = await harness.payNew()
    const { bank } = harness.adyen
    const dispute = bank.openDispute(pspReference)
    const taken = () => harness.adyen.books().get(pspReference)!.chargedBackMinor
    expect(taken()).toBe(0)
    expect(bank.chargeBack(dispute)).toBe(dispute)
    expect(() => bank.chargeBack(dispute)).toThrow('charged_back')
    expect(taken()).toBe(1000)
    bank.reverseChargeback(dispute)
    expect(taken()).toBe(0)
    bank.chargeBackAgain(dispute)
    expect(taken()).toBe(1000)
    expect(listEvents().slice(1)).toEqual([
      'NOTIFICATION_OF_CHARGEBACK true',
      'CHARGEBACK true',
      'CHARGEBACK_REVERSED true',
      'SECOND_CHARGEBACK true',
    ])
    expect(findItem('CHARGEBACK')).toMatchObject({ pspReference: dispute, originalReference: pspReference })
  })

  it('takes a part without a notice before', async () => {
    const pspReference = await harness.payNew()
    harness.adyen.bank.chargeBack(pspReference, 300)
    expect(harness.adyen.books().get(pspReference)!.chargedBackMinor).toBe(300)
  })

  it('reports bank debits, offers nobody took, and reports', async () => {
    const { shopper, bank } = harness.adyen
    const { PaymentsApi } = harness.checkout
    const open = async () => (await PaymentsApi.sessions(harness.describeSession())).id
    bank.authorise(shopper.payByBank(await open()).pspReference)
    bank.refuse(shopper.payByBank(await open()).pspReference, 'Insufficient funds')
    shopper.abandon(await open())
    bank.publishReport('settlement_detail_report_batch_1.csv')
    expect(listEvents()).toEqual([
      'PENDING true',
      'AUTHORISATION true',
      'PENDING true',
      'AUTHORISATION false',
      'OFFER_CLOSED true',
      'REPORT_AVAILABLE true',
    ])
  })
})

it('keeps its books in order through anything that is asked of it', async () => {
  harness.adyen.settings.severalCaptures = true
  const { ModificationsApi } = harness.checkout
  const { merchantAccount } = harness.adyen
  const step = fc.tuple(
    fc.constantFrom('capture', 'refund', 'cancel', 'reverse', 'chargeback'),
    fc.integer({ min: 1, max: 1200 }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('manual', 'automatic'),
      fc.array(step, { maxLength: 6 }),
      async (capture, steps) => {
        harness.adyen.settings.capture = capture
        const pspReference = await harness.payNew()
        for (const [kind, value] of steps) {
          if (kind === 'capture') await ModificationsApi.captureAuthorisedPayment(pspReference, modify(value))
          else if (kind === 'refund') await ModificationsApi.refundCapturedPayment(pspReference, modify(value))
          else if (kind === 'cancel') {
            await ModificationsApi.cancelAuthorisedPaymentByPspReference(pspReference, { merchantAccount })
          } else if (kind === 'reverse') await ModificationsApi.refundOrCancelPayment(pspReference, { merchantAccount })
          else {
            const { capturedMinor, chargedBackMinor } = harness.adyen.books().get(pspReference)!
            if (value <= capturedMinor - chargedBackMinor) harness.adyen.bank.chargeBack(pspReference, value)
          }
        }
        const book = harness.adyen.books().get(pspReference)!
        expect(book.capturedMinor).toBeLessThanOrEqual(book.authorisedMinor)
        expect(book.refundedMinor).toBeLessThanOrEqual(book.capturedMinor)
        expect(book.chargedBackMinor).toBeLessThanOrEqual(book.capturedMinor)
        expect(book).toMatchObject(addUp(pspReference))
      },
    ),
    { numRuns: 20 },
  )
})

/** The books as a merchant would write them from the webhooks alone. */
function addUp(pspReference: string): { refundedMinor: number; chargedBackMinor: number } {
  const items = harness.adyen.webhooks.all.flatMap(({ item }) =>
    item?.originalReference === pspReference && item.success === 'true' ? [item] : [],
  )
  const sum = (isCounted: (item: (typeof items)[number]) => boolean) =>
    items.filter(isCounted).reduce((total, { amount }) => total + amount.value, 0)
  return {
    refundedMinor: sum(
      ({ eventCode, additionalData }) =>
        eventCode === 'REFUND' ||
        (eventCode === 'CANCEL_OR_REFUND' && additionalData?.['modification.action'] === 'refund'),
    ),
    chargedBackMinor: sum(({ eventCode }) => eventCode === 'CHARGEBACK'),
  }
}

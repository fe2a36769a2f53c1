/** A kept method that the bank refuses: for good, or for now. */
import { beforeEach, describe, expect, it } from 'vitest'
import { succeed } from '~/domain/result'
import type { SavedMethod } from '~/domain/saved-method'
import { carryOutCharge, chargeSavedMethod } from '~/use-cases/charge-saved-method'
import { listSavedMethods } from '~/use-cases/list-saved-methods'
import type { PaymentServices } from '~/use-cases/payment-services'
import { recordLifecycleEvent } from '~/use-cases/record-lifecycle-event'
import { removeSavedMethod } from '~/use-cases/remove-saved-method'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { createScriptedGateway } from '../factories/scripted-gateway'
import { keepMethod } from '../setup/kept-method'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, orderOf } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
})

const order = orderOf({ A: 100_00 })

const payBy = ({ id: savedMethodId }: SavedMethod) =>
  startPayment(services, { payer, order, idempotencyKey: 'form', way: { kind: 'saved', savedMethodId } })

async function openCharge({ id: savedMethodId }: SavedMethod) {
  const [creditorId, debtorId] = [creditor.id, debtor.id]
  const opened = await test.unitOfWork.run({ kind: 'creditor', creditorId }, (transaction) =>
    chargeSavedMethod(services, transaction, {
      ...{ creditorId, debtorId, savedMethodId, order },
      ...{ idempotencyKey: 'instalment', locale: 'de' },
    }),
  )
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  return { creditorId, debtorId, id: opened.value }
}

describe('a method that the bank refuses', () => {
  const declining = (failureCode: string): PaymentServices => {
    const charge = () => succeed({ status: 'declined', gatewayReference: 'c', failureCode } as const)
    return { ...services, gateways: new Map([['sandbox', createScriptedGateway('sandbox', { charge })]]) }
  }

  it.each([
    ['lost_card', 'blocked'],
    ['expired_card', 'expired'],
    ['account_closed', 'account_unusable'],
    ['debit_not_authorized', 'mandate_ended'],
  ] as const)('for good (%s) is not charged again, and its owner sees why and can remove it', async (code, because) => {
    const kept = await keepMethod(test, harness, payer, 'K')
    const using = declining(code)
    await carryOutCharge(using, await openCharge(kept))
    expect(await listSavedMethods(services, payer)).toMatchObject([{ isUsable: false, invalidBecause: because }])
    expect(await payBy(kept)).toMatchObject({ failure: [{ kind: 'saved_method_unavailable' }] })
    expect(await removeSavedMethod(services, payer, kept.id)).toBe(true)
    expect(await listSavedMethods(services, payer)).toEqual([])
  })

  it.each(['insufficient_funds', 'card_declined', 'try_again_later'])(
    'for now (%s) can be charged again',
    async (code) => {
      const kept = await keepMethod(test, harness, payer, 'K')
      await carryOutCharge(declining(code), await openCharge(kept))
      expect(await listSavedMethods(services, payer)).toMatchObject([{ isUsable: true, invalidBecause: null }])
    },
  )

  it('for good is known by the answer where a webhook that does not say why was quicker', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    const address = await openCharge(kept)
    const charge = async () => {
      const { creditorId, id } = address
      await test.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
        const payment = await transaction.payments.lock(creditorId, id)
        const event = {
          ...({ gateway: 'sandbox', eventId: 'e', kind: 'payment_failed', occurredAt: test.clock.now() } as const),
          amount: { amountMinor: 100_00, currency: EURO },
        }
        await recordLifecycleEvent({ ...services, transaction }, payment!, event)
      })
      return succeed({ status: 'declined', gatewayReference: 'c', failureCode: 'stolen_card' } as const)
    }
    const gateway = createScriptedGateway('sandbox', { charge })
    await carryOutCharge({ ...services, gateways: new Map([['sandbox', gateway]]) }, address)
    expect(await harness.readPayment(address)).toMatchObject({ status: 'failed' })
    expect(await listSavedMethods(services, payer)).toMatchObject([{ invalidBecause: 'blocked' }])
  })
})

/** Keeping a payment method at a provider's page, and charging it, for any provider that is doubled. */
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { Payer } from '~/domain/payment-order'
import type { SavedMethod } from '~/domain/saved-method'
import { chargeSavedMethod } from '~/use-cases/charge-saved-method'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { PaymentGateway } from '~/use-cases/ports/payment-gateway'
import type { TestDatabase } from './database'
import { orderOf, type StartedAtProvider } from './payment-harness'

interface ProviderAccount {
  test: TestDatabase
  creditor: Creditor
  debtor: Debtor
  payer: Payer
  gateway: () => PaymentGateway
  services: () => PaymentServices
}

export function createMethodKeeper({ test, creditor, debtor, payer, gateway, services }: ProviderAccount) {
  /** Services whose checkouts at the provider keep the method that is paid with. */
  function keepingServices(): PaymentServices {
    const asked = gateway()
    const keeping: PaymentGateway = {
      ...asked,
      createCheckout: (request) =>
        asked.createCheckout({
          ...request,
          customer: { customerReference: null, keepMethod: true, debtorId: debtor.id },
        }),
    }
    return { ...services(), gateways: new Map([[asked.name, keeping]]) }
  }

  /** The debtor agrees that the method of this payment is kept. */
  async function consent({ payment }: StartedAtProvider): Promise<void> {
    const agreed = {
      ...{ text: 'May be charged again.', language: 'en', name: null, email: 'greta@debtor.example' },
      ...{ codeId: test.ids.uuid(), linkId: null, clientHint: null, agreedAt: test.clock.now() },
    }
    await test.unitOfWork.run({ kind: 'system' }, ({ savedMethods }) => savedMethods.insertConsent(payment, agreed))
  }

  function listKept(): Promise<SavedMethod[]> {
    return test.unitOfWork.run({ kind: 'system' }, ({ savedMethods }) =>
      savedMethods.listActive(creditor.id, debtor.id),
    )
  }

  /** Opens a payment of invoice B, of 50.00, that charges the method. Throws when it was refused. */
  async function openCharge({ id: savedMethodId }: SavedMethod) {
    const { creditorId, debtorId } = payer
    const opened = await test.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, (transaction) =>
      chargeSavedMethod(services(), transaction, {
        ...{ creditorId, debtorId, savedMethodId, locale: 'en' },
        order: orderOf({ B: 50_00 }),
        idempotencyKey: test.ids.uuid(),
      }),
    )
    if (!opened.ok) throw new Error(`refused: ${JSON.stringify(opened.failure)}`)
    return { creditorId, debtorId, id: opened.value }
  }

  return { keepingServices, consent, listKept, openCharge }
}

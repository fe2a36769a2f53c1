import { refuseStructure, type Answer } from './answer'
import type { Request } from './endpoints'
import type { Token } from './ledger'
import { refuseMerchantAccount } from './missing-field'
import { createReference } from './references'
import { REQUEST_SCHEMAS } from './requests'
import type { World } from './world'

const METHODS = [
  { type: 'scheme', name: 'Cards', brands: ['visa', 'mc'] },
  { type: 'sepadirectdebit', name: 'SEPA Direct Debit' },
  { type: 'ideal', name: 'iDEAL' },
]

export function listPaymentMethods(world: World, { body }: Request): Answer {
  const { shopperReference } = REQUEST_SCHEMAS.listPaymentMethods.parse(body)
  const stored = findTokens(world, shopperReference).map(describeToken)
  return {
    status: 200,
    body: { paymentMethods: METHODS, ...(stored.length > 0 ? { storedPaymentMethods: stored } : {}) },
  }
}

export function listStoredPaymentMethods(world: World, { query }: Request): Answer {
  checkMerchantAccount(world, query)
  const shopperReference = query.get('shopperReference')
  const stored = findTokens(world, shopperReference ?? undefined)
  return {
    status: 200,
    body: {
      merchantAccount: world.merchantAccount,
      ...(shopperReference === null ? {} : { shopperReference }),
      storedPaymentMethods: stored.map((token) => ({
        ...describeToken(token),
        shopperReference: token.shopperReference,
      })),
    },
  }
}

export function deleteStoredPaymentMethod(world: World, { id, query }: Request): Answer {
  checkMerchantAccount(world, query)
  const shopperReference = query.get('shopperReference')
  if (shopperReference === null) throw refuseStructure("Required query parameter 'shopperReference' is not provided.")
  const token = world.ledger.findToken(id, shopperReference)
  world.ledger.tokens.delete(id)
  world.notifyToken({
    type: 'recurring.token.disabled',
    eventId: createReference(),
    data: {
      merchantAccount: world.merchantAccount,
      shopperReference,
      storedPaymentMethodId: id,
      type: token.paymentMethod,
    },
  })
  return { status: 204 }
}

function findTokens(world: World, shopperReference: string | undefined): Token[] {
  return [...world.ledger.tokens.values()].filter((token) => token.shopperReference === shopperReference)
}

function describeToken({ id, paymentMethod, recurringProcessingModel }: Token): object {
  const supported = { supportedRecurringProcessingModels: [recurringProcessingModel] }
  return paymentMethod === 'visa' || paymentMethod === 'mc'
    ? {
        id,
        type: 'scheme',
        brand: paymentMethod,
        lastFour: '1111',
        expiryMonth: '03',
        expiryYear: '2030',
        ...supported,
      }
    : { id, type: paymentMethod, ...supported }
}

function checkMerchantAccount(world: World, query: URLSearchParams): void {
  if (query.get('merchantAccount') !== world.merchantAccount) throw refuseMerchantAccount()
}

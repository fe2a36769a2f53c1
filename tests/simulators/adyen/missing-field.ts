import { refuseContent, Refusal } from './answer'

/** 422 with the numbers Adyen has for what is left out most. An empty merchant account is one without permission. */
export function refuseMissing(field: string): Refusal {
  if (field === 'merchantAccount') return refuseMerchantAccount()
  if (field === 'amount') return refuseContent("Required object 'amount' is not provided.", '100')
  return refuseContent(`Required field '${field}' is not provided.`, field === 'reference' ? '130' : '702')
}

export function refuseMerchantAccount(): Refusal {
  return new Refusal({ status: 403, errorCode: '901', message: 'Invalid Merchant Account', errorType: 'security' })
}

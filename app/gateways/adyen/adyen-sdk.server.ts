/**
 * Adyen's SDK as values. It is a CommonJS module whose names Node does not all find from an ES module, so it is
 * required; its types are imported from the package itself.
 */
import { createRequire } from 'node:module'
import type * as AdyenSdk from '@adyen/api-library'

const sdk = createRequire(import.meta.url)('@adyen/api-library') as typeof AdyenSdk

export const { CheckoutAPI, Client, EnvironmentEnum, HttpClientException, hmacValidator } = sdk
export const checkoutModels = sdk.Types.checkout
export const notificationModels = sdk.Types.notification

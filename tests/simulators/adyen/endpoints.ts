/** What each operation does once its request was found to be in order. */
import type { Answer } from './answer'
import { cancelPayment, capturePayment, refundPayment, reverse } from './modification-endpoints'
import type { OperationName } from './operations'
import { pay, submitDetails } from './payment-endpoints'
import { createPaymentLink, readPaymentLink, updatePaymentLink } from './payment-link-endpoints'
import { createSession, readSessionResult } from './session-endpoints'
import { deleteStoredPaymentMethod, listPaymentMethods, listStoredPaymentMethods } from './token-endpoints'
import type { World } from './world'

export interface Request {
  /** The segment of the path that names something. */
  id: string
  query: URLSearchParams
  body: unknown
}

type Endpoint = (world: World, request: Request) => Answer

export const ENDPOINTS: Readonly<Record<OperationName, Endpoint>> = {
  createSession,
  readSessionResult,
  createPaymentLink,
  readPaymentLink,
  updatePaymentLink,
  listPaymentMethods,
  pay,
  submitDetails,
  capture: capturePayment,
  refund: refundPayment,
  cancel: cancelPayment,
  reverse,
  listStoredPaymentMethods,
  deleteStoredPaymentMethod,
}

/** The part of the Checkout API v72 that the simulator serves: names as in the published OpenAPI document. */
import { Types } from '@adyen/api-library'

interface Operation {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the version; a name in braces is one segment. */
  path: string
  /** Schema of the body, and the names of its properties as the SDK knows them. */
  request?: { schema: string; properties: () => readonly { baseName: string }[] }
  response?: string
  status: number
}

const { checkout } = Types

const OPERATIONS = {
  createSession: {
    method: 'POST',
    path: '/sessions',
    request: {
      schema: 'CreateCheckoutSessionRequest',
      properties: () => checkout.CreateCheckoutSessionRequest.getAttributeTypeMap(),
    },
    response: 'CreateCheckoutSessionResponse',
    status: 201,
  },
  readSessionResult: { method: 'GET', path: '/sessions/{id}', response: 'SessionResultResponse', status: 200 },
  createPaymentLink: {
    method: 'POST',
    path: '/paymentLinks',
    request: { schema: 'PaymentLinkRequest', properties: () => checkout.PaymentLinkRequest.getAttributeTypeMap() },
    response: 'PaymentLinkResponse',
    status: 201,
  },
  readPaymentLink: { method: 'GET', path: '/paymentLinks/{id}', response: 'PaymentLinkResponse', status: 200 },
  updatePaymentLink: {
    method: 'PATCH',
    path: '/paymentLinks/{id}',
    request: {
      schema: 'UpdatePaymentLinkRequest',
      properties: () => checkout.UpdatePaymentLinkRequest.getAttributeTypeMap(),
    },
    response: 'PaymentLinkResponse',
    status: 200,
  },
  listPaymentMethods: {
    method: 'POST',
    path: '/paymentMethods',
    request: {
      schema: 'PaymentMethodsRequest',
      properties: () => checkout.PaymentMethodsRequest.getAttributeTypeMap(),
    },
    response: 'PaymentMethodsResponse',
    status: 200,
  },
  pay: {
    method: 'POST',
    path: '/payments',
    request: { schema: 'PaymentRequest', properties: () => checkout.PaymentRequest.getAttributeTypeMap() },
    response: 'PaymentResponse',
    status: 200,
  },
  submitDetails: {
    method: 'POST',
    path: '/payments/details',
    request: {
      schema: 'PaymentDetailsRequest',
      properties: () => checkout.PaymentDetailsRequest.getAttributeTypeMap(),
    },
    response: 'PaymentDetailsResponse',
    status: 200,
  },
  capture: {
    method: 'POST',
    path: '/payments/{id}/captures',
    request: {
      schema: 'PaymentCaptureRequest',
      properties: () => checkout.PaymentCaptureRequest.getAttributeTypeMap(),
    },
    response: 'PaymentCaptureResponse',
    status: 201,
  },
  refund: {
    method: 'POST',
    path: '/payments/{id}/refunds',
    request: { schema: 'PaymentRefundRequest', properties: () => checkout.PaymentRefundRequest.getAttributeTypeMap() },
    response: 'PaymentRefundResponse',
    status: 201,
  },
  cancel: {
    method: 'POST',
    path: '/payments/{id}/cancels',
    request: { schema: 'PaymentCancelRequest', properties: () => checkout.PaymentCancelRequest.getAttributeTypeMap() },
    response: 'PaymentCancelResponse',
    status: 201,
  },
  reverse: {
    method: 'POST',
    path: '/payments/{id}/reversals',
    request: {
      schema: 'PaymentReversalRequest',
      properties: () => checkout.PaymentReversalRequest.getAttributeTypeMap(),
    },
    response: 'PaymentReversalResponse',
    status: 201,
  },
  listStoredPaymentMethods: {
    method: 'GET',
    path: '/storedPaymentMethods',
    response: 'ListStoredPaymentMethodsResponse',
    status: 200,
  },
  deleteStoredPaymentMethod: { method: 'DELETE', path: '/storedPaymentMethods/{id}', status: 204 },
} as const satisfies Record<string, Operation>

export type OperationName = keyof typeof OPERATIONS

export interface MatchedOperation {
  name: OperationName
  /** The segment that names one session, link, payment or token; empty where the path has none. */
  id: string
}

/** The live environment has one more segment than the test one. */
const API_PATH = '(?:/checkout)?/v72'

const MATCHERS = Object.entries<Operation>(OPERATIONS).map(([name, { method, path }]) => ({
  name: name as OperationName,
  method,
  pattern: new RegExp(`^${API_PATH}${path.replace('{id}', '([^/]+)')}$`),
}))

export function findOperation(method: string, path: string): MatchedOperation | null {
  for (const matcher of MATCHERS) {
    const match = matcher.method === method ? matcher.pattern.exec(path) : null
    if (match) return { name: matcher.name, id: decodeURIComponent(match[1] ?? '') }
  }
  return null
}

export function describeOperation(name: OperationName): Operation {
  return OPERATIONS[name]
}

/**
 * What the simulator itself reads of a request. Everything else a request may carry is the contract's business
 * (contract.ts); these schemas let it pass.
 */
import { z } from 'zod'

/** Minor units by Adyen's own table of decimals. */
const amountSchema = z.object({ currency: z.string().length(3), value: z.int() })

export type AdyenAmount = z.infer<typeof amountSchema>

const storing = {
  shopperReference: z.string().min(3).max(256).optional(),
  storePaymentMethodMode: z.enum(['askForConsent', 'disabled', 'enabled']).optional(),
  recurringProcessingModel: z.enum(['CardOnFile', 'Subscription', 'UnscheduledCardOnFile']).optional(),
}

/** Types of payment methods; of cards, scheme or a brand. */
const offering = {
  allowedPaymentMethods: z.array(z.string()).optional(),
  blockedPaymentMethods: z.array(z.string()).optional(),
}

const instantSchema = z.iso.datetime({ offset: true })

const sessionSchema = z.object({
  amount: amountSchema,
  merchantAccount: z.string(),
  reference: z.string().min(1),
  returnUrl: z.string().max(1024),
  expiresAt: instantSchema.optional(),
  captureDelayHours: z.int().optional(),
  mode: z.enum(['embedded', 'hosted']).optional(),
  ...storing,
  ...offering,
})

const paymentLinkSchema = z.object({
  amount: amountSchema,
  merchantAccount: z.string(),
  reference: z.string().min(1),
  returnUrl: z.string().max(8000).optional(),
  expiresAt: instantSchema.optional(),
  captureDelayHours: z.int().optional(),
  manualCapture: z.boolean().optional(),
  reusable: z.boolean().optional(),
  ...storing,
  ...offering,
})

const paymentSchema = z.object({
  amount: amountSchema,
  merchantAccount: z.string(),
  reference: z.string().min(1),
  returnUrl: z.string().max(1024),
  paymentMethod: z.object({
    type: z.string().optional(),
    storedPaymentMethodId: z.string().max(64).optional(),
    iban: z.string().optional(),
  }),
  shopperInteraction: z.enum(['Ecommerce', 'ContAuth', 'Moto', 'POS']).optional(),
  captureDelayHours: z.int().optional(),
  storePaymentMethod: z.boolean().optional(),
  shopperReference: storing.shopperReference,
  recurringProcessingModel: storing.recurringProcessingModel,
})

const modificationSchema = z.object({
  merchantAccount: z.string(),
  reference: z.string().optional(),
  amount: amountSchema,
})

/** Schemas by operation; an operation without a body has none. */
export const REQUEST_SCHEMAS = {
  createSession: sessionSchema,
  createPaymentLink: paymentLinkSchema,
  updatePaymentLink: z.object({ status: z.literal('expired') }),
  listPaymentMethods: z.object({ merchantAccount: z.string(), shopperReference: storing.shopperReference }),
  pay: paymentSchema,
  submitDetails: z.object({ details: z.object({ redirectResult: z.string().optional() }) }),
  capture: modificationSchema,
  refund: modificationSchema,
  cancel: modificationSchema.omit({ amount: true }),
  reverse: modificationSchema.omit({ amount: true }),
} as const

type OperationWithBody = keyof typeof REQUEST_SCHEMAS
export type RequestBody<Name extends OperationWithBody> = z.infer<(typeof REQUEST_SCHEMAS)[Name]>

export function hasRequestSchema(name: string): name is OperationWithBody {
  return name in REQUEST_SCHEMAS
}

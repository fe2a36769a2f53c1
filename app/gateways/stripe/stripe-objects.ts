/**
 * Stripe's objects as far as they are read here: from webhooks, which are parsed because an endpoint can be set to another
 * version of the API, and from answers, which come expanded or not.
 */
import { z } from 'zod'

/** An id, or the object it stands for. */
const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])

const metadata = z.record(z.string(), z.string()).nullish()

/** What went wrong with an attempt. */
const attemptFailure = z.object({ code: z.string().nullish(), decline_code: z.string().nullish() }).nullish()

export const sessionSchema = z.object({
  id: z.string(),
  status: z.string().nullish(),
  payment_status: z.string(),
  amount_total: z.int().nullable(),
  currency: z.string().nullable(),
  created: z.int(),
  payment_intent: reference.nullish(),
  payment_method_types: z.array(z.string()).nullish(),
  metadata,
})

export const paymentIntentSchema = z.object({
  id: z.string(),
  status: z.string(),
  amount: z.int(),
  amount_received: z.int(),
  currency: z.string(),
  created: z.int(),
  setup_future_usage: z.string().nullish(),
  payment_method_types: z.array(z.string()).nullish(),
  last_payment_error: attemptFailure,
  metadata,
})

/** Of a bank account; of iDEAL and Bancontact also the debit that can be collected from it later. */
const bankDetails = z
  .object({
    last4: z.string().nullish(),
    iban_last4: z.string().nullish(),
    bank_name: z.string().nullish(),
    generated_sepa_debit: reference.nullish(),
  })
  .nullish()

export const chargeSchema = z.object({
  id: z.string(),
  status: z.string(),
  amount: z.int(),
  amount_refunded: z.int(),
  currency: z.string(),
  created: z.int(),
  customer: reference.nullish(),
  payment_intent: reference.nullish(),
  payment_method: z.string().nullish(),
  /** Stripe had paid the money in, and took it back. */
  failure_balance_transaction: reference.nullish(),
  payment_method_details: z
    .object({
      type: z.string(),
      card: z
        .object({
          brand: z.string().nullish(),
          last4: z.string().nullish(),
          exp_month: z.int().nullish(),
          exp_year: z.int().nullish(),
        })
        .nullish(),
      sepa_debit: bankDetails,
      bacs_debit: bankDetails,
      us_bank_account: bankDetails,
      ideal: bankDetails,
      bancontact: bankDetails,
    })
    .nullish(),
  metadata,
})

export const refundSchema = z.object({
  id: z.string(),
  status: z.string().nullable(),
  amount: z.int(),
  currency: z.string(),
  created: z.int(),
  payment_intent: reference.nullish(),
  failure_reason: z.string().nullish(),
  reason: z.string().nullish(),
  metadata,
})

export const disputeSchema = z.object({
  id: z.string(),
  status: z.string(),
  amount: z.int(),
  currency: z.string(),
  created: z.int(),
  reason: z.string(),
  payment_intent: reference.nullish(),
})

export const mandateSchema = z.object({
  id: z.string(),
  status: z.string(),
  payment_method: reference,
  payment_method_details: z.object({ type: z.string() }),
})

/** A movement on the account's own balance, in the currency it is kept in. */
export const balanceTransactionSchema = z.object({
  amount: z.int(),
  fee: z.int(),
  net: z.int(),
  currency: z.string(),
  created: z.int(),
  exchange_rate: z.number().nullish(),
})

export type StripeSession = z.infer<typeof sessionSchema>
export type StripePaymentIntent = z.infer<typeof paymentIntentSchema>
export type StripeCharge = z.infer<typeof chargeSchema>
export type StripeRefund = z.infer<typeof refundSchema>
export type StripeDispute = z.infer<typeof disputeSchema>
export type StripeBalanceTransaction = z.infer<typeof balanceTransactionSchema>

import type { LineItem } from './contract'

/** What a Checkout Session was created with and does not show. */
export interface SessionTerms {
  lineItems: readonly LineItem[]
  /** Of the payment intent or setup intent to come. */
  metadata: Readonly<Record<string, string>>
  description: string | null
  receiptEmail: string | null
  setupFutureUsage: 'off_session' | 'on_session' | null
  statementDescriptor: string | null
  statementDescriptorSuffix: string | null
}

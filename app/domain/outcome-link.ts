import type { CurrencyCode } from './currency'

export interface OutcomeLink {
  id: string
  scope: string[]
  recipientName?: string
  /** Of a link that was forwarded: from which one, by whom, and what narrows it. */
  parentId?: string
  forwardedBy?: string
  expiresAt?: string
  /** Numbers of the only documents it opens; absent where it opens all that the one above does. */
  documents?: string[]
  caps?: { amountMinor: number; currency: CurrencyCode }[]
  /** Who does not know it. */
  reportedBy?: string
}

import type { PaymentStatus } from '~/domain/payment'
import type { BadgeTone } from './badge'
import type { OutcomeTone } from './outcome-card'

/** What says the same in a list and on the payment's own page. */
const TONES = {
  created: 'plain',
  pending: 'plain',
  processing: 'note',
  succeeded: 'good',
  partially_refunded: 'note',
  refunded: 'plain',
  failed: 'bad',
  canceled: 'plain',
  expired: 'plain',
} as const

/** How the state of a payment is shown in a list: a chargeback may still be won, which a failure cannot. */
export const PAYMENT_TONES: Readonly<Record<PaymentStatus, BadgeTone>> = { ...TONES, charged_back: 'warn' }

/** How it is shown on the payment's own page, which says how it ended: charged back, the money is gone. */
export const PAYMENT_OUTCOME_TONES: Readonly<Record<PaymentStatus, OutcomeTone>> = { ...TONES, charged_back: 'bad' }

/** A payment method that a debtor allowed to be kept at the provider. The portal holds no more than names it. */
import type { CalendarDay } from './calendar-day'
import type { InvalidReason } from './final-refusal'
import type { GatewayName } from './gateway-name'
import type { CreditorId, DebtorId } from './ids'
import type { PaymentMethodKind } from './payment-method'

/** That somebody agreed: to which text, in which language, who they are, and how that was made sure of. */
export interface MethodConsent {
  /** As it was read, in `language`. */
  readonly text: string
  readonly language: string
  /** Who gave it, as they called themselves; null where they did not. */
  readonly name: string | null
  /** The contact on file to whom the one-time code went. */
  readonly email: string
  readonly codeId: string
  readonly linkId: string | null
  /** Enough to recognise a visit, too little to follow anyone. */
  readonly clientHint: string | null
  readonly agreedAt: Date
}

/** `removed`: by the debtor or the provider. `invalid`: the bank does not honour it any more; its owner still sees it. */
export const SAVED_METHOD_STATUSES = ['active', 'removed', 'invalid'] as const

export type SavedMethodStatus = (typeof SAVED_METHOD_STATUSES)[number]

export interface SavedMethod {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly gateway: GatewayName
  /** The provider's ids of its owner and of it. */
  readonly customerReference: string
  readonly methodReference: string
  readonly kind: PaymentMethodKind
  /** What its owner recognises it by: "Visa •••• 4242". */
  readonly label: string
  /** The last day on which it can be used; null when it does not expire. */
  readonly expiresOn: CalendarDay | null
  readonly status: SavedMethodStatus
  readonly consent: MethodConsent
  readonly createdAt: Date
  readonly endedAt: Date | null
  /** Of an invalid one; null otherwise. */
  readonly invalidBecause: InvalidReason | null
}

/** Whether it may be charged on `today`. */
export function isUsable(method: Pick<SavedMethod, 'status' | 'expiresOn'>, today: CalendarDay): boolean {
  return method.status === 'active' && (method.expiresOn === null || method.expiresOn >= today)
}

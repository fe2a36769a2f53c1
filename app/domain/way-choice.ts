/** How a debtor chose to pay: by a method, or by one kept earlier. One word in a form: "card", "saved:ID". */
import { isPaymentMethodKind, type PaymentMethodKind } from './payment-method'

export type WayChoice =
  | { readonly kind: 'method'; readonly method: PaymentMethodKind }
  | { readonly kind: 'saved'; readonly savedMethodId: string }

const SAVED = /^saved:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/

/** Null for anything that `writeWayChoice` does not write. */
export function parseWayChoice(text: string): WayChoice | null {
  const savedMethodId = SAVED.exec(text)?.[1]
  if (savedMethodId !== undefined) return { kind: 'saved', savedMethodId }
  return isPaymentMethodKind(text) ? { kind: 'method', method: text } : null
}

/** The reverse of `parseWayChoice`. */
export function writeWayChoice(choice: WayChoice): string {
  return choice.kind === 'saved' ? `saved:${choice.savedMethodId}` : choice.method
}

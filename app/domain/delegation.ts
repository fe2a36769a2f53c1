/**
 * Forwarding a link: its holder hands a narrower one to a colleague. However often a link is forwarded, nobody down the
 * line may see, do or pay more, or for longer, than the one above.
 */
import type { AccessRight } from './access-scope'
import type { CurrencyCode } from './currency'
import type { AccessLinkId, InvoiceId } from './ids'
import { createMoney, type Money } from './money'
import { fail, succeed, type Result } from './result'

/** Where a forwarded link comes from, and what narrows it beside its scope and expiry. */
export interface Delegation {
  /** The links it stands below, from the one that the creditor issued to the one it was forwarded from. Never empty. */
  readonly ancestorIds: readonly AccessLinkId[]
  /** The only documents it opens; null for the whole account, also what comes later. */
  readonly invoiceIds: readonly InvoiceId[] | null
  /** The most that may be paid by it and the links below it, in all; in a currency that is missing there is none. */
  readonly caps: readonly Money[]
}

/** All dimensions in which a link can be narrower than another. */
export interface LinkReach {
  readonly scope: readonly AccessRight[]
  readonly invoiceIds: readonly InvoiceId[] | null
  readonly caps: readonly Money[]
  readonly expiresAt: Date
}

export type DelegationFault =
  /** A right that the link itself does not give. */
  | 'scope_wider'
  /** No invoice was chosen, or one that the link itself does not open. */
  | 'no_invoices'
  | 'invoices_wider'
  /** A cap above the link's own, or none at all of an amount. */
  | 'cap_wider'
  | 'cap_not_positive'
  | 'expiry_later'
  | 'expiry_past'
  | 'too_deep'

/** So many links may stand above one another: enough for any office, too few to lose track of who invited whom. */
export const MOST_GENERATIONS = 4

/** So many documents a limited link may open. */
export const MOST_CHOSEN_DOCUMENTS = 500

interface Link {
  readonly scope: readonly AccessRight[]
  readonly expiresAt: Date
  readonly delegation: Delegation | null
}

/** What a link that the creditor issued reaches is bounded by its scope and expiry alone. */
export function getReach({ scope, expiresAt, delegation }: Link): LinkReach {
  return { scope, expiresAt, invoiceIds: delegation?.invoiceIds ?? null, caps: delegation?.caps ?? [] }
}

/**
 * What a link forwarded from `parent` with these wishes reaches, or everything in which they go beyond the parent. What
 * is left open in a wish (no documents, no cap in a currency) is the parent's.
 */
export function narrowReach(parent: LinkReach, wish: LinkReach, now: Date): Result<LinkReach, DelegationFault[]> {
  const faults: DelegationFault[] = []
  if (wish.scope.some((right) => !parent.scope.includes(right))) faults.push('scope_wider')
  if (wish.invoiceIds?.length === 0) faults.push('no_invoices')
  if (wish.invoiceIds?.some((id) => parent.invoiceIds?.includes(id) === false)) faults.push('invoices_wider')
  for (const cap of wish.caps) {
    if (!Number.isSafeInteger(cap.amountMinor) || cap.amountMinor <= 0) faults.push('cap_not_positive')
    const above = findCap(parent.caps, cap.currency)
    if (above !== null && cap.amountMinor > above) faults.push('cap_wider')
  }
  if (wish.expiresAt > parent.expiresAt) faults.push('expiry_later')
  if (wish.expiresAt <= now) faults.push('expiry_past')
  if (faults.length > 0) return fail([...new Set(faults)])
  return succeed({
    scope: parent.scope.filter((right) => wish.scope.includes(right)),
    invoiceIds: wish.invoiceIds === null ? parent.invoiceIds : [...new Set(wish.invoiceIds)],
    caps: combineCaps(parent.caps, wish.caps),
    expiresAt: wish.expiresAt,
  })
}

/** Whether nothing is open to `inner` that is not open to `outer`. */
export function isWithinReach(inner: LinkReach, outer: LinkReach): boolean {
  return (
    inner.scope.every((right) => outer.scope.includes(right)) &&
    (outer.invoiceIds === null || inner.invoiceIds?.every((id) => outer.invoiceIds?.includes(id)) === true) &&
    outer.caps.every(({ currency, amountMinor }) => (findCap(inner.caps, currency) ?? Infinity) <= amountMinor) &&
    inner.expiresAt <= outer.expiresAt
  )
}

/** The links above one that is forwarded from `parent`; null when that would be one too many. */
export function listAncestors(parent: { id: AccessLinkId; delegation: Delegation | null }): AccessLinkId[] | null {
  const ancestorIds = [...(parent.delegation?.ancestorIds ?? []), parent.id]
  return ancestorIds.length > MOST_GENERATIONS ? null : ancestorIds
}

/** What is left under caps of which a part was used; null where nothing bounds that currency. Never negative. */
export function computeCapLeft(
  capped: readonly { caps: readonly Money[]; usedMinor: number }[],
  currency: CurrencyCode,
): Money | null {
  const left = capped.flatMap(({ caps, usedMinor }) => {
    const cap = findCap(caps, currency)
    return cap === null ? [] : [Math.max(0, cap - usedMinor)]
  })
  return left.length === 0 ? null : createMoney(Math.min(...left), currency)
}

function combineCaps(parent: readonly Money[], wish: readonly Money[]): Money[] {
  const currencies = [...new Set([...parent, ...wish].map(({ currency }) => currency))].sort()
  return currencies.map((currency) => {
    const amounts = [findCap(parent, currency), findCap(wish, currency)].filter((amount) => amount !== null)
    return createMoney(Math.min(...amounts), currency)
  })
}

function findCap(caps: readonly Money[], currency: CurrencyCode): number | null {
  return caps.find((cap) => cap.currency === currency)?.amountMinor ?? null
}

/** `expand[]`: objects in place of their ids. https://docs.stripe.com/api/expanding_objects */
import type { StripeAccount } from './account'
import { refuse } from './failures'
import { listPage } from './lists'

const DEEPEST = 4

/** @throws StripeFailure (400) where there is nothing to expand. */
export function expandObject(account: StripeAccount, answer: object, paths: readonly string[]): unknown {
  const expanded: unknown = structuredClone(answer)
  for (const path of paths) {
    const names = path.split('.')
    if (names.length > DEEPEST) throw refuse(`You cannot expand more than ${DEEPEST} levels of a property.`)
    expand(account, expanded, names, path)
  }
  return expanded
}

function expand(account: StripeAccount, node: unknown, [name, ...rest]: readonly string[], path: string): void {
  if (name === undefined || node === null) return
  if (Array.isArray(node)) {
    for (const item of node) expand(account, item, [name, ...rest], path)
    return
  }
  if (!isRecord(node)) throw refuse(`This property cannot be expanded (${path}).`)
  node[name] ??= include(account, node, name)
  const value = node[name]
  if (value === undefined) throw refuse(`This property cannot be expanded (${path}).`)
  if (typeof value === 'string') {
    const found = account.findAny(value)
    if (!found) throw refuse(`This property cannot be expanded (${path}).`)
    node[name] = structuredClone(found)
  } else if (value !== null && typeof value !== 'object') {
    throw refuse(`This property cannot be expanded (${path}).`)
  }
  expand(account, node[name], rest, path)
}

/** Members that are left out unless they are asked for. */
function include(account: StripeAccount, node: Record<string, unknown>, name: string): unknown {
  const { id, object } = node
  if (typeof id !== 'string') return node[name]
  if (object === 'checkout.session' && name === 'line_items') {
    const items = account.sessionTerms.get(id)?.lineItems ?? []
    return { ...listPage(`/v1/checkout/sessions/${id}/line_items`, items.toReversed(), { limit: 10 }) }
  }
  if (object === 'charge' && name === 'refunds') {
    const refunds = account.list('refund').filter((refund) => refund.charge === id)
    return { ...listPage(`/v1/charges/${id}/refunds`, structuredClone(refunds), { limit: 10 }) }
  }
  return node[name]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

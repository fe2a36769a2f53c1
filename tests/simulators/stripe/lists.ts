/** Lists as Stripe answers them: newest first, in pages. https://docs.stripe.com/api/pagination */
import type Stripe from 'stripe'
import { refuse, reportMissing } from './failures'

interface List<Item> {
  object: 'list'
  url: string
  has_more: boolean
  data: Item[]
}

/** @param items Oldest first. */
export function listPage<Item extends { id: string; object: string }>(
  url: string,
  items: readonly Item[],
  { limit = 10, starting_after, ending_before }: Stripe.PaginationParams,
): List<Item> {
  if (limit < 1 || limit > 100) {
    throw refuse('Limit must be between 1 and 100.', { param: 'limit', code: 'parameter_invalid_integer' })
  }
  const newestFirst = items.toReversed()
  const position = (id: string, param: string) => {
    const index = newestFirst.findIndex((item) => item.id === id)
    if (index < 0) throw reportMissing('object', id, param)
    return index
  }
  if (ending_before !== undefined) {
    const end = position(ending_before, 'ending_before')
    const start = Math.max(0, end - limit)
    return { object: 'list', url, has_more: start > 0, data: newestFirst.slice(start, end) }
  }
  const start = starting_after === undefined ? 0 : position(starting_after, 'starting_after') + 1
  return {
    object: 'list',
    url,
    has_more: start + limit < newestFirst.length,
    data: newestFirst.slice(start, start + limit),
  }
}

/** Whether an instant is in the range of a filter. */
export function isInRange(seconds: number, range: Stripe.RangeQueryParam | number | undefined): boolean {
  if (range === undefined) return true
  if (typeof range === 'number') return seconds === range
  return (
    (range.gt === undefined || seconds > range.gt) &&
    (range.gte === undefined || seconds >= range.gte) &&
    (range.lt === undefined || seconds < range.lt) &&
    (range.lte === undefined || seconds <= range.lte)
  )
}

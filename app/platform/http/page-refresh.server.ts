/** Pages that look again by themselves while something is awaited, without scripts: the header Refresh, a bounded number of times. */

/** Seconds until the page looks again: soon at first, when news is on its way; five minutes in all. */
const WAITS = [2, 2, 3, 3, 5, 5, 5, 5, 10, 10, 10, 10, 15, 15, 15, 15, 30, 30, 30, 30, 30]

export interface PageRefresh {
  headers: Readonly<Record<string, string>>
  /** Where it stands still; null where it does already. */
  stopHref: string | null
}

/** `address` is the page's own, without a query. It has been looked at `?n=` times; whatever else stands there stops it. */
export function describeRefresh(address: string, query: URLSearchParams): PageRefresh {
  const look = query.get('n')
  const count = look === null ? 0 : /^\d{1,2}$/.test(look) ? Number(look) : WAITS.length
  const seconds = WAITS[count]
  return seconds === undefined
    ? { headers: {}, stopHref: null }
    : { headers: { Refresh: `${seconds}; url=${address}?n=${count + 1}` }, stopHref: `${address}?n=stop` }
}

export const NO_REFRESH: PageRefresh = { headers: {}, stopHref: null }

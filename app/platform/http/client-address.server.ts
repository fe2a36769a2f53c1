/** Where a request comes from, as far as it can be believed. */
import { isIP } from 'node:net'

/**
 * The client's address behind `trustedProxies` proxies of ours. Each of them adds whom it heard from at the end of
 * `X-Forwarded-For`; whatever stands before those entries was sent by the client itself and may be anything. Without
 * proxies, or with a header that names no address there, it is the connection's own.
 */
export function findClientAddress(
  connectionAddress: string,
  forwardedFor: string | null,
  trustedProxies: number,
): string {
  if (trustedProxies === 0 || forwardedFor === null) return connectionAddress
  const entries = forwardedFor.split(',')
  // Fewer entries than proxies: an inner proxy was reached directly, and the first entry is its own.
  const entry = entries[Math.max(0, entries.length - trustedProxies)]?.trim() ?? ''
  const address = entry.replace(/^\[([^\]]*)\](?::\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
  return isIP(address) === 0 ? connectionAddress : address
}

/** Where a request comes from, as far as it can be believed. */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * The client's address behind `trustedProxies` proxies of ours. Each of them adds whom it heard from at the end of
 * `X-Forwarded-For`; whatever stands before those entries was sent by the client itself and may be anything. Without
 * proxies, or with a header that names no address there, it is the connection's own. An IPv4 address inside an IPv6 one
 * (`::ffff:192.0.2.1`, what a server that listens on both sees) is answered as what it is.
 */
export function findClientAddress(
  connectionAddress: string,
  forwardedFor: string | null,
  trustedProxies: number,
): string {
  if (trustedProxies === 0 || forwardedFor === null) return unmapAddress(connectionAddress)
  const entries = forwardedFor.split(',')
  // Fewer entries than proxies: an inner proxy was reached directly, and the first entry is its own.
  const entry = entries[Math.max(0, entries.length - trustedProxies)]?.trim() ?? ''
  const address = entry.replace(/^\[([^\]]*)\](?::\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
  return unmapAddress(isIP(address) === 0 ? connectionAddress : address)
}

/** Sixteen-bit groups of an IPv6 address that name a network; a subscriber is given a /64 at the least (RFC 6177). */
const NETWORK_GROUPS = 4

/**
 * What counts as one client in a rate limit: an IPv4 address, or the /64 network of an IPv6 one, of which every host
 * has 2^64 addresses to choose from.
 */
export function findClientNetwork(address: string): string {
  const parsed = parseAddress(address)
  if (!(parsed instanceof ipaddr.IPv6)) return unmapAddress(address)
  const groups = parsed.parts.map((group, index) => (index < NETWORK_GROUPS ? group : 0))
  return `${new ipaddr.IPv6(groups).toString()}/64`
}

function unmapAddress(address: string): string {
  if (!address.includes(':')) return address
  const parsed = parseAddress(address)
  return parsed instanceof ipaddr.IPv4 ? parsed.toString() : address
}

/** An IPv4-mapped address as IPv4; null for what is no address, such as that of a connection which is gone. */
function parseAddress(address: string) {
  return isIP(address) === 0 ? null : ipaddr.process(address)
}

/**
 * Where webhooks may be sent. An endpoint's URL is the creditor's choice, and we are the one who calls it: without a
 * guard it could make us call systems that trust our network (server-side request forgery).
 *
 * `public`: https to a public address on any port. The address is checked when the connection is made, on what the
 * name resolved to then, so a name that changes its mind gets nowhere. `any`: http and every address as well, for the
 * demo, for tests, and for an installation whose receiver stands in the same network.
 */
import { lookup as lookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { WebhookUrlFault } from '~/use-cases/ports/webhook-sender'

export type WebhookTargets = 'public' | 'any'

/** Why no webhook would be sent to `text`, as far as the URL itself tells. */
export function findUrlFault(text: string, targets: WebhookTargets): WebhookUrlFault | null {
  const url = URL.parse(text)
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.hostname === '') return 'malformed'
  if (url.username !== '' || url.password !== '') return 'has_credentials'
  if (targets === 'any') return null
  if (url.protocol !== 'https:') return 'not_https'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) return isPublicAddress(host) ? null : 'private_address'
  return /(^|\.)(localhost|local|internal)\.?$/.test(host) || !host.includes('.') ? 'private_address' : null
}

/** True for a unicast address of the public internet; an IPv4 address inside an IPv6 one is judged as what it is. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

/** Resolves a name as Node does, but refuses it when any of its addresses is not public. */
export const lookupPublicAddress: LookupFunction = (hostname, options, callback) => {
  lookupAddress(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, [])
      return
    }
    const forbidden = addresses.find(({ address }) => !isPublicAddress(address))
    if (forbidden) {
      callback(new ForbiddenAddressError(), [])
      return
    }
    const [first] = addresses
    if (options.all === true || !first) {
      callback(null, addresses)
      return
    }
    callback(null, first.address, first.family)
  })
}

class ForbiddenAddressError extends Error {
  override name = 'ForbiddenAddressError'
  readonly code = 'FORBIDDEN_ADDRESS'
  constructor() {
    super('the name leads to an address that is not public')
  }
}

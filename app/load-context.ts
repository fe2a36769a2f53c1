/** What every loader and action is given besides the request. */
import type { Application } from './composition.server'
import type { PageSlot } from './platform/http/page-slot.server'

declare module '@remix-run/node' {
  interface AppLoadContext {
    readonly app: Application
    readonly page: PageSlot
    readonly requestId: string
    /** For the inline scripts of pages that hydrate. */
    readonly nonce: string
    /** Of the client, behind the trusted proxies. */
    readonly clientAddress: string
    /** What rate limits count as one client: the address, or the /64 network of an IPv6 one. */
    readonly clientNetwork: string
    /** Logs an error of this request. */
    reportError(error: unknown): void
  }
}

export type { AppLoadContext } from '@remix-run/node'

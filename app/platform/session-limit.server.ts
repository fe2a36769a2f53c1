/**
 * Which link bounds what is read and done on behalf of a request. A link that was forwarded for chosen invoices opens
 * those alone: every transaction and every page read that begins while such a request is answered carries the link to
 * PostgreSQL, whose policies then hide the rest. So no query, and no route that is added later, has to remember it.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

const requests = new AsyncLocalStorage<{ linkId: string | null }>()

/**
 * Answers a request: until `limitSession` is called within `work`, nothing is bounded. Inside a request it is that
 * request which goes on.
 */
export function withSessionLimit<Value>(work: () => Value): Value {
  return requests.getStore() ? work() : requests.run({ linkId: null }, work)
}

/** Bounds all that the present request does from here on. Throws where there is none: nobody is let through by mistake. */
export function limitSession(linkId: string): void {
  const request = requests.getStore()
  if (!request) throw new Error('a limited session outside of a request')
  request.linkId = linkId
}

/** The link that bounds the present request; null for whole accounts, and in jobs and commands. */
export function readSessionLimit(): string | null {
  return requests.getStore()?.linkId ?? null
}

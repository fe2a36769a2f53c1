/**
 * What a request, an answer and a webhook must look like.
 *
 * Where Adyen's OpenAPI documents are at hand they decide (published-contract.ts). Where they are not, a plain clone of
 * the repository, requests are held to a weaker contract of our own (handwritten-contract.ts); `isPublished` says which.
 */
import { createHandwrittenContract } from './handwritten-contract'
import type { OperationName } from './operations'
import { hasPublishedData } from './published-data'
import { loadPublishedContract } from './published-contract'

export interface Contract {
  readonly isPublished: boolean
  /** @throws Refusal naming what is wrong, as Adyen does. */
  checkRequest(operation: OperationName, body: unknown): void
  /** What is wrong with an answer of ours, in words; empty when nothing is. */
  checkResponse(operation: OperationName, body: unknown): string[]
  /** The same for a webhook, by its event code or, of a token, its type. */
  checkWebhook(event: string, body: unknown): string[]
}

let published: Contract | undefined

/** `kind` forces one of the two; by default the published one is taken where it can be. */
export function chooseContract(kind?: 'published' | 'handwritten'): Contract {
  if ((kind ?? (hasPublishedData ? 'published' : 'handwritten')) === 'handwritten') return createHandwrittenContract()
  // Reading and compiling takes half a second: once for all simulators of a process.
  published ??= loadPublishedContract()
  return published
}

/** Limits of what is free text in Stripe's requests. */
import type Stripe from 'stripe'
import { refuse } from './failures'

const MOST_KEYS = 50
const LONGEST_KEY = 40
const LONGEST_VALUE = 500

/**
 * Metadata after a request: a given key replaces, an empty value unsets it.
 * @param given Null, as the form's empty value is read, unsets everything.
 */
export function mergeMetadata(
  given: Stripe.MetadataParam | '' | null | undefined,
  before: Stripe.Metadata = {},
): Stripe.Metadata {
  if (given === undefined) return before
  if (given === null || given === '') return {}
  const merged = { ...before }
  for (const [key, value] of Object.entries(given)) {
    const text = value === null ? '' : String(value)
    if (key.length > LONGEST_KEY) {
      throw refuse(`Metadata keys can have up to ${LONGEST_KEY} characters; ${key} has ${key.length}.`, {
        param: `metadata[${key}]`,
      })
    }
    if (text.length > LONGEST_VALUE) {
      throw refuse(
        `Metadata values can have up to ${LONGEST_VALUE} characters, but you passed in a value that is ${text.length} characters.`,
        { param: `metadata[${key}]` },
      )
    }
    if (text === '') Reflect.deleteProperty(merged, key)
    else merged[key] = text
  }
  if (Object.keys(merged).length > MOST_KEYS) {
    throw refuse(`You can only have up to ${MOST_KEYS} metadata keys.`, { param: 'metadata' })
  }
  return merged
}

/** What the payer reads on the statement of account: 22 characters, a letter among them, none that banks refuse. */
export function checkStatementDescriptor(text: string | undefined, param: string): void {
  if (text === undefined) return
  if (text.length > 22) throw refuse('The statement descriptor must be at most 22 characters.', { param })
  if (/[<>\\'"*]/.test(text)) {
    throw refuse(`The statement descriptor contains one of < > \\ ' " *, which is not allowed.`, { param })
  }
  if (!/\p{L}/u.test(text)) throw refuse('The statement descriptor must contain at least one letter.', { param })
}

/** An absolute http(s) address. */
export function checkUrl(text: string | undefined, param: string): void {
  if (text === undefined) return
  // The payer's session is put where this stands.
  const address = text.replaceAll('{CHECKOUT_SESSION_ID}', 'cs')
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw refuse('Not a valid URL', { param, code: 'url_invalid' })
  }
  if (text.length > 5000)
    throw refuse('Invalid URL: URL must be 5000 characters or less.', { param, code: 'url_invalid' })
}

/** @throws StripeFailure (400) if the text is longer than Stripe keeps. */
export function checkLength(text: string | null | undefined, longest: number, param: string): void {
  if (text && text.length > longest) {
    throw refuse(`Invalid string: ${param} can have up to ${longest} characters.`, { param })
  }
}

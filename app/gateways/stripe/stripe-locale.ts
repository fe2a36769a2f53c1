/** The languages of Stripe's page. */
import type Stripe from 'stripe'

type StripeLocale = Stripe.Checkout.SessionCreateParams.Locale

const KNOWN =
  'bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl ' +
  'sv th tr vi zh zh-HK zh-TW'

const BY_TAG: ReadonlyMap<string, StripeLocale> = new Map([
  ...KNOWN.split(' ').map((locale) => [locale.toLowerCase(), locale] as const),
  // Whoever reads Frisian reads Dutch, and a browser's own language may be neither.
  ['fy', 'nl'],
  ['no', 'nb'],
  ['nn', 'nb'],
])

/** The page's language for one of ours (BCP 47); `auto`, the payer's browser decides, where Stripe has none near it. */
export function toStripeLocale(locale: string): StripeLocale {
  const tag = locale.toLowerCase()
  return BY_TAG.get(tag) ?? BY_TAG.get(tag.split('-', 1)[0] ?? '') ?? 'auto'
}

/** Which invoices a transfer's text names. */
import { locateNumber, splitIntoGroups, type NumberPlace, type NumberTier } from './document-number'
import type { InvoiceCandidate } from './transfer-candidates'

export interface NamedInvoice {
  readonly invoice: InvoiceCandidate
  readonly tier: NumberTier
}

export interface NamedInvoices {
  /** In the order of the text, each once. */
  readonly named: readonly NamedInvoice[]
  /** Parts of the text that fit several invoices equally well. */
  readonly ambiguous: readonly { readonly written: string; readonly invoices: readonly InvoiceCandidate[] }[]
}

const TIERS: readonly NumberTier[] = ['exact', 'zeros', 'digits']

interface Found extends NumberPlace {
  readonly invoice: InvoiceCandidate
}

/**
 * Reads the texts with the numbers of the candidates. A longer part of a text stands before the parts inside it: where
 * "GS-2026-0017" is a document, its digits do not name RE-2026-0017. `isPreferred` decides between several that fit the
 * same part, if it singles out one.
 */
export function readNamedInvoices(
  texts: readonly string[],
  candidates: readonly InvoiceCandidate[],
  isPreferred: (invoice: InvoiceCandidate) => boolean,
): NamedInvoices {
  const named = new Map<string, NamedInvoice>()
  const ambiguous: { written: string; invoices: readonly InvoiceCandidate[] }[] = []
  for (const text of texts) {
    const groups = splitIntoGroups(text)
    const found = candidates.flatMap((invoice) =>
      locateNumber(groups, invoice.number).map((place): Found => ({ ...place, invoice })),
    )
    for (const place of listPlaces(found)) {
      const fitting = chooseFitting(place, isPreferred)
      const [one, ...others] = fitting
      if (one === undefined) continue
      if (others.length > 0) {
        const written = groups.slice(one.start, one.end).join(' ')
        ambiguous.push({ written, invoices: fitting.map(({ invoice }) => invoice) })
        continue
      }
      const known = named.get(one.invoice.id)
      if (known === undefined || TIERS.indexOf(one.tier) < TIERS.indexOf(known.tier)) {
        named.set(one.invoice.id, { invoice: one.invoice, tier: one.tier })
      }
    }
  }
  return { named: [...named.values()], ambiguous }
}

/** What was found, by place, in the order of the text and without what lies inside a longer place. */
function listPlaces(found: readonly Found[]): Found[][] {
  const isInside = (inner: Found, outer: Found) =>
    outer.start <= inner.start && inner.end <= outer.end && outer.end - outer.start > inner.end - inner.start
  const byPlace = new Map<string, Found[]>()
  for (const one of found.filter((inner) => !found.some((outer) => isInside(inner, outer)))) {
    const key = `${one.start} ${one.end}`
    const place = byPlace.get(key)
    if (place === undefined) byPlace.set(key, [one])
    else place.push(one)
  }
  return [...byPlace.values()].sort((left, right) => (left[0]?.start ?? 0) - (right[0]?.start ?? 0))
}

/** Those of the closest tier; of several the preferred one, where there is one. */
function chooseFitting(place: readonly Found[], isPreferred: (invoice: InvoiceCandidate) => boolean): Found[] {
  const closest = TIERS.map((tier) => place.filter((one) => one.tier === tier)).find((some) => some.length > 0) ?? []
  const preferred = closest.filter(({ invoice }) => isPreferred(invoice))
  return preferred.length === 1 ? preferred : closest
}

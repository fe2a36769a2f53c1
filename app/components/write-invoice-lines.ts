/** The lines of a document. Its rows are written as text, because there may be 700 of them. */
import type { TFunction } from 'i18next'
import type { AccountInvoice, AccountInvoiceLine, AccountInvoiceLineDetails } from '~/domain/account-invoice'
import type { Formatters } from '~/i18n/formatters'
import { html, joinHtml, type SafeHtml } from './html'
import { createUnitNames } from './unit-names'

export function writeInvoiceLines(t: TFunction<'invoice'>, invoice: AccountInvoice, format: Formatters): SafeHtml {
  const names = [t('lines.position'), t('lines.item'), t('lines.quantity'), t('lines.price'), t('lines.vat')]
  const heads = [...names, t('lines.net')].map((name) => html`<th scope="col">${name}</th>`)
  const table = html`<table class="data lines"><caption class="hush">${t('lines.title')}</caption><thead><tr>${joinHtml(heads)}</tr></thead><tbody>${writeInvoiceLineRows(invoice, t, format)}</tbody></table>`
  return html`<section aria-labelledby="lines-title"><h2 id="lines-title">${t('lines.title')}</h2>${table}</section>`
}

/** One row a line, six cells each; after it, one for each of what it is made of. */
export function writeInvoiceLineRows(
  { lines, currency }: Pick<AccountInvoice, 'lines' | 'currency'>,
  t: TFunction<'invoice'>,
  format: Formatters,
): SafeHtml {
  const names = {
    itemNumber: t('lines.itemNumber'),
    orderLine: t('lines.orderLine'),
    perQuantity: (quantity: string) => t('lines.perQuantity', { quantity }),
    parts: (count: number) => t('lines.parts', { count }),
    partOf: (position: string) => t('lines.partOf', { position }),
    allowance: t('totals.allowance'),
    charge: t('totals.charge'),
    unit: createUnitNames(t),
  }
  const writeRows = (rows: readonly AccountInvoiceLine[], owner: LinePlace | null): SafeHtml =>
    joinHtml(
      rows.map((line, index) => {
        const place = placeLine(owner, index + 1)
        const row = writeRow(line, place, currency, names, format)
        const parts = line.details?.subLines
        return parts === undefined ? row : joinHtml([row, writeRows(parts, place)])
      }),
    )
  return writeRows(lines, null)
}

/** Where a line stands: "2.1" is the first part of the second line. */
interface LinePlace {
  readonly position: string
  readonly owner: string | null
  readonly depth: number
}

function placeLine(owner: LinePlace | null, index: number): LinePlace {
  return owner === null
    ? { position: String(index), owner: null, depth: 0 }
    : { position: `${owner.position}.${index}`, owner: owner.position, depth: owner.depth + 1 }
}

interface LineNames {
  itemNumber: string
  orderLine: string
  perQuantity(quantity: string): string
  parts(count: number): string
  partOf(position: string): string
  allowance: string
  charge: string
  unit(code: string): string
}

/** Beyond this a line is not indented further: a phone has no more room. */
const DEEPEST_INDENT = 3

function writeRow(
  line: AccountInvoiceLine,
  place: LinePlace,
  currency: string,
  names: LineNames,
  format: Formatters,
): SafeHtml {
  const quantity = `${format.decimal(line.quantity)} ${names.unit(line.unitCode ?? '')}`
  const notes = line.details === null ? null : writeNotes(line.name, line.details, currency, names, format)
  const vat = line.taxPercent === null ? null : format.percentage(line.taxPercent)
  const depth = place.depth === 0 ? null : html` data-depth="${Math.min(place.depth, DEEPEST_INDENT)}"`
  const owner = place.owner === null ? null : html`<span class="hush">${names.partOf(place.owner)} </span>`
  return html`<tr${depth}><td>${place.position}</td><td>${owner}${line.name}${notes}</td><td>${quantity}</td><td>${describePrice(line, currency, names, format)}</td><td>${vat}</td><td>${format.money(line.netMinor, currency)}</td></tr>
`
}

function describePrice(
  { unitPrice, details }: AccountInvoiceLine,
  currency: string,
  names: LineNames,
  format: Formatters,
): string | null {
  if (unitPrice === null) return null
  const price = format.price(unitPrice, currency)
  const per = details?.priceBaseQuantity
  return per === undefined || per === '1' ? price : `${price} ${names.perQuantity(format.decimal(per))}`
}

function writeNotes(
  name: string,
  details: AccountInvoiceLineDetails,
  currency: string,
  names: LineNames,
  format: Formatters,
): SafeHtml {
  const notes: SafeHtml[] = []
  const note = (text: string | undefined) => {
    if (text !== undefined && text !== '') notes.push(html`<small>${text}</small>`)
  }
  const named = (label: string, value: string | undefined) => {
    if (value !== undefined && value !== '') notes.push(html`<small>${label} <bdi>${value}</bdi></small>`)
  }
  named(names.itemNumber, details.sellerItemId ?? details.buyerItemId)
  if (details.description !== name) note(details.description)
  note(details.note)
  if (details.periodStartOn !== undefined && details.periodEndOn !== undefined) {
    note(`${format.day(details.periodStartOn)} – ${format.day(details.periodEndOn)}`)
  }
  named(names.orderLine, details.orderLineReference)
  for (const { kind, amountMinor, reason } of details.allowancesAndCharges ?? []) {
    const signed = kind === 'allowance' ? -amountMinor : amountMinor
    note([names[kind], reason, format.money(signed, currency)].filter(Boolean).join(' · '))
  }
  if (details.subLines !== undefined && details.subLines.length > 0) note(names.parts(details.subLines.length))
  return joinHtml(notes)
}

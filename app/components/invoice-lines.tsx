/** The lines of a document. Its rows are written as text, because there may be 700 of them. */
import type { TFunction } from 'i18next'
import { useTranslation } from '~/i18n/use-translation'
import type { AccountInvoice, AccountInvoiceLine, AccountInvoiceLineDetails } from '~/domain/account-invoice'
import type { Formatters } from '~/i18n/formatters'
import { html, joinHtml, type SafeHtml } from './html'
import { StaticHtml } from './static-page'
import { createUnitNames } from './unit-names'

export function InvoiceLines({ invoice, format }: { invoice: AccountInvoice; format: Formatters }) {
  const { t } = useTranslation('invoice')
  const heads = [t('lines.position'), t('lines.item'), t('lines.quantity'), t('lines.price'), t('lines.vat')]
  return (
    <section aria-labelledby="lines-title">
      <h2 id="lines-title">{t('lines.title')}</h2>
      <table className="data lines">
        <caption className="hush">{t('lines.title')}</caption>
        <thead>
          <tr>
            {[...heads, t('lines.net')].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <StaticHtml as="tbody" html={writeInvoiceLineRows(invoice, t, format)} />
      </table>
    </section>
  )
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
  const writeRows = (rows: readonly AccountInvoiceLine[], parents: readonly number[]): SafeHtml =>
    joinHtml(
      rows.map((line, index) => {
        const place = [...parents, index + 1]
        const row = writeRow(line, place, currency, names, format)
        const parts = line.details?.subLines
        return parts === undefined ? row : joinHtml([row, writeRows(parts, place)])
      }),
    )
  return writeRows(lines, [])
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

/** `place` is the line's position, below those of the lines it is part of. */
function writeRow(
  line: AccountInvoiceLine,
  place: readonly number[],
  currency: string,
  names: LineNames,
  format: Formatters,
): SafeHtml {
  const quantity = `${format.decimal(line.quantity)} ${names.unit(line.unitCode ?? '')}`
  const per = line.details?.priceBaseQuantity
  const price =
    line.unitPrice === null
      ? null
      : html`${format.price(line.unitPrice, currency)}${per === undefined || per === '1' ? null : ` ${names.perQuantity(format.decimal(per))}`}`
  const vat = line.taxPercent === null ? null : format.percentage(line.taxPercent)
  const depth = place.length - 1
  const row = depth === 0 ? html`<tr>` : html`<tr data-depth="${Math.min(depth, DEEPEST_INDENT)}">`
  const owner = depth === 0 ? null : html`<span class="hush">${names.partOf(place.slice(0, -1).join('.'))} </span>`
  return html`${row}<td>${place.join('.')}</td><td>${owner}${line.name}${line.details === null ? null : writeNotes(line.name, line.details, currency, names, format)}</td><td>${quantity}</td><td>${price}</td><td>${vat}</td><td>${format.money(line.netMinor, currency)}</td></tr>
`
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

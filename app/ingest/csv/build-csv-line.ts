import type { DocumentPlace } from '~/domain/document-refusal'
import type { CurrencyCode } from '~/domain/currency'
import type { InvoiceLine } from '~/domain/invoice'
import { parseDecimalToMinor, roundDecimalToMinor } from '~/domain/money'
import { multiplyDecimals } from '../decimal-text'
import { refuse } from '../ingest-refusal'
import { omitUndefined } from '../omit-undefined'
import type { CsvField } from './csv-fields'

interface LineContext {
  currency: CurrencyCode
  place: (field: CsvField) => DocumentPlace
  /** Position in the document, from 1: the line's id where the table has none. */
  position: number
  /** The name of a line that has neither name nor item. */
  fallbackName: string
  /** Net of the whole document, for a table of one row a document that states only what is payable. */
  netOfWholeMinor: number | undefined
}

/**
 * A row as a line. Its net amount is `line_net`; without one quantity times unit price, rounded half away from zero;
 * without either the net of the whole document, where it is the only row.
 */
export function buildCsvLine(values: ReadonlyMap<CsvField, string>, context: LineContext): InvoiceLine {
  const quantity = values.get('quantity') ?? '1'
  return omitUndefined<InvoiceLine>({
    lineId: values.get('line_id') ?? String(context.position),
    name: values.get('item_name') ?? values.get('item_id') ?? values.get('item_description') ?? context.fallbackName,
    description: values.get('item_description'),
    note: values.get('line_note'),
    quantity,
    unitCode: values.get('unit_code'),
    unitPrice: values.get('unit_price'),
    netMinor: readNet(values, quantity, context),
    taxCategory: values.get('tax_category'),
    taxPercent: values.get('tax_percent'),
    sellerItemId: values.get('item_id'),
    orderLineReference: values.get('order_line'),
  })
}

function readNet(values: ReadonlyMap<CsvField, string>, quantity: string, context: LineContext): number {
  const { currency, place } = context
  const stated = values.get('line_net')
  if (stated !== undefined) {
    const netMinor = parseDecimalToMinor(stated, currency)
    return (
      netMinor ?? refuse('invalid_field', `"${stated.slice(0, 40)}" is not an amount in ${currency}`, place('line_net'))
    )
  }
  const unitPrice = values.get('unit_price')
  if (unitPrice === undefined) {
    return (
      context.netOfWholeMinor ??
      refuse('missing_field', 'the row has neither a net amount nor a unit price', place('line_net'))
    )
  }
  const netMinor = roundDecimalToMinor(multiplyDecimals(quantity, unitPrice), currency)
  return (
    netMinor ?? refuse('invalid_field', 'quantity times unit price is too large or too precise', place('unit_price'))
  )
}

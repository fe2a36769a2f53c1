/** The fields a table can feed. Their names are also the column names of the standard set (docs/import-csv.md). */

/** Said of the whole document: repeated on its rows, or given on one of them. */
export const documentFields = [
  'number',
  'kind',
  'type_code',
  'issue_date',
  'due_date',
  'currency',
  'debtor_id',
  'debtor_name',
  'debtor_vat_id',
  'debtor_registration_id',
  'debtor_email',
  'debtor_address',
  'debtor_postal_code',
  'debtor_city',
  'debtor_country',
  'buyer_reference',
  'purchase_order',
  'sales_order',
  'contract_reference',
  'project_reference',
  'despatch_advice',
  'preceding_invoice',
  'delivery_date',
  'period_start',
  'period_end',
  'payment_terms',
  'note',
  'iban',
  'bic',
  'account_name',
  'remittance_information',
  'discount_1_percent',
  'discount_1_days',
  'discount_1_until',
  'discount_2_percent',
  'discount_2_days',
  'discount_2_until',
  'discount_3_percent',
  'discount_3_days',
  'discount_3_until',
  'prepaid_amount',
  'rounding_amount',
  'tax_total',
  'payable_amount',
] as const

/** Said of one line. */
const lineFields = [
  'line_id',
  'item_name',
  'item_id',
  'item_description',
  'line_note',
  'quantity',
  'unit_code',
  'unit_price',
  'line_net',
  'tax_category',
  'tax_percent',
  'tax_amount',
  'order_line',
] as const

export const csvFields = [...documentFields, ...lineFields] as const

export type DocumentField = (typeof documentFields)[number]
export type CsvField = (typeof csvFields)[number]

const dateFields: ReadonlySet<CsvField> = new Set([
  'issue_date',
  'due_date',
  'delivery_date',
  'period_start',
  'period_end',
  'discount_1_until',
  'discount_2_until',
  'discount_3_until',
])

const numberFields: ReadonlySet<CsvField> = new Set([
  'discount_1_percent',
  'discount_2_percent',
  'discount_3_percent',
  'prepaid_amount',
  'rounding_amount',
  'tax_total',
  'payable_amount',
  'quantity',
  'unit_price',
  'line_net',
  'tax_percent',
  'tax_amount',
])

/** How a field's text is written: by the mapping's date format, by its number format, or as it stands. */
export function kindOfField(field: CsvField): 'date' | 'number' | 'text' {
  return dateFields.has(field) ? 'date' : numberFields.has(field) ? 'number' : 'text'
}

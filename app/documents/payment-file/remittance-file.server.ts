/** Which invoices a transfer pays, as a table for the debtor's own books and for whoever asks what a sum is made of. */
import { formatBankReference, type BankReference } from '~/domain/bank-reference'
import type { CurrencyCode } from '~/domain/currency'
import { getTranslate } from '~/i18n/translator.server'
import type { Cell } from '../spreadsheet/sheet'
import { chooseDialect, STANDARD_DIALECT, writeCsv } from '../spreadsheet/write-csv'
import type { PaymentFile, TableWording } from './payment-file.server'

export interface RemittanceTable {
  readonly creditorName: string
  readonly debtorName: string
  /** Of the payment, as people know it. */
  readonly paymentReference: string
  /** What the transfer quotes; null where it has none. */
  readonly bankReference: BankReference | null
  readonly currency: CurrencyCode
  readonly items: readonly { readonly number: string; readonly intendedMinor: number }[]
}

export function createRemittanceFile(table: RemittanceTable, { language, separatorsOf }: TableWording): PaymentFile {
  const { creditorName, debtorName, paymentReference, bankReference, currency, items } = table
  const t = separatorsOf === null ? null : getTranslate(language)
  const headers = [
    t?.('exports:transferColumns.creditor') ?? 'creditor',
    t?.('exports:transferColumns.debtor') ?? 'debtor',
    t?.('exports:transferColumns.payment') ?? 'payment',
    t?.('exports:transferColumns.reference') ?? 'reference',
    t?.('exports:transferColumns.invoice') ?? 'invoice',
    t?.('exports:transferColumns.amount') ?? 'amount',
    t?.('exports:transferColumns.currency') ?? 'currency',
  ]
  const rows = items.map(({ number, intendedMinor }): Cell[] => [
    ...[creditorName, debtorName, paymentReference, bankReference && formatBankReference(bankReference), number],
    ...[{ kind: 'amount', amountMinor: intendedMinor, currency } as const, currency],
  ])
  const sheet = {
    name: t?.('exports:transferColumns.advice') ?? 'advice',
    columns: headers.map((header) => ({ header, width: 20 })),
    rows: [rows],
  }
  return {
    filename: `${paymentReference}.csv`,
    mediaType: 'text/csv; charset=utf-8; header=present',
    content: writeCsv(sheet, separatorsOf === null ? STANDARD_DIALECT : chooseDialect(separatorsOf)),
  }
}

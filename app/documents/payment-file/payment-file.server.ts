/** Transfers as a file for the debtor's bank, or as a table of the same for whatever takes none. */
import { formatBankReference } from '~/domain/bank-reference'
import type { CreditTransferFile, TransferScheme } from '~/domain/credit-transfer-file'
import type { Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { Cell } from '../spreadsheet/sheet'
import { chooseDialect, STANDARD_DIALECT, writeCsv } from '../spreadsheet/write-csv'
import { writePain001 } from './write-pain001'

export type PaymentFileFormat = 'pain.001' | 'csv'

/** How a CSV names and separates things. */
export interface TableWording {
  readonly language: Language
  /** BCP 47 tag by which it is separated and worded; null for RFC 4180 with the names that software knows. */
  readonly separatorsOf: string | null
}

export interface PaymentFile {
  readonly filename: string
  readonly mediaType: string
  readonly content: AsyncGenerator<Uint8Array>
}

/** `scheme` is null where there is no pain.001 for the account: the file is then a CSV. */
export function createPaymentFile(
  file: CreditTransferFile,
  scheme: TransferScheme | null,
  format: PaymentFileFormat,
  wording: TableWording,
): PaymentFile {
  if (scheme !== null && format === 'pain.001') {
    return {
      filename: `${file.messageId}.xml`,
      mediaType: 'application/xml',
      content: encode(writePain001(file, scheme)),
    }
  }
  return { filename: `${file.messageId}.csv`, mediaType: 'text/csv; charset=utf-8', content: writeTable(file, wording) }
}

function writeTable(
  { transfers, debtor, creditor, executionOn }: CreditTransferFile,
  { language, separatorsOf }: TableWording,
): AsyncGenerator<Uint8Array> {
  const { account, iban } = creditor
  const t = separatorsOf === null ? null : getTranslate(language)
  const headers = [
    t?.('exports:transferColumns.executionOn') ?? 'execution_date',
    t?.('exports:transferColumns.payer') ?? 'payer',
    t?.('exports:transferColumns.payerIban') ?? 'payer_iban',
    t?.('exports:transferColumns.payee') ?? 'payee',
    t?.('exports:transferColumns.payeeIban') ?? 'payee_iban',
    t?.('exports:transferColumns.accountNumber') ?? 'payee_account_number',
    t?.('exports:transferColumns.bankCode') ?? 'payee_bank_code',
    t?.('exports:transferColumns.bic') ?? 'payee_bic',
    t?.('exports:transferColumns.amount') ?? 'amount',
    t?.('exports:transferColumns.currency') ?? 'currency',
    t?.('exports:transferColumns.reference') ?? 'payment_reference',
    t?.('exports:transferColumns.endToEndId') ?? 'end_to_end_id',
    t?.('exports:transferColumns.invoices') ?? 'invoices',
  ]
  const rows = transfers.map(({ amount, reference, endToEndId, invoiceNumbers }): Cell[] => [
    { kind: 'day', day: executionOn },
    ...[debtor.name, debtor.iban, account.accountName, iban],
    ...[account.accountNumber ?? null, account.routingCode ?? null, account.bic ?? null],
    { kind: 'amount', ...amount },
    ...[amount.currency, formatBankReference(reference), endToEndId, invoiceNumbers.join(' ')],
  ])
  const columns = headers.map((header) => ({ header, width: 20 }))
  const sheet = { name: t?.('exports:transferColumns.sheet') ?? 'transfers', columns, rows: [rows] }
  return writeCsv(sheet, separatorsOf === null ? STANDARD_DIALECT : chooseDialect(separatorsOf))
}

async function* encode(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text))
}

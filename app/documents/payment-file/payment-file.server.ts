/** Transfers as a file for the debtor's bank, or as a table of the same for whatever takes none. */
import { formatBankReference } from '~/domain/bank-reference'
import type { CreditTransferFile, TransferScheme } from '~/domain/credit-transfer-file'
import type { Cell } from '../spreadsheet/sheet'
import { STANDARD_SEPARATORS, writeCsv } from '../spreadsheet/write-csv'
import { writePain001 } from './write-pain001'

export type PaymentFileFormat = 'pain.001' | 'csv'

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
): PaymentFile {
  if (scheme !== null && format === 'pain.001') {
    return {
      filename: `${file.messageId}.xml`,
      mediaType: 'application/xml',
      content: encode(writePain001(file, scheme)),
    }
  }
  return { filename: `${file.messageId}.csv`, mediaType: 'text/csv; charset=utf-8', content: writeTable(file) }
}

const COLUMNS = [
  ...[
    'execution_date',
    'payer',
    'payer_iban',
    'payee',
    'payee_iban',
    'payee_account_number',
    'payee_bank_code',
    'payee_bic',
  ],
  ...['amount', 'currency', 'payment_reference', 'end_to_end_id', 'invoices'],
]

function writeTable({ transfers, debtor, creditor, executionOn }: CreditTransferFile): AsyncGenerator<Uint8Array> {
  const { account, iban } = creditor
  const rows = transfers.map(({ amount, reference, endToEndId, invoiceNumbers }): Cell[] => [
    { kind: 'day', day: executionOn },
    ...[debtor.name, debtor.iban, account.accountName, iban],
    ...[account.accountNumber ?? null, account.routingCode ?? null, account.bic ?? null],
    { kind: 'amount', ...amount },
    ...[amount.currency, formatBankReference(reference), endToEndId, invoiceNumbers.join(' ')],
  ])
  const columns = COLUMNS.map((header) => ({ header, width: 20 }))
  return writeCsv({ name: 'transfers', columns, rows: [rows] }, STANDARD_SEPARATORS)
}

async function* encode(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text))
}
